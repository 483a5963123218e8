import { z } from "zod";
import type { TextStyle } from "../draw/pen.ts";
import { outline } from "../draw/shapes.ts";
import { fill } from "../view/fill.ts";
import { marked } from "../view/format.ts";
import { faultOf } from "../view/parts/life.ts";
import { drawFault } from "./fault-block.ts";
import { blockTop, headingBaseline, platePadding, sentencePitch, writeFirst } from "./measures.ts";
import { bodyStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, type TypeScale, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    span: z.enum(["day", "week"]).default("day").describe("What is compared: this day or this week with earlier ones."),
    heading: z.boolean().default(true).describe("Write until when each is counted above the bars."),
    sentences: z.boolean().default(true).describe("Write how much more or less it is below the bars."),
  });

type Settings = z.infer<ReturnType<typeof options>>;

/** Words of the widget. */
export interface ComparisonWords {
  /** Headings; `{time}` is until when each is counted, of the week with its weekday. */
  readonly heading: string;
  readonly today: string;
  readonly yesterday: string;
  readonly thisWeek: string;
  readonly lastWeek: string;
  readonly yearAgo: string;
  /** `{energy}` is the difference in kWh, `{day}` what it is compared with: one of `than`, or a date. */
  readonly more: string;
  readonly less: string;
  readonly than: { readonly yesterday: string; readonly lastWeek: string; readonly yearAgo: string };
}

type ComparisonDrawing = Drawing<"byNow" | "life", ComparisonWords>;

/** Size of the figures as a share of that of the others: the bars are in rows of three. */
const FIGURE = 0.78;
/** Difference that is none, Wh. */
const LEAST_WH = 50;

/** One row: its name, and as it follows "than"; its energy, and whether it is the running one. */
interface Row {
  readonly name: string;
  readonly than: string;
  readonly wh: number;
  readonly figure: string;
  readonly isApprox: true | undefined;
  readonly isRunning: boolean;
}

/** This day or week until now beside earlier ones until the same time, as bars; without present values what is wrong. */
export const comparison = widget({
  kind: "comparison",
  description:
    "what came in today beside yesterday and the same weekday of last week, or this week beside earlier ones, each by the same time; without present values it says what is wrong",
  reads: ["byNow", "life"],
  options,
  minimum: (type, { heading }) => ({
    width: Math.ceil(11 * type.bodyPx),
    height: (heading ? blockTop(type) : 0) + 2 * pitchOf(type) + barOf(type),
  }),
  draw: (drawing: ComparisonDrawing, settings) => {
    const { pen, box, view, words, format, type } = drawing;
    const problem = faultOf(view.life);
    if (problem) {
      drawFault(drawing, box, problem);
      return;
    }
    const rows = rowsOf(drawing, settings);
    if (rows.length === 0) return;
    const x = box.x + platePadding(type);
    const time = format.time(view.nowMs);
    const until = settings.span === "day" ? time : `${format.weekday(view.nowMs, "short")} ${time}`;
    const at = { x, baseline: box.y + headingBaseline(type), width: box.width - platePadding(type) };
    if (settings.heading) writeFirst(pen, [fill(words.heading, { time: until })], at, labelStyle(type));
    const top = box.y + (settings.heading ? blockTop(type) : 0);
    drawRows(drawing, { x, y: top }, rows);
    const end = top + (rows.length - 1) * pitchOf(type) + barOf(type);
    if (settings.sentences) drawDifferences(drawing, rows, end + Math.round(type.bodyPx / 2));
  },
});

/** Height of a bar, and from one to the next. */
function barOf({ bodyPx }: TypeScale): number {
  return Math.round(1.27 * bodyPx);
}

function pitchOf({ bodyPx }: TypeScale): number {
  return Math.round(1.68 * bodyPx);
}

/** The rows of which energy is known. */
function rowsOf({ view, words, format }: ComparisonDrawing, { span }: Settings): Row[] {
  const compared = view.byNow[span];
  if (!compared) return [];
  const { running, before, longBefore } = compared;
  const date = format.shortDate(longBefore.fromMs);
  const names =
    span === "day"
      ? ([
          [running, words.today, ""],
          [before, words.yesterday, words.than.yesterday],
          [longBefore, date, date],
        ] as const)
      : ([
          [running, words.thisWeek, ""],
          [before, words.lastWeek, words.than.lastWeek],
          [longBefore, words.yearAgo, words.than.yearAgo],
        ] as const);
  return names.flatMap(([{ energy }, name, than]) => {
    const { importWh: wh, importApprox } = energy;
    if (wh === undefined) return [];
    const figure = marked(format.kilowattHours(wh), importApprox);
    return [{ name, than, wh, figure, isApprox: importApprox, isRunning: energy === running.energy }];
  });
}

/** Writes at the foot how much more or less the first row is than the others, where it has room below the bars. */
function drawDifferences(
  { pen, box, words, format, type }: ComparisonDrawing,
  rows: readonly Row[],
  top: number,
): void {
  const [running, ...others] = rows;
  if (!running?.isRunning) return;
  const lines = others.flatMap(({ wh, than, isApprox }) => {
    const more = running.wh - wh;
    if (Math.abs(more) < LEAST_WH) return [];
    const energy = marked(format.kilowattHours(Math.abs(more)), running.isApprox ?? isApprox);
    return [fill(more > 0 ? words.more : words.less, { energy, day: than })];
  });
  const style = bodyStyle(type);
  const { capHeight, descent } = pen.metrics(style);
  lines.forEach((line, i) => {
    const baseline = box.y + box.height - descent - (lines.length - 1 - i) * sentencePitch(type);
    const x = box.x + platePadding(type);
    if (baseline - capHeight >= top) writeFirst(pen, [line], { x, baseline, width: box.x + box.width - x }, style);
  });
}

function drawRows(
  { pen, box, type }: ComparisonDrawing,
  { x, y }: { readonly x: number; readonly y: number },
  rows: readonly Row[],
): void {
  const names = bodyStyle(type);
  const figures: TextStyle = { px: Math.round(FIGURE * type.figurePx), face: "figures" };
  const gap = Math.round(0.7 * type.bodyPx);
  const widest = (texts: readonly string[], style: TextStyle) =>
    Math.max(...texts.map((text) => pen.width(text, style)));
  const right = box.x + box.width;
  const barX =
    x +
    widest(
      rows.map(({ name }) => name),
      names,
    ) +
    gap;
  const room =
    right -
    widest(
      rows.map(({ figure }) => figure),
      figures,
    ) -
    gap -
    barX;
  const most = Math.max(1, ...rows.map(({ wh }) => wh));
  rows.forEach(({ name, wh, figure, isRunning }, i) => {
    const bar = { x: barX, y: y + i * pitchOf(type), height: barOf(type) };
    const baselineOf = (style: TextStyle) => bar.y + Math.round((bar.height + pen.metrics(style).capHeight) / 2);
    pen.text(name, x, baselineOf(names), names);
    pen.text(figure, right, baselineOf(figures), figures, "right");
    const width = Math.round((wh / most) * Math.max(0, room));
    if (width <= 0) return;
    if (isRunning) pen.fill({ width, ...bar });
    else outline(pen, { width, ...bar });
  });
}
