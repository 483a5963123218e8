import { z } from "zod";
import { fill } from "../view/fill.ts";
import { marked } from "../view/format.ts";
import { platePadding, sentencePitch, writeFirst } from "./measures.ts";
import { bodyStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = z.strictObject({});

/** Words of the widget. */
export interface DayLinesWords {
  /** `{power}` is the mean of the running hour with its unit. */
  readonly mean: string;
  /** `{power}` is the highest minute of the day, `{time}` when it was. */
  readonly highest: string;
  /** `{in}` and `{out}` are the day's kWh. */
  readonly inAndOut: string;
  /** `{time}` is when the last value came. */
  readonly endsAt: string;
}

type LinesDrawing = Drawing<"power" | "hours" | "totals" | "life", DayLinesWords>;

/** Two sentences below the number: the running hour and the day's highest minute, or what came in and went out. */
export const dayLines = widget({
  kind: "day-lines",
  description: "two sentences: the hour's mean and the day's highest minute, or what came in and went out today",
  reads: ["power", "hours", "totals", "life"],
  options,
  minimum: (type) => ({ width: 8 * type.bodyPx, height: sentencePitch(type) + Math.ceil(1.1 * type.bodyPx) }),
  draw: (drawing: LinesDrawing) => {
    const lines = linesOf(drawing);
    if (isExporting(drawing)) drawBalance(drawing);
    for (const [i, line] of lines.entries()) write(drawing, line, lines.length - 1 - i);
  },
});

function isExporting({ view: { power, totals } }: LinesDrawing): boolean {
  return power.state === "fresh" && (power.netW ?? 0) < 0 && (totals.today.exportWh ?? 0) > 0;
}

function linesOf(drawing: LinesDrawing): string[] {
  const { view, words, format } = drawing;
  const { power, hours, totals, life } = view;
  if (power.state !== "fresh") {
    const { valuesAtMs } = life;
    return valuesAtMs === undefined || power.netW === undefined
      ? []
      : [fill(words.endsAt, { time: format.time(valuesAtMs) })];
  }
  if (isExporting(drawing)) {
    const [comes, goes] = [totals.today.importWh ?? 0, totals.today.exportWh ?? 0].map(format.kilowattHours);
    return [fill(words.inAndOut, { in: comes ?? "", out: goes ?? "" })];
  }
  const { highest } = hours;
  const mean =
    power.hourMeanW === undefined
      ? []
      : [fill(words.mean, { power: powerText(power.hourMeanW, drawing, power.hourApprox) })];
  if (!highest || highest.powerW <= 0) return mean;
  return [...mean, fill(words.highest, { power: powerText(highest.powerW, drawing), time: format.time(highest.atMs) })];
}

function powerText(powerW: number, { format }: LinesDrawing, approx?: boolean): string {
  const { number, unit } = format.power(powerW, "kW");
  return marked(`${powerW <= -50 ? "−" : ""}${number} ${unit}`, approx);
}

/** @param above number of lines below this one */
function write({ pen, box, type }: LinesDrawing, text: string, above: number): void {
  const style = bodyStyle(type);
  const baseline = box.y + box.height - pen.metrics(style).descent - above * sentencePitch(type);
  const padding = platePadding(type);
  writeFirst(pen, [text], { x: box.x + padding, baseline, width: box.width - padding }, style);
}

/** Draws what came in and what went out today as one bar. */
function drawBalance({ pen, box, view, type }: LinesDrawing): void {
  const { importWh = 0, exportWh = 0 } = view.totals.today;
  const padding = platePadding(type);
  const height = Math.round(type.bodyPx * 0.73);
  const bottom = box.y + box.height - pen.metrics(bodyStyle(type)).descent - Math.round(1.1 * type.bodyPx);
  const bar = { x: box.x + padding, y: bottom - height, width: box.width - padding - 3 * padding, height };
  if (bar.y < box.y || bar.width < 8) return;
  const comes = Math.round((importWh / (importWh + exportWh)) * bar.width);
  pen.mark(bar, "out");
  pen.fill({ ...bar, width: comes });
}
