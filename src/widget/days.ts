import { z } from "zod";
import { outline, RULE_PX } from "../draw/shapes.ts";
import { fill } from "../view/fill.ts";
import { faultOf } from "../view/parts/life.ts";
import { type DayBars, type DayPair, dayBars } from "./day-bars.ts";
import { clockFaultOf, drawFault } from "./fault-block.ts";
import { blockTop, headingBaseline, platePadding, writeFirst } from "./measures.ts";
import { drawRunningMark, MARK_GAP_PX, markHeight } from "./running-mark.ts";
import { bodyStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, type TypeScale, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    days: z
      .int()
      .min(2)
      .max(14)
      .default(7)
      .describe("Number of days, the last one today; a week from Monday has seven."),
    week: z
      .boolean()
      .default(false)
      .describe("Show the week from Monday with the week before beside it, or that the clock is not set."),
    heading: z.boolean().default(true).describe("Write what the bars are above them."),
    dates: z.boolean().default(false).describe("Name the days by weekday and day of the month where all have room."),
    sentence: z.boolean().default(false).describe("Write the sums below the bars."),
    faults: z.boolean().default(false).describe("Say what is wrong in place of the bars while no present values come."),
  });

type Settings = z.infer<ReturnType<typeof options>>;

/** Words of the widget. */
export interface DaysWords {
  readonly heading: string;
  /** Heading of a house that sells. */
  readonly inAndOut: string;
  /** Legend of the bars of the week before. */
  readonly lastWeek: string;
  /** Sums of `{days}` days, kWh; the second where nothing went out. */
  readonly sums: string;
  readonly sum: string;
}

type DaysDrawing = Drawing<"days" | "life", DaysWords>;

/** The chart being drawn. */
interface ChartDrawing extends DaysDrawing {
  readonly bars: DayBars;
  readonly x: number;
  readonly pitch: number;
  /** Width of one bar; with the week before there are two beside each other. */
  readonly bar: number;
  readonly labelY: number;
}

/** Distance of a value from its bar, and between two bars of a day, pixels. */
const VALUE_GAP_PX = 6;
const PAIR_GAP_PX = 4;
/** Height of the line below today's name, and its distance from the lowest letters at least, pixels. */
const TODAY_LINE = { height: 4, gap: 1 } as const;

/** From the baseline of the days' names to the line below today's. */
function todayLineY({ pen, type }: Pick<Drawing, "pen" | "type">): number {
  return pen.metrics(labelStyle(type)).descent + TODAY_LINE.gap;
}

/** What came in, up, and went out, down, by the day; the week before as outlines beside it. */
export const days = widget({
  kind: "days",
  description: "days in kWh: what came in up, what went out down; a week from Monday has the week before beside it",
  reads: ["days", "life"],
  options,
  minimum: (type, { heading, sentence }) => ({
    width: 9 * type.smallPx,
    height: Math.ceil((heading ? blockTop(type) : 0) + 4.4 * type.smallPx + (sentence ? 1.6 * type.bodyPx : 0)),
  }),
  draw: (drawing: DaysDrawing, settings) => {
    const { pen, box, view, type } = drawing;
    const problem = settings.faults ? faultOf(view.life) : settings.week ? clockFaultOf(view) : undefined;
    if (problem) {
      drawFault(drawing, box, problem);
      return;
    }
    const padding = platePadding(type);
    const content = { ...box, x: box.x + padding, width: box.width - padding };
    const inner = { ...drawing, box: content };
    const pairs = pairsOf(inner, settings);
    if (!pairs.some(({ now, before }) => isKnown(now) || isKnown(before))) return;
    const small = labelStyle(type);
    const foot = box.y + box.height - pen.metrics(settings.sentence ? bodyStyle(type) : small).descent;
    const labelY = settings.sentence ? foot - Math.round(1.23 * type.bodyPx) : foot;
    const { capHeight } = pen.metrics(small);
    const top = box.y + (settings.heading ? blockTop(type) : 0);
    const plot = { y: top, height: labelY - capHeight - VALUE_GAP_PX - todayLineY(inner) - top };
    const pitch = Math.floor(content.width / pairs.length);
    const pairGap = settings.week ? PAIR_GAP_PX : 0;
    const bar = Math.floor((pitch * (settings.week ? 0.84 : 0.7) - pairGap) / (settings.week ? 2 : 1));
    const valuePx = capHeight + VALUE_GAP_PX;
    const markPx = settings.sentence ? 0 : markHeight(markPitch(type)) + MARK_GAP_PX;
    const bars = dayBars(pairs, plot, { above: valuePx + markPx, below: valuePx, isInLabelled: settings.week });
    const chart = { bars, x: content.x, pitch, bar, labelY, ...inner };
    if (settings.heading)
      drawHeading(
        chart,
        pairs.some(({ before }) => isKnown(before)),
      );
    drawBars(chart, pairs);
    drawNames(chart, pairs, settings.dates);
    drawToday(chart, pairs, settings);
    if (settings.sentence) drawSums(chart, pairs, foot);
  },
});

/** The days from left to right, each with the one of the week before where that is shown. */
function pairsOf({ view }: DaysDrawing, { days: count, week }: Settings): DayPair[] {
  const { days: known, weekday } = view.days;
  if (!week) return known.slice(-count).map((now) => ({ atMs: now.fromMs, now }));
  const monday = known.length - weekday;
  return Array.from({ length: 7 }, (_, i): DayPair => {
    const [now, before] = [known[monday + i], known[monday + i - 7]];
    const atMs = now?.fromMs ?? dayAfterWeek(before?.fromMs ?? 0);
    return { atMs, ...(now && { now }), ...(isKnown(before) && { before }) };
  });
}

/** Tells whether anything is known of a day. */
function isKnown(day: DayPair["now"]): boolean {
  return day?.energy.importWh !== undefined || day?.energy.exportWh !== undefined;
}

/** Distance of bars to which the mark over today belongs: it is as large as the letters of the values. */
function markPitch({ smallPx }: TypeScale): number {
  return 2 * smallPx;
}

/** An instant within the day a week later. */
function dayAfterWeek(fromMs: number): number {
  return fromMs + 7 * 24 * 3_600_000 + 12 * 3_600_000;
}

function drawHeading({ pen, box, words, type, bars }: ChartDrawing, hasBefore: boolean): void {
  const style = labelStyle(type);
  const baseline = box.y + headingBaseline(type);
  const right = box.x + box.width;
  const { capHeight } = pen.metrics(style);
  const sample = { width: Math.round(1.1 * type.smallPx), height: capHeight };
  const legend = hasBefore ? pen.width(words.lastWeek, style) + sample.width + Math.round(0.45 * type.smallPx) : 0;
  const width = box.width - legend - (hasBefore ? type.smallPx : 0);
  writeFirst(pen, [bars.sells ? words.inAndOut : words.heading, words.heading], { x: box.x, baseline, width }, style);
  if (legend === 0) return;
  pen.text(words.lastWeek, right, baseline, style, "right");
  outline(pen, { x: right - legend, y: baseline - capHeight, ...sample });
}

function drawBars(chart: ChartDrawing, pairs: readonly DayPair[]): void {
  const { pen, bars, x, pitch, bar } = chart;
  const isWeek = pairs.some(({ before }) => before);
  pairs.forEach(({ now, before }, i) => {
    const left = x + i * pitch;
    if (isWeek && before?.energy) drawOutlines(chart, before.energy, left + bar + PAIR_GAP_PX);
    if (!now?.energy) return;
    const { importWh = 0, exportWh = 0 } = now.energy;
    const [came, went] = [bars.length(importWh), bars.length(exportWh)];
    pen.fill({ x: left, y: bars.zeroY - came, width: bar, height: came });
    if (went > 0) pen.mark({ x: left, y: bars.zeroY + RULE_PX, width: bar, height: went }, "out");
    if (!bars.sells || isWeek) drawValue(chart, importWh, left, bars.zeroY - came - VALUE_GAP_PX);
    const below = pen.metrics(labelStyle(chart.type)).capHeight + VALUE_GAP_PX;
    if (bars.sells) drawValue(chart, exportWh, left, bars.zeroY + RULE_PX + went + below);
  });
  drawZero(chart, pairs);
}

/** Draws the zero line, dotted below days of which nothing is known. */
function drawZero({ pen, box, bars, x, pitch }: ChartDrawing, pairs: readonly DayPair[]): void {
  pairs.forEach(({ now }, i) => {
    const isLast = i === pairs.length - 1;
    const piece = { x: x + i * pitch, y: bars.zeroY, width: isLast ? box.width - i * pitch : pitch, height: RULE_PX };
    if (!now || isKnown(now)) pen.fill(piece);
    else for (let at = 0; at < piece.width; at += 2 * RULE_PX) pen.fill({ ...piece, x: piece.x + at, width: RULE_PX });
  });
}

/** Draws another day: what came in and what went out as outlines. */
function drawOutlines(
  { pen, bars, bar }: ChartDrawing,
  energy: NonNullable<DayPair["now"]>["energy"],
  x: number,
): void {
  const [came, went] = [bars.length(energy?.importWh ?? 0), bars.length(energy?.exportWh ?? 0)];
  if (came > 0) outline(pen, { x, y: bars.zeroY - came, width: bar, height: came + RULE_PX });
  if (went > 0) outline(pen, { x, y: bars.zeroY, width: bar, height: went + RULE_PX });
}

/** Writes whole kilowatt hours over the middle of a bar. */
function drawValue({ pen, bar, pitch, type, format }: ChartDrawing, wh: number, left: number, baseline: number): void {
  const style = labelStyle(type);
  const text = format.whole(Math.round(wh / 1_000));
  if (wh >= 500 && pen.width(text, style) + 4 <= pitch)
    pen.text(text, left + Math.round(bar / 2), baseline, style, "center");
}

/** Width of a day's bars. */
function widthOf({ bar }: ChartDrawing, pairs: readonly DayPair[]): number {
  return pairs.some(({ before }) => before) ? 2 * bar + PAIR_GAP_PX : bar;
}

/** Writes the weekdays below their bars, all of them or none. */
function drawNames(chart: ChartDrawing, pairs: readonly DayPair[], hasDates: boolean): void {
  const { pen, x, pitch, labelY, type, format } = chart;
  const style = labelStyle(type);
  const weekdays = pairs.map(({ atMs }) => format.weekday(atMs, "short"));
  const dates = pairs.map(({ atMs }) => format.weekdayAndDay(atMs));
  const fits = (names: readonly string[]) => names.every((name) => pen.width(name, style) + 4 <= pitch);
  const names = hasDates && fits(dates) ? dates : weekdays;
  if (!fits(names)) return;
  // The first name may be wider than its bar: all of them then stand further right, and none in the margin.
  const half = Math.max(Math.round(widthOf(chart, pairs) / 2), Math.ceil(pen.width(names[0] ?? "", style) / 2));
  for (const [i, name] of names.entries()) pen.text(name, x + i * pitch + half, labelY, style, "center");
}

/** Marks today: by a line below its name over a sentence, else by a triangle over its bar. */
function drawToday(chart: ChartDrawing, pairs: readonly DayPair[], { sentence, week }: Settings): void {
  const { pen, x, pitch, bar, bars, labelY, type, view } = chart;
  const today = view.days.days.at(-1);
  const index = pairs.findIndex(({ now }) => now !== undefined && now === today);
  if (index < 0) return;
  const left = x + index * pitch;
  if (sentence) {
    pen.fill({ x: left, y: labelY + todayLineY(chart), width: widthOf(chart, pairs), height: TODAY_LINE.height });
    return;
  }
  const isLabelled = !bars.sells || week;
  const { capHeight } = pen.metrics(labelStyle(type));
  const top = bars.zeroY - bars.length(today?.energy.importWh ?? 0) - (isLabelled ? capHeight + VALUE_GAP_PX : 0);
  drawRunningMark(pen, left + Math.round(bar / 2), top - MARK_GAP_PX, markPitch(type));
}

function drawSums(
  { pen, box, words, type, format, bars }: ChartDrawing,
  pairs: readonly DayPair[],
  baseline: number,
): void {
  if (!pairs.every(({ now }) => now?.energy.importWh !== undefined)) return;
  const whole = (wh: number) => format.whole(Math.round(wh / 1_000));
  const sumOf = (key: "importWh" | "exportWh") => pairs.reduce((sum, { now }) => sum + (now?.energy?.[key] ?? 0), 0);
  const values = { in: whole(sumOf("importWh")), out: whole(sumOf("exportWh")), days: format.whole(pairs.length) };
  const text = fill(bars.sells ? words.sums : words.sum, values);
  writeFirst(pen, [text], { x: box.x, baseline, width: box.width }, bodyStyle(type));
}
