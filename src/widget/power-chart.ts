import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { Pen } from "../draw/pen.ts";
import { dottedAcross, RULE_PX } from "../draw/shapes.ts";
import { fill } from "../view/fill.ts";
import type { ChartView } from "../view/parts/chart.ts";
import { type ChartScale, chartScale, type Step, stepsOf } from "./chart-scale.ts";
import { smallStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = z.strictObject({
  yesterday: z.boolean().default(true).describe("Outline the rest of the day as it went yesterday."),
  peak: z.boolean().default(true).describe("Flag the greatest power of the day with its value and hour."),
});

/** Words of the widget. */
export interface PowerChartWords {
  readonly noHistory: string;
  /** `{power}` is the greatest power, `{time}` when it was. */
  readonly peak: string;
  /** Label of yesterday's line. */
  readonly yesterday: string;
}

type ChartWidget = Drawing<"chart", PowerChartWords>;

type Settings = z.infer<typeof options>;

/** Between the peak's mark and its words, pixels from the mark's middle. */
const FLAG_GAP = 12;
/** From this height a plot has a grid line more, pixels. */
const TALL_PLOT_PX = 96;

/** A day of power: import up, export down, its peak flagged, now marked, gaps left open, the rest as it went yesterday. */
export const powerChart = widget({
  kind: "power-chart",
  reads: ["chart"],
  options,
  minimum: ({ smallPx }) => ({ width: 14 * smallPx, height: 5 * smallPx }),
  draw: (drawing: ChartWidget, settings) => {
    const { chart, clockSet } = drawing.view;
    if (!clockSet || chart.today.every((bucket) => !bucket)) drawEmptyState(drawing);
    if (clockSet) drawChart(plotted(drawing), settings);
  },
});

/** The chart being drawn. */
interface ChartDrawing extends ChartWidget {
  readonly plot: Box;
  readonly scale: ChartScale;
  readonly nowX: number;
}

function drawChart(chart: ChartDrawing, settings: Settings): void {
  const { pen, plot, scale, nowX, view } = chart;
  const today = stepsOf(view.chart.today, view.chart, scale);
  drawGrid(chart);
  if (settings.yesterday) drawYesterday(chart);
  drawArea(pen, today, scale);
  pen.fill({ x: plot.x, y: scale.y(0), width: plot.width, height: RULE_PX });
  pen.fill({ x: nowX, y: plot.y, width: RULE_PX, height: plot.height });
  drawHours(chart);
  if (today.length > 0) drawFlags(chart, settings);
}

function plotted(drawing: ChartWidget): ChartDrawing {
  const { chart, nowMs } = drawing.view;
  const plot = plotOf(drawing);
  const scale = chartScale(chart, plot, plot.height >= TALL_PLOT_PX ? 3 : 2);
  return { ...drawing, plot, scale, nowX: Math.min(plot.x + plot.width - RULE_PX, scale.x(nowMs)) };
}

function plotOf({ pen, box, type }: Drawing): Box {
  const style = smallStyle(type);
  const { capHeight } = pen.metrics(style);
  const left = pen.width("−10", style) + Math.round(type.smallPx / 2);
  const right = Math.ceil(pen.width("24", style) / 2) + 1;
  const flagRow = capHeight + Math.round(type.smallPx * 0.75);
  const hourRow = capHeight + Math.round(type.smallPx / 2) + RULE_PX;
  return {
    x: box.x + left,
    y: box.y + flagRow,
    width: box.width - left - right,
    height: box.height - flagRow - hourRow,
  };
}

/** Baseline of the row above the plot; small letters such as k and ä reach a little higher than capitals. */
function topBaseline({ pen, box, type }: Drawing): number {
  return box.y + pen.metrics(smallStyle(type)).capHeight + Math.ceil(type.smallPx / 8);
}

function drawEmptyState(drawing: ChartWidget): void {
  const { pen, box, type, view, words, partWords } = drawing;
  const style = smallStyle(type);
  const text = view.clockSet ? words.noHistory : partWords.life.problems["clock-not-set"];
  const fitting = firstThatFits(pen, [text], style, box.width - pen.width("kW", style) - type.smallPx * 2);
  if (fitting) pen.text(fitting, box.x + box.width, topBaseline(drawing), style, "right");
}

function drawGrid(chart: ChartDrawing): void {
  const { pen, box, plot, scale, type, format } = chart;
  const style = smallStyle(type);
  const { capHeight } = pen.metrics(style);
  const labelRight = plot.x - Math.round(type.smallPx / 2);
  for (const powerW of scale.ticksW) {
    const y = scale.y(powerW);
    if (powerW !== 0) dottedAcross(pen, { ...plot, y });
    const baseline = Math.min(box.y + box.height, y + Math.round(capHeight / 2) + 1);
    pen.text(format.tick(powerW / 1_000), labelRight, baseline, style, "right");
  }
  pen.text("kW", labelRight, topBaseline(chart), style, "right");
}

/** Draws columns from zero to their power: `half` for import, `hatch` for export, with a line along their far edge. */
function drawArea(pen: Pen, steps: readonly Step[], scale: ChartScale): void {
  const zero = scale.y(0);
  steps.forEach((step, i) => {
    const y = scale.y(step.meanW);
    const isExport = y > zero;
    const column = { x: step.x, y: Math.min(y, zero), width: step.width, height: Math.abs(y - zero) };
    pen.fill(column, isExport ? "accent" : "ink", isExport ? "hatch" : "half");
    drawEdge(pen, scale, step, steps[i - 1]);
  });
}

/** Draws the line along a step: its level, and the rise from the step before where the two touch. */
function drawEdge(pen: Pen, scale: ChartScale, step: Step, before: Step | undefined): void {
  const zero = scale.y(0);
  const y = scale.y(step.meanW);
  pen.fill({ x: step.x, y: y > zero ? y - RULE_PX : y, width: step.width, height: RULE_PX });
  const from = before && before.x + before.width === step.x ? scale.y(before.meanW) : zero;
  const [top, bottom] = [Math.min(from, y), Math.max(from, y)];
  pen.fill({ x: step.x, y: top, width: RULE_PX, height: bottom - top });
}

/** Draws yesterday's line where today has not come yet: points, so that it stays behind what is known. */
function drawYesterday({ pen, scale, nowX, view: { chart } }: ChartDrawing): void {
  const coming = stepsOf(chart.yesterday, chart, scale).filter((step) => step.x >= nowX + 3 * RULE_PX);
  coming.forEach((step, i) => {
    const y = scale.y(step.meanW);
    if (step.x % 4 < step.width) pen.fill({ x: step.x, y, width: Math.min(2, step.width), height: RULE_PX }, "muted");
    const before = coming[i - 1];
    if (!before) return;
    const from = scale.y(before.meanW);
    for (let at = Math.min(from, y); at < Math.max(from, y); at += 4)
      pen.fill({ x: step.x, y: at, width: RULE_PX, height: RULE_PX }, "muted");
  });
}

function drawHours({ pen, box, plot, scale, type, format, view: { chart } }: ChartDrawing): void {
  const style = smallStyle(type);
  const baseline = box.y + box.height;
  const isWide = plot.width / chart.hours.length >= 2.2 * pen.width("24", style);
  for (const { atMs, hour } of chart.hours) {
    if (!isWide && hour % 6 !== 0) continue;
    const x = scale.x(atMs);
    pen.fill({ x: Math.min(x, plot.x + plot.width - RULE_PX), y: plot.y + plot.height, width: RULE_PX, height: 4 });
    pen.text(format.hour(hour), x, baseline, style, "center");
  }
}

/** Fills the row above the plot: the peak's flag towards the wider side of its mark, `yesterday` at the end where it has room. */
function drawFlags(chart: ChartDrawing, settings: Settings): void {
  const { pen, plot, nowX, type, words, view } = chart;
  const style = smallStyle(type);
  const right = plot.x + plot.width;
  const flagRight = settings.peak ? drawPeak(chart) : 0;
  const label = words.yesterday;
  const width = pen.width(label, style);
  const isFree = right - width >= flagRight + type.smallPx;
  const isShown = settings.yesterday && view.chart.yesterday.some((bucket) => bucket);
  if (isShown && isFree && right - width > nowX + type.smallPx)
    pen.text(label, right, topBaseline(chart), style, "right");
}

/** Draws the peak's mark and words where they have room, and returns their right edge; 0 where nothing is drawn. */
function drawPeak(drawing: ChartDrawing): number {
  const { pen, plot, scale, type, view } = drawing;
  const { peak } = view.chart;
  if (!peak) return 0;
  const style = smallStyle(type);
  const baseline = topBaseline(drawing);
  const x = peakX(view.chart, peak.atMs, scale);
  const text = peakText(peak, drawing);
  const width = pen.width(text, style);
  const left =
    x > plot.x + plot.width / 2
      ? Math.max(plot.x, x - FLAG_GAP - width)
      : Math.min(x + FLAG_GAP, plot.x + plot.width - width);
  if (width > plot.width || (left < x && left + width > x)) return 0;
  drawMark(pen, x, baseline, pen.metrics(style).capHeight);
  const stemHeight = Math.max(0, scale.y(peak.powerW) - baseline - RULE_PX);
  pen.fill({ x: x - 1, y: baseline, width: RULE_PX, height: stemHeight }, "ink", "half");
  pen.text(text, left, baseline, style);
  return Math.max(left + width, x + FLAG_GAP);
}

function peakText({ atMs, powerW }: NonNullable<ChartView["peak"]>, { words, format }: ChartWidget): string {
  const power = format.power(powerW, powerW >= 1_000 ? "kW" : "W");
  return fill(words.peak, { power: `${power.number} ${power.unit}`, time: format.time(atMs) });
}

function peakX(chart: ChartView, atMs: number, scale: ChartScale): number {
  return Math.round((scale.x(atMs) + scale.x(atMs + chart.bucketMs)) / 2);
}

/** Draws a triangle that points down at the peak. */
function drawMark(pen: Pen, x: number, baseline: number, height: number): void {
  const rows = Math.min(5, Math.floor(height / 2));
  for (let row = 0; row < rows; row++)
    pen.fill({ x: x - (rows - row), y: baseline - rows + row, width: 2 * (rows - row), height: 1 });
}
