import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { outline, RULE_PX } from "../draw/shapes.ts";
import type { HoursView } from "../view/parts/hours.ts";
import { clockFaultOf, drawFault } from "./fault-block.ts";
import { drawHourLabels } from "./hour-axis.ts";
import { type HourScale, hourScale, netOf } from "./hour-scale.ts";
import { headingBaseline, platePadding, writeFirst } from "./measures.ts";
import { drawRunningMark, MARK_GAP_PX, MARK_PX, markHeight } from "./running-mark.ts";
import { labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    heading: z.boolean().default(true).describe("Write what the bars are above them, and what yesterday's lines are."),
    axis: z.boolean().default(true).describe("Write the energies at the grid lines."),
  });

/** Words of the widget. */
export interface HoursWords {
  readonly heading: string;
  /** Legend of yesterday's lines. */
  readonly yesterday: string;
  /** Headings of the day and of two weeks by the quarter of an hour. */
  readonly quarters: string;
  readonly twoWeeks: string;
}

type HoursWidget = Drawing<"hours" | "life", HoursWords>;

/** A day by the hour to be drawn. */
export type HoursChart = Drawing<"hours", Pick<HoursWords, "heading"> & Partial<HoursWords>>;

/** The chart being drawn. */
interface ChartDrawing extends HoursChart {
  readonly plot: Box;
  /** No value stands higher than this. */
  readonly roofY: number;
  readonly scale: HourScale;
  /** From one bar to the next, the bar's width, and the first bar's distance from the plot's edge, pixels. */
  readonly pitch: number;
  readonly bar: number;
  readonly inset: number;
  /** Bars of another day have an edge alone. */
  readonly isOutlined: boolean;
}

/** Place of the value above the highest bar, pixels. */
const VALUE_GAP_PX = 6;
/** An hour with less than this is not worth its value, Wh. */
const LEAST_LABELLED_WH = 100;
/** A plot lower than this has one grid line, pixels. */
const LOW_PLOT_PX = 64;

/** The day by the hour: what came in up, what went out down, the running hour with what is expected, the rest as yesterday. */
export const hours = widget({
  kind: "hours",
  description:
    "the day by the hour: import up, export down, the running hour with what is expected, the rest as it went yesterday",
  reads: ["hours", "life"],
  options,
  minimum: (type, { heading }) => ({
    width: Math.max(16 * type.smallPx, 220),
    height: Math.ceil((heading ? headingBaseline(type) : 0) + 4.6 * type.smallPx),
  }),
  draw: (drawing: HoursWidget, { heading, axis }) => {
    const { pen, box, view, type, partWords } = drawing;
    const unset = clockFaultOf(view);
    if (unset) {
      drawFault(drawing, box, unset);
      return;
    }
    if (!isAnyKnown(view.hours)) {
      const x = box.x + platePadding(type);
      const at = { x, baseline: box.y + headingBaseline(type), width: box.x + box.width - x };
      writeFirst(pen, [partWords.day.noHistory], at, labelStyle(type));
      return;
    }
    drawHourChart(drawing, { heading, axis }, false);
  },
});

/** Tells whether any hour that is drawn is known: axes without a bar say nothing. */
function isAnyKnown({ today, yesterday }: HoursView): boolean {
  return [...today, ...yesterday.slice(today.length)].some((hour) => hour);
}

/** Draws the hours of a day. @param isOutlined whether it is a day that is over, whose bars have an edge alone */
export function drawHourChart(
  drawing: HoursChart,
  { heading, axis }: { readonly heading: boolean; readonly axis: boolean },
  isOutlined: boolean,
): void {
  const { box, type } = drawing;
  const padding = platePadding(type);
  const content = { ...box, x: box.x + padding, width: box.width - padding };
  const chart = chartOf({ ...drawing, box: content }, heading, axis, isOutlined);
  if (heading) drawChartHeading(chart);
  drawGrid(chart, axis);
  drawZero(chart);
  drawToday(chart);
  drawYesterday(chart);
  drawLabels(chart);
}

function chartOf(drawing: HoursChart, heading: boolean, axis: boolean, isOutlined: boolean): ChartDrawing {
  const { pen, box, view, type } = drawing;
  const style = labelStyle(type);
  const { capHeight, descent } = pen.metrics(style);
  const left = axis ? pen.width("−10", style) + Math.round(type.smallPx / 2) : 0;
  const top = heading ? headingBaseline(type) + Math.round(0.78 * type.smallPx) : MARK_PX;
  const bottom = descent + capHeight + 8;
  const room = { x: box.x + left, y: box.y + top, width: box.width - left, height: box.height - top - bottom };
  const pitch = Math.max(4, Math.floor(room.width / view.hours.count));
  const gap = Math.max(2, Math.min(2 * Math.round(pitch / 8), pitch - 2));
  const width = pitch * view.hours.count;
  const plot = { ...room, x: box.x + box.width - width, width };
  const scale = hourScale(view.hours, plot, room.height < LOW_PLOT_PX ? 1 : 2);
  const roofY = Math.max(heading ? box.y + headingBaseline(type) + descent : box.y, plot.y - capHeight);
  return { plot, roofY, scale, pitch, bar: pitch - gap, inset: gap / 2, isOutlined, ...drawing };
}

function xOf({ plot, pitch, inset }: ChartDrawing, index: number): number {
  return plot.x + index * pitch + inset;
}

function drawChartHeading({ pen, box, view, words, type }: ChartDrawing): void {
  const style = labelStyle(type);
  const baseline = box.y + headingBaseline(type);
  const isShown = view.hours.yesterday.slice(view.hours.today.length).some((hour) => hour);
  const { yesterday } = words;
  const line = Math.round(1.1 * type.smallPx);
  const legend = isShown && yesterday ? pen.width(yesterday, style) + line + Math.round(0.45 * type.smallPx) : 0;
  writeFirst(pen, [words.heading], { x: box.x, baseline, width: box.width - legend - type.smallPx }, style);
  const right = box.x + box.width;
  if (!isShown || !yesterday) return;
  pen.text(yesterday, right, baseline, style, "right");
  const { capHeight } = pen.metrics(style);
  pen.mark({ x: right - legend, y: baseline - capHeight, width: line, height: capHeight }, "otherDay", "middle");
}

/** Draws the grid lines and their energies, those that have room beside zero. */
function drawGrid({ pen, box, plot, scale, type, format }: ChartDrawing, axis: boolean): void {
  if (!axis) return;
  const style = labelStyle(type);
  const { capHeight } = pen.metrics(style);
  const baselineAt = (y: number) => Math.max(y + Math.round(capHeight / 2), box.y + capHeight);
  pen.text(format.tick(0), box.x, baselineAt(scale.zeroY), style);
  for (const kwh of scale.lines) {
    const y = kwh < 0 ? scale.zeroY + RULE_PX + scale.length(-kwh * 1_000) : scale.zeroY - scale.length(kwh * 1_000);
    pen.mark({ ...plot, y, height: RULE_PX }, "grid");
    const isClear = Math.abs(baselineAt(y) - baselineAt(scale.zeroY)) >= capHeight + VALUE_GAP_PX / 2;
    if (isClear) pen.text(format.tick(kwh), box.x, baselineAt(y), style);
  }
}

/** Draws the zero line, dotted below hours of which nothing is known. */
function drawZero({ pen, plot, scale, pitch, view }: ChartDrawing): void {
  for (let i = 0; i < view.hours.count; i++) {
    const piece = { x: plot.x + i * pitch, y: scale.zeroY, width: pitch, height: RULE_PX };
    if (view.hours.today[i] === null)
      for (let at = 0; at < pitch; at += 2 * RULE_PX) pen.fill({ ...piece, x: piece.x + at, width: RULE_PX });
    else pen.fill(piece);
  }
}

function drawToday(chart: ChartDrawing): void {
  const { pen, box, scale, pitch, view } = chart;
  const { today, expected } = view.hours;
  today.forEach((hour, i) => {
    if (!hour) return;
    const column = { x: xOf(chart, i), width: chart.bar };
    const isRunning = i === today.length - 1 && expected;
    const out = scale.length(isRunning ? expected.exportWh : hour.exportWh);
    if (out > 0) pen.mark({ y: scale.zeroY + RULE_PX, height: out, ...column }, "out");
    const came = scale.length(hour.importWh);
    const coming = isRunning ? scale.length(expected.importWh) : 0;
    if (coming > came) pen.mark({ y: scale.zeroY - coming, height: coming, ...column }, "forecast");
    const bar = { y: scale.zeroY - came, height: came, ...column };
    if (chart.isOutlined) outline(pen, bar);
    else pen.fill(bar);
    if (!isRunning) return;
    const bottom = Math.max(box.y + markHeight(pitch), scale.zeroY - Math.max(came, coming) - MARK_GAP_PX);
    drawRunningMark(pen, column.x + Math.round(chart.bar / 2), bottom, pitch);
  });
  drawHighest(chart);
}

/** Writes the energy of the highest hour above its bar, of one that went out above the zero line, where it touches nothing. */
function drawHighest(chart: ChartDrawing): void {
  const { pen, plot, roofY, scale, bar, pitch, view, type, format } = chart;
  const past = chart.isOutlined ? view.hours.today : view.hours.today.slice(0, -1);
  const most = Math.max(0, ...past.map((hour) => Math.max(hour?.importWh ?? 0, hour?.exportWh ?? 0)));
  const index = past.findIndex((hour) => hour && Math.max(hour.importWh, hour.exportWh) === most);
  const style = labelStyle(type);
  const text = format.kilowattHours(most);
  const width = pen.width(text, style);
  const { capHeight } = pen.metrics(style);
  const touches = index === past.length - 1 && width > pitch;
  if (most < LEAST_LABELLED_WH || touches) return;
  const baseline = scale.zeroY - scale.length(past[index]?.importWh ?? 0) - VALUE_GAP_PX;
  if (baseline - capHeight - 2 < roofY) return; // two pixels around it are cleared
  const centre = xOf(chart, index) + Math.round(bar / 2);
  const x = Math.max(plot.x, Math.min(centre - Math.round(width / 2), plot.x + plot.width - width));
  // Down to the bar: the tail of a decimal comma must not stand on a grid line either.
  pen.fill({ x: x - 2, y: baseline - capHeight - 2, width: width + 4, height: capHeight + 2 + VALUE_GAP_PX }, "paper");
  pen.text(text, x, baseline, style);
}

/** Draws yesterday's energy of each hour that is still to come. */
function drawYesterday(chart: ChartDrawing): void {
  const { pen, scale, bar, view } = chart;
  const { today, yesterday, count } = view.hours;
  yesterday.slice(0, count).forEach((hour, i) => {
    if (!hour || i < today.length) return;
    const net = netOf(hour);
    const column = { x: xOf(chart, i), width: bar, height: Math.max(RULE_PX, scale.length(Math.abs(net))) };
    if (net < 0) pen.mark({ y: scale.zeroY + RULE_PX, ...column }, "otherDay", "bottom");
    else pen.mark({ y: scale.zeroY - scale.length(net), ...column }, "otherDay", "top");
  });
}

/** Writes the hours of the clock between the bars at the foot of the box. */
function drawLabels({ pen, box, plot, pitch, view, type, format }: ChartDrawing): void {
  const baseline = box.y + box.height - pen.metrics(labelStyle(type)).descent;
  drawHourLabels({ pen, type, format }, view.hours.labels, { x: plot.x, hourPx: pitch, baseline });
}
