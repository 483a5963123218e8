import { z } from "zod";
import { fill } from "../view/fill.ts";
import { marked } from "../view/format.ts";
import type { ExtremeMinute } from "../view/parts/hours.ts";
import { platePadding, sentencePitch, writeFirst } from "./measures.ts";
import { bodyStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    of: z
      .enum(["in", "out"])
      .default("in")
      .describe("What the sentences are about first: what comes in, or what goes out."),
  });

/** Words of the widget. */
export interface DayLinesWords {
  /** `{power}` is the mean of the running hour with its unit. */
  readonly mean: string;
  /** `{power}` is the highest minute of the day, `{time}` when it was. */
  readonly highest: string;
  /** The same of what goes out. */
  readonly meanOut: string;
  readonly highestOut: string;
  /** `{in}` and `{out}` are the day's kWh. */
  readonly inAndOut: string;
  /** `{time}` is when the last value came. */
  readonly endsAt: string;
}

/** Power that is shown as more than zero, watts. */
const LEAST_W = 50;

type LinesDrawing = Drawing<"power" | "hours" | "totals" | "life", DayLinesWords>;

/** Two sentences below the number: the running hour and the day's highest minute, or what came in and went out. */
export const dayLines = widget({
  kind: "day-lines",
  description: "two sentences: the hour's mean and the day's highest minute, or what came in and went out today",
  reads: ["power", "hours", "totals", "life"],
  options,
  minimum: (type) => ({ width: 8 * type.bodyPx, height: sentencePitch(type) + Math.ceil(1.1 * type.bodyPx) }),
  draw: (drawing: LinesDrawing, { of }) => {
    const lines = of === "out" ? outLines(drawing) : linesOf(drawing);
    if (of === "in" && isExporting(drawing)) drawBalance(drawing);
    for (const [i, line] of lines.entries()) write(drawing, line, lines.length - 1 - i);
  },
});

function isExporting({ view: { power, totals } }: LinesDrawing): boolean {
  return power.state === "fresh" && (power.shown?.hundredsW ?? 0) < 0 && (totals.today.exportWh ?? 0) > 0;
}

function linesOf(drawing: LinesDrawing): string[] {
  const { view, words, format } = drawing;
  const { power, hours, totals, life } = view;
  if (power.state !== "fresh") {
    const { valuesAtMs } = life;
    return valuesAtMs === undefined || power.netW === undefined
      ? []
      : [fill(words.endsAt, { time: format.moment(valuesAtMs, view.nowMs) })];
  }
  if (isExporting(drawing)) {
    const [comes, goes] = [totals.today.importWh ?? 0, totals.today.exportWh ?? 0].map(format.kilowattHours);
    return [fill(words.inAndOut, { in: comes ?? "", out: goes ?? "" })];
  }
  return [...meanLine(drawing, words.mean), ...extremeLine(drawing, words.highest, hours.highest)];
}

/** The lines of a house that sells: what goes out this hour, and the most of today. */
function outLines(drawing: LinesDrawing): string[] {
  const { power, hours } = drawing.view;
  const { lowest } = hours;
  if (power.state !== "fresh" || !lowest || lowest.powerW > -LEAST_W) return linesOf(drawing);
  const { words } = drawing;
  const isOut = (power.hourMeanW ?? 0) <= -LEAST_W;
  const most = { ...lowest, powerW: -lowest.powerW };
  return [
    ...meanLine(drawing, isOut ? words.meanOut : words.mean, isOut),
    ...extremeLine(drawing, words.highestOut, most),
  ];
}

/** The mean of the running hour. @param isOut whether the words say already that it goes out */
function meanLine(drawing: LinesDrawing, template: string, isOut = false): string[] {
  const { hourMeanW, hourApprox } = drawing.view.power;
  if (hourMeanW === undefined) return [];
  return [fill(template, { power: powerText(isOut ? -hourMeanW : hourMeanW, drawing, hourApprox) })];
}

/** A minute of today with its time; nothing where it is not above zero. */
function extremeLine(drawing: LinesDrawing, template: string, minute: ExtremeMinute | undefined): string[] {
  if (!minute || minute.powerW <= 0) return [];
  return [fill(template, { power: powerText(minute.powerW, drawing), time: drawing.format.time(minute.atMs) })];
}

function powerText(powerW: number, { format }: LinesDrawing, approx?: boolean): string {
  const { number, unit } = format.power(powerW, "kW");
  return marked(`${powerW <= -LEAST_W ? "−" : ""}${number} ${unit}`, approx);
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
