import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { Pen, TextStyle } from "../draw/pen.ts";
import { dottedAcross, RULE_PX } from "../draw/shapes.ts";
import type { ChartView } from "../view/view.ts";
import { fill } from "../view/words/words.ts";
import { type ChartScale, chartScale, type Step, stepsOf } from "./chart-scale.ts";
import { type Scene, widget } from "./widget.ts";

const options = z.strictObject({
  yesterday: z.boolean().default(true).describe("Outline the rest of the day as it went yesterday."),
  peak: z.boolean().default(true).describe("Flag the greatest power of the day with its value and hour."),
});

/** Between the peak's mark and its words, pixels from the mark's middle. */
const FLAG_GAP = 12;

/** A day of power: import up, export down, its peak flagged, now marked, gaps left open, the rest as it went yesterday. */
export const powerChart = widget(
  "power-chart",
  options,
  (type) => ({ width: 14 * type.smallPx, height: 5 * type.smallPx }),
  (pen, box, scene, settings) => {
    const { chart, clockSet } = scene.view;
    if (!clockSet || chart.today.every((bucket) => !bucket)) nothingYet(pen, box, scene);
    if (!clockSet) return;
    const plot = plotOf(pen, box, scene);
    const scale = chartScale(chart, plot, plot.height >= 96 ? 3 : 2);
    const today = stepsOf(chart.today, chart, scale);
    const nowX = Math.min(plot.x + plot.width - RULE_PX, scale.x(scene.view.nowMs));
    grid(pen, box, plot, scale, scene);
    if (settings.yesterday) yesterdayOutline(pen, stepsOf(chart.yesterday, chart, scale), scale, nowX + 3 * RULE_PX);
    area(pen, today, scale);
    pen.fill({ x: plot.x, y: scale.y(0), width: plot.width, height: RULE_PX });
    pen.fill({ x: nowX, y: plot.y, width: RULE_PX, height: plot.height });
    hours(pen, box, plot, scale, scene);
    if (today.length > 0) flags(pen, box, plot, scale, scene, nowX, settings);
  },
);

function labelStyle({ type }: Scene): TextStyle {
  return { px: type.smallPx, bold: true };
}

function plotOf(pen: Pen, box: Box, scene: Scene): Box {
  const style = labelStyle(scene);
  const { capHeight } = pen.metrics(style);
  const left = pen.width("−10", style) + Math.round(scene.type.smallPx / 2);
  const right = Math.ceil(pen.width("24", style) / 2) + 1;
  const flagRow = capHeight + Math.round(scene.type.smallPx * 0.75);
  const hourRow = capHeight + Math.round(scene.type.smallPx / 2) + RULE_PX;
  return {
    x: box.x + left,
    y: box.y + flagRow,
    width: box.width - left - right,
    height: box.height - flagRow - hourRow,
  };
}

/** Baseline of the row above the plot; small letters such as k and ä reach a little higher than capitals. */
function topBaseline(pen: Pen, box: Box, scene: Scene): number {
  return box.y + pen.metrics(labelStyle(scene)).capHeight + Math.ceil(scene.type.smallPx / 8);
}

function nothingYet(pen: Pen, box: Box, scene: Scene): void {
  const style = labelStyle(scene);
  const text = scene.view.clockSet ? scene.words.noHistory : scene.words.problems["clock-not-set"];
  const fitting = firstThatFits(pen, [text], style, box.width - pen.width("kW", style) - scene.type.smallPx * 2);
  const y = topBaseline(pen, box, scene);
  if (fitting) pen.text(fitting, box.x + box.width, y, style, "right");
}

function grid(pen: Pen, box: Box, plot: Box, scale: ChartScale, scene: Scene): void {
  const style = labelStyle(scene);
  const { capHeight } = pen.metrics(style);
  const labelRight = plot.x - Math.round(scene.type.smallPx / 2);
  for (const powerW of scale.ticksW) {
    const y = scale.y(powerW);
    if (powerW !== 0) dottedAcross(pen, plot.x, y, plot.width);
    const baseline = Math.min(box.y + box.height, y + Math.round(capHeight / 2) + 1);
    pen.text(scene.format.tick(powerW / 1_000), labelRight, baseline, style, "right");
  }
  pen.text("kW", labelRight, topBaseline(pen, box, scene), style, "right");
}

/** Columns from zero to their power: `half` for import, `hatch` for export, with a line along their far edge. */
function area(pen: Pen, steps: readonly Step[], scale: ChartScale): void {
  const zero = scale.y(0);
  steps.forEach((step, i) => {
    const y = scale.y(step.meanW);
    const isExport = y > zero;
    const column = { x: step.x, y: Math.min(y, zero), width: step.width, height: Math.abs(y - zero) };
    pen.fill(column, isExport ? "accent" : "ink", isExport ? "hatch" : "half");
    edge(pen, steps[i - 1], step, scale);
  });
}

/** The line along a step: its level, and the rise from the step before where the two touch. */
function edge(pen: Pen, before: Step | undefined, step: Step, scale: ChartScale): void {
  const zero = scale.y(0);
  const y = scale.y(step.meanW);
  pen.fill({ x: step.x, y: y > zero ? y - RULE_PX : y, width: step.width, height: RULE_PX });
  const from = before && before.x + before.width === step.x ? scale.y(before.meanW) : zero;
  const [top, bottom] = [Math.min(from, y), Math.max(from, y)];
  pen.fill({ x: step.x, y: top, width: RULE_PX, height: bottom - top });
}

/** Yesterday's line where today has not come yet: points, so that it stays behind what is known. */
function yesterdayOutline(pen: Pen, steps: readonly Step[], scale: ChartScale, fromX: number): void {
  const coming = steps.filter((step) => step.x >= fromX);
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

function hours(pen: Pen, box: Box, plot: Box, scale: ChartScale, scene: Scene): void {
  const style = labelStyle(scene);
  const baseline = box.y + box.height;
  const wide = plot.width / scene.view.chart.hours.length >= 2.2 * pen.width("24", style);
  for (const { atMs, hour } of scene.view.chart.hours) {
    if (!wide && hour % 6 !== 0) continue;
    const x = scale.x(atMs);
    pen.fill({ x: Math.min(x, plot.x + plot.width - RULE_PX), y: plot.y + plot.height, width: RULE_PX, height: 4 });
    pen.text(scene.format.hour(hour), x, baseline, style, "center");
  }
}

/** The row above the plot: the peak's flag towards the wider side of its mark, `yesterday` at the end where it has room. */
function flags(
  pen: Pen,
  box: Box,
  plot: Box,
  scale: ChartScale,
  scene: Scene,
  nowX: number,
  settings: { peak: boolean; yesterday: boolean },
): void {
  const style = labelStyle(scene);
  const baseline = topBaseline(pen, box, scene);
  const right = plot.x + plot.width;
  const peak = settings.peak ? peakFlag(pen, plot, scale, scene, style, baseline) : undefined;
  const label = scene.words.yesterdayInChart;
  const width = pen.width(label, style);
  const isFree = right - width >= (peak?.right ?? 0) + scene.type.smallPx;
  const isShown = settings.yesterday && scene.view.chart.yesterday.some((bucket) => bucket);
  if (isShown && isFree && right - width > nowX + scene.type.smallPx) pen.text(label, right, baseline, style, "right");
}

function peakFlag(pen: Pen, plot: Box, scale: ChartScale, scene: Scene, style: TextStyle, baseline: number) {
  const { peak } = scene.view.chart;
  if (!peak) return undefined;
  const x = peakX(scene.view.chart, peak.atMs, scale);
  const power = scene.format.power(peak.powerW, peak.powerW >= 1_000 ? "kW" : "W");
  const text = fill(scene.words.peak, { power: `${power.number} ${power.unit}`, time: scene.format.time(peak.atMs) });
  const width = pen.width(text, style);
  const left =
    x > plot.x + plot.width / 2
      ? Math.max(plot.x, x - FLAG_GAP - width)
      : Math.min(x + FLAG_GAP, plot.x + plot.width - width);
  if (width > plot.width || (left < x && left + width > x)) return undefined;
  mark(pen, x, baseline, pen.metrics(style).capHeight);
  pen.fill(
    { x: x - 1, y: baseline, width: RULE_PX, height: Math.max(0, scale.y(peak.powerW) - baseline - RULE_PX) },
    "ink",
    "half",
  );
  pen.text(text, left, baseline, style);
  return { right: Math.max(left + width, x + FLAG_GAP) };
}

function peakX(chart: ChartView, atMs: number, scale: ChartScale): number {
  return Math.round((scale.x(atMs) + scale.x(atMs + chart.bucketMs)) / 2);
}

/** A triangle that points down at the peak. */
function mark(pen: Pen, x: number, baseline: number, height: number): void {
  const rows = Math.min(5, Math.floor(height / 2));
  for (let row = 0; row < rows; row++)
    pen.fill({ x: x - (rows - row) + 0, y: baseline - rows + row, width: 2 * (rows - row), height: 1 });
}
