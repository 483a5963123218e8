import type { Box } from "../draw/box.ts";
import type { Ink } from "../draw/pen.ts";
import { RULE_PX } from "../draw/shapes.ts";
import { NEAR_FUSE } from "../view/fuse-ruler.ts";
import type { BlockInks } from "./measures.ts";
import { labelStyle } from "./text-styles.ts";
import type { Drawing, TypeScale } from "./widget.ts";

/** Width of the fuse's line, pixels. */
const FUSE_PX = 4;
const DASH_PX = 4;
/** Highest bar to the fuse: an overload is seen to go beyond it. */
export const MOST_OF_FUSE = 1.1;
/** Between a bar and the value above it, and between the plot and what is beside it, pixels. */
const VALUE_GAP_PX = 6;
const LABEL_GAP_PX = 12;

/** Places of one phase's day, pixels. */
export interface PhasePlot {
  readonly x: number;
  /** Top of the zero line. */
  readonly zeroY: number;
  /** From one quarter to the next. */
  readonly pitch: number;
  /** Quarters of the day. */
  readonly count: number;
  /** Nothing is written above it. */
  readonly ceiling: number;
  /** From the zero line to the middle of the fuse's. */
  readonly fusePx: number;
}

/** The chart being drawn: the highest current of each quarter so far, amperes, null where it is not known. */
interface PhaseChart extends Drawing {
  readonly plot: PhasePlot;
  readonly quarters: readonly (number | null)[];
  readonly inks: BlockInks;
}

/** Between a value and what is below it, pixels: the tail of a decimal comma hangs into it. */
function valueGap({ smallPx }: TypeScale): number {
  return Math.max(VALUE_GAP_PX, Math.ceil(0.2 * smallPx) + 1);
}

/** Pixels above the zero line that a chart takes with its highest bar and the value on it. */
export function phaseChartHeight({ pen, type }: Pick<Drawing, "pen" | "type">, fusePx: number): number {
  return Math.ceil(MOST_OF_FUSE * fusePx) + valueGap(type) + pen.metrics(labelStyle(type)).capHeight;
}

/** Draws the day of one phase: a bar for each quarter, the fuse, the mark at 80 % of it, and the value of the highest. */
export function drawPhaseChart(chart: PhaseChart): void {
  const { pen, plot, quarters, inks } = chart;
  drawZero(chart);
  quarters.forEach((currentA, i) => {
    if (currentA === null) return;
    const height = lengthOf(chart, currentA);
    pen.fill({ x: plot.x + i * plot.pitch, y: plot.zeroY - height, width: plot.pitch, height }, inks.ink);
  });
  drawFuse(chart);
  drawScale(chart);
  drawHighest(chart);
}

function lengthOf({ plot, view }: PhaseChart, currentA: number): number {
  return Math.round(Math.min(MOST_OF_FUSE, currentA / view.meter.mainFuseA) * plot.fusePx);
}

/** Draws the zero line, dotted below quarters of which nothing is known. */
function drawZero({ pen, plot, quarters, inks }: PhaseChart): void {
  for (let i = 0; i < plot.count; i++) {
    const isKnown = quarters[i] !== null;
    if (isKnown || i % 2 === 0)
      pen.fill({ x: plot.x + i * plot.pitch, y: plot.zeroY, width: plot.pitch, height: RULE_PX }, inks.ink);
  }
}

/** Draws the fuse and the mark at 80 % of it: in the other colour where a bar is. */
function drawFuse(chart: PhaseChart): void {
  const { pen, plot, quarters, inks } = chart;
  const fuseY = plot.zeroY - plot.fusePx - FUSE_PX / 2;
  const nearY = plot.zeroY - Math.round(NEAR_FUSE * plot.fusePx);
  const inkAt = (index: number, bottom: number): Ink =>
    plot.zeroY - lengthOf(chart, quarters[index] ?? 0) < bottom ? inks.paper : inks.ink;
  for (let i = 0; i < plot.count; i++) {
    const piece = { x: plot.x + i * plot.pitch, width: plot.pitch };
    pen.fill({ y: fuseY, height: FUSE_PX, ...piece }, inkAt(i, fuseY));
  }
  for (let at = 0; at < plot.count * plot.pitch; at += 2 * DASH_PX) {
    const width = Math.min(DASH_PX, plot.count * plot.pitch - at);
    pen.fill({ x: plot.x + at, y: nearY, width, height: RULE_PX }, inkAt(Math.floor(at / plot.pitch), nearY));
  }
}

/** Writes the fuse and zero beside their lines. */
function drawScale({ pen, plot, view, type, format, inks }: PhaseChart): void {
  const style = { ...labelStyle(type), ...(inks.ink !== "ink" && { ink: inks.ink }) };
  const { capHeight } = pen.metrics(style);
  const right = plot.x - Math.min(LABEL_GAP_PX, Math.round(0.67 * type.smallPx));
  const middle = Math.round(capHeight / 2);
  pen.text(format.tick(view.meter.mainFuseA), right, plot.zeroY - plot.fusePx + middle, style, "right");
  pen.text(format.tick(0), right, plot.zeroY + middle, style, "right");
}

/** Writes the highest value above its bar, above the fuse where it would touch that. */
function drawHighest(chart: PhaseChart): void {
  const { pen, plot, quarters, type, format, inks } = chart;
  const most = Math.max(0, ...quarters.map((each) => each ?? 0));
  if (most < 0.05) return;
  const style = { ...labelStyle(type), ...(inks.ink !== "ink" && { ink: inks.ink }) };
  const text = format.amperes(most);
  const { capHeight } = pen.metrics(style);
  const width = pen.width(text, style);
  const fuseTop = plot.zeroY - plot.fusePx - FUSE_PX / 2;
  const over = plot.zeroY - lengthOf(chart, most) - valueGap(type);
  const belowFuse = fuseTop + FUSE_PX + RULE_PX;
  const isClear = over - capHeight >= belowFuse;
  const beside = isClear || over < fuseTop ? undefined : besideHighest(chart, most, { width, capHeight, belowFuse });
  const baseline = beside?.baseline ?? (isClear ? over : Math.min(over, fuseTop - valueGap(type)));
  if (baseline - capHeight < plot.ceiling) return;
  const centre = plot.x + Math.round((quarters.indexOf(most) + 0.5) * plot.pitch);
  const right = plot.x + plot.count * plot.pitch;
  const x = beside?.x ?? Math.max(plot.x, Math.min(centre - Math.round(width / 2), right - width));
  const free: Box = { x: x - 2, y: baseline - capHeight - 2, width: width + 4, height: capHeight + 2 + valueGap(type) };
  if (isClear || beside) pen.fill(free, inks.paper);
  pen.text(text, x, baseline, style);
}

/** Place of the value beside the top of its bar, where no other bar is; undefined where there is none. */
function besideHighest(
  chart: PhaseChart,
  most: number,
  { width, capHeight, belowFuse }: { readonly width: number; readonly capHeight: number; readonly belowFuse: number },
): { readonly x: number; readonly baseline: number } | undefined {
  const { plot, quarters } = chart;
  const baseline = Math.max(belowFuse, plot.zeroY - lengthOf(chart, most)) + capHeight;
  const [first, last] = [quarters.indexOf(most), quarters.lastIndexOf(most)];
  const places = [plot.x + (last + 1) * plot.pitch + VALUE_GAP_PX, plot.x + first * plot.pitch - VALUE_GAP_PX - width];
  const isFree = (x: number) =>
    x >= plot.x &&
    x + width <= plot.x + plot.count * plot.pitch &&
    quarters.every((currentA, i) => {
      const left = plot.x + i * plot.pitch;
      const isUnder = left < x + width + 2 && left + plot.pitch > x - 2;
      return !isUnder || plot.zeroY - lengthOf(chart, currentA ?? 0) > baseline + 2;
    });
  const x = places.find(isFree);
  return x === undefined ? undefined : { x, baseline };
}
