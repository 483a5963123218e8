import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { RULE_PX } from "../draw/shapes.ts";
import { drawFault } from "./fault-block.ts";
import { drawHourLabels } from "./hour-axis.ts";
import { hourScale } from "./hour-scale.ts";
import type { HoursWords } from "./hours.ts";
import { headingBaseline, platePadding, writeFirst } from "./measures.ts";
import { type QuarterPlot, quarterBox, quarterPlot } from "./quarter-plot.ts";
import { labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    labels: z.int().min(0).max(600).default(60).describe("Room for the labels left of the plot, pixels."),
  });

type QuartersDrawing = Drawing<"twoWeeks" | "life", HoursWords>;

/** Energy of an hour at a power, as the scale takes it. */
const hourAt = (watts: number | null) =>
  watts === null ? null : { importWh: Math.max(0, watts), exportWh: Math.max(0, -watts) };

/** The day by the quarter of an hour: what came in up, what went out down, the rest as it went yesterday. */
export const quarters = widget({
  kind: "quarters",
  description: "the day by the quarter of an hour in kilowatts: import up, export down, the rest as it went yesterday",
  wordsKey: "hours",
  reads: ["twoWeeks", "life"],
  options,
  minimum: (type, { labels }) => ({
    width: 96 + labels + type.bodyPx,
    height: Math.ceil(headingBaseline(type) + 4.6 * type.smallPx),
  }),
  draw: (drawing: QuartersDrawing, { labels }) => {
    const { box, view } = drawing;
    const unset = view.life.problems.find(({ code }) => code === "clock-not-set");
    if (unset || !view.clockSet) drawFault(drawing, box, unset ?? { code: "clock-not-set" });
    else drawDay(drawing, quarterPlot(drawing, labels));
  },
});

function drawDay(drawing: QuartersDrawing, across: QuarterPlot): void {
  const { pen, box, view, type, format } = drawing;
  const [yesterday, today] = view.twoWeeks.days.slice(-2);
  const style = labelStyle(type);
  const { capHeight, descent } = pen.metrics(style);
  drawHeading(drawing, (yesterday?.quarters.length ?? 0) > (today?.quarters.length ?? 0));
  const baseline = box.y + box.height - descent;
  const top = box.y + headingBaseline(type) + Math.round(0.78 * type.smallPx);
  const plot = { x: across.x, y: top, width: across.width, height: baseline - capHeight - 10 - top };
  const count = today?.count ?? 96;
  const hours = { fromMs: 0, count, labels: [], today: today?.quarters.map(hourAt) ?? [] };
  const scale = hourScale({ yesterday: yesterday?.quarters.map(hourAt) ?? [], ...hours }, plot, 2);
  for (const kw of [0, ...scale.lines]) {
    const length = scale.length(Math.abs(kw) * 1_000);
    const y = kw < 0 ? scale.zeroY + RULE_PX + length : scale.zeroY - length;
    if (kw !== 0) pen.mark({ ...plot, y, height: RULE_PX }, "grid");
    const at = { x: box.x, width: plot.x - box.x - Math.round(type.smallPx / 3), align: "right" } as const;
    writeFirst(pen, [format.tick(kw)], { baseline: Math.max(y + Math.round(capHeight / 2), top), ...at }, style);
  }
  const drawBar = (watts: number | null, [from, to]: Span, isToday: boolean) => {
    const [first, last] = [from, to - 1].map((i) => quarterBox(across, { count }, i));
    if (watts === null || !first || !last) return;
    const width = last.x + last.width - first.x;
    const gap = first.width >= 6 ? 2 : first.width >= 4 ? 1 : 0;
    drawQuarter(pen, { ...first, width: width - gap }, scale, watts, isToday);
  };
  const past = today?.quarters ?? [];
  past.forEach((watts, i) => {
    drawBar(watts, [i, i + 1], true);
  });
  const other = yesterday?.quarters.slice(0, count) ?? [];
  for (const span of laterSpans(past.length, other.length, across.pitch))
    drawBar(meanOf(other.slice(...span)), span, false);
  pen.fill({ x: plot.x, y: scale.zeroY, width: plot.width, height: RULE_PX });
  drawHourLabels({ pen, type, format }, view.twoWeeks.labels, {
    x: plot.x,
    hourPx: (4 * plot.width) / count,
    baseline,
  });
}

/** Quarters from one to before another. */
type Span = readonly [from: number, to: number];

/** Columns narrower than this are too many for the lines of another day, which would be dust: an hour is one, pixels. */
const LEAST_COLUMN_PX = 10;

/** The quarters to come, one by one or by the hour. */
function laterSpans(from: number, to: number, pitch: number): Span[] {
  const step = pitch < LEAST_COLUMN_PX ? 4 : 1;
  const first = Math.ceil((from + 1) / step) * step;
  if (from >= to) return [];
  const starts = Array.from({ length: Math.max(0, Math.ceil((to - first) / step)) }, (_, i) => first + i * step);
  return [from, ...starts].map((start, i) => [start, Math.min(starts[i] ?? to, to)] as const);
}

function meanOf(quarters: readonly (number | null)[]): number | null {
  const known = quarters.filter((watts) => watts !== null);
  return known.length === 0 ? null : known.reduce((sum, watts) => sum + watts, 0) / known.length;
}

/** Draws one quarter: of today solid or as what went out, of yesterday in the way of another day. */
function drawQuarter(
  pen: QuartersDrawing["pen"],
  column: Box,
  scale: ReturnType<typeof hourScale>,
  watts: number,
  isToday: boolean,
): void {
  const height = scale.length(Math.abs(watts));
  const bar = { ...column, height, y: watts < 0 ? scale.zeroY + RULE_PX : scale.zeroY - height };
  if (!isToday) pen.mark({ ...bar, height: Math.max(RULE_PX, height) }, "otherDay", watts < 0 ? "bottom" : "top");
  else if (watts < 0) pen.mark(bar, "out");
  else pen.fill(bar);
}

function drawHeading({ pen, box, words, type }: QuartersDrawing, hasYesterday: boolean): void {
  const style = labelStyle(type);
  const baseline = box.y + headingBaseline(type);
  const x = box.x + platePadding(type);
  const right = box.x + box.width;
  const line = Math.round(1.1 * type.smallPx);
  const legend = hasYesterday ? pen.width(words.yesterday, style) + line + Math.round(0.45 * type.smallPx) : 0;
  writeFirst(pen, [words.quarters], { x, baseline, width: right - legend - type.smallPx - x }, style);
  if (!hasYesterday) return;
  pen.text(words.yesterday, right, baseline, style, "right");
  const { capHeight } = pen.metrics(style);
  pen.mark({ x: right - legend, y: baseline - capHeight, width: line, height: capHeight }, "otherDay", "middle");
}
