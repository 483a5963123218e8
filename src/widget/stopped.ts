import { z } from "zod";
import type { Box } from "../draw/box.ts";
import { brokenLines, firstThatFits } from "../draw/fit.ts";
import type { TextStyle } from "../draw/pen.ts";
import { RULE_PX } from "../draw/shapes.ts";
import { fill } from "../view/fill.ts";
import { capitalised } from "../view/format.ts";
import { faultOf } from "../view/parts/life.ts";
import { type Block, drawBlocks } from "./blocks.ts";
import { chainHeight, drawChain } from "./chain.ts";
import { sentencePitch, writeFirst } from "./measures.ts";
import { bodyStyle, figureStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    title: z.int().min(11).max(400).default(56).describe("Size of the title, pixels."),
    figures: z.int().min(11).max(400).default(48).describe("Size of the last numbers, pixels."),
  });

type Settings = z.infer<ReturnType<typeof options>>;

/** Words of the widget. */
export interface StoppedWords {
  readonly title: string;
  readonly notRenewed: string;
  /** Above the last numbers; `{time}` is when they were true. */
  readonly readAt: string;
  readonly today: string;
  /** `{month}` is the month's name. */
  readonly month: string;
  readonly meterIn: string;
  readonly meterOut: string;
  /** Below the display in the chain; `{time}` is when it stopped. */
  readonly stopped: string;
  readonly start: string;
  readonly why: string;
  /** Answer to `why`. */
  readonly asked: string;
}

type StoppedDrawing = Drawing<"totals" | "life" | "stop", StoppedWords>;

/** The last picture of a kiosk: that nothing is renewed, since when, the last counters, how to start it again, and why. */
export const stopped = widget({
  kind: "stopped",
  description: "that pictures are not renewed, since when, the last counters, how to start again, and why",
  reads: ["totals", "life", "stop"],
  options,
  minimum: (type, { title }) => ({ width: 6 * type.bodyPx, height: Math.ceil(title + 6 * type.bodyPx) }),
  draw: (drawing: StoppedDrawing, settings) => {
    const head = headBlock(drawing, settings);
    const [ways, counters, chain] = [waysBlock(drawing), countersBlock(drawing, settings), chainBlock(drawing)];
    drawBlocks(drawing.box, [head, counters, chain, ways], [head, ways, counters, chain], drawing.type.bodyPx);
  },
});

/** The title, when the picture was made, and that it is not renewed. */
function headBlock(drawing: StoppedDrawing, { title }: Settings): Block {
  const { pen, box, words, type } = drawing;
  const style = { px: title };
  const baseline = pen.metrics(style).capHeight + Math.ceil(title / 8);
  const beside = stampBeside(drawing, style, baseline);
  const below = beside === undefined ? stampBelow(drawing) : [];
  const sentences = [...brokenLines(pen, words.notRenewed, bodyStyle(type), box.width), ...below];
  const first = baseline + Math.round(1.7 * type.bodyPx);
  const last = first + (sentences.length - 1) * sentencePitch(type);
  return {
    height: last + pen.metrics(bodyStyle(type)).descent,
    draw: (y) => {
      writeFirst(pen, [words.title], { x: box.x, baseline: y + baseline, width: box.width }, style);
      for (const { text, ...at } of beside ?? []) pen.text(text, at.right, y + at.baseline, at.style, "right");
      for (const [row, text] of sentences.entries())
        pen.text(text, box.x, y + first + row * sentencePitch(type), bodyStyle(type));
    },
  };
}

/** A text with its right edge. */
interface RightText {
  readonly text: string;
  readonly right: number;
  readonly baseline: number;
  readonly style: TextStyle;
}

/** Time and day beside the title, one above the other or side by side; undefined where both have no room. @param baseline of the title */
function stampBeside(
  { pen, box, view, words, format, type }: StoppedDrawing,
  title: TextStyle,
  baseline: number,
): readonly RightText[] | undefined {
  if (!view.clockSet) return [];
  const [small, figure] = [labelStyle(type), figureStyle(type)];
  const free = box.width - pen.width(words.title, title) - type.bodyPx;
  const clock = format.clock(view.nowMs);
  const under = Math.min(baseline, pen.metrics(small).capHeight * 2 + type.figurePx);
  const gap = Math.round(0.4 * type.smallPx);
  const above = under - pen.metrics(figure).capHeight - gap;
  const isAbove = above >= pen.metrics(small).capHeight;
  const clockPx = pen.width(clock, figure);
  const days = [format.shortDate(view.nowMs), format.weekday(view.nowMs, "short")];
  const beside = isAbove ? 0 : clockPx + gap;
  const day = days.find((each) => pen.width(each, small) <= free - beside);
  if (clockPx > free || day === undefined) return undefined;
  const right = box.x + box.width;
  return [
    { text: clock, right, baseline: under, style: figure },
    { text: day, right: right - beside, baseline: isAbove ? above : under, style: small },
  ];
}

/** Day and time as a line below the title, in words of which the widest have room. */
function stampBelow({ pen, box, view, format, type }: StoppedDrawing): readonly string[] {
  const [clock, style] = [format.clock(view.nowMs), bodyStyle(type)];
  const wordings = [`${format.shortDate(view.nowMs)} ${clock}`, `${format.weekday(view.nowMs, "short")} ${clock}`];
  const line = firstThatFits(pen, wordings, style, box.width);
  return line === undefined ? [] : [line];
}

/** The last numbers with their labels, below a rule. */
function countersBlock(drawing: StoppedDrawing, { figures }: Settings): Block | undefined {
  const { pen, box, view, words, format, type } = drawing;
  const cells = cellsOf(drawing);
  const { valuesAtMs } = view.life;
  if (cells.length === 0 || valuesAtMs === undefined) return undefined;
  const small = labelStyle(type);
  const style = { px: figures, face: "figures" } as const;
  const { capHeight } = pen.metrics(small);
  const across = Math.max(1, Math.min(cells.length, Math.floor(box.width / (3.7 * figures))));
  const shown = across < cells.length ? cells.filter(({ rank }) => rank < across) : cells;
  const label = RULE_PX + 2 * type.smallPx + Math.round(1.67 * type.smallPx);
  const figure = label + Math.round(0.6 * type.smallPx) + pen.metrics(style).capHeight;
  return {
    height: figure + Math.round(0.3 * type.smallPx),
    draw: (y) => {
      pen.fill({ x: box.x, y, width: box.width, height: RULE_PX });
      const heading = { x: box.x, baseline: y + label - Math.round(1.67 * type.smallPx), width: box.width };
      writeFirst(pen, [fill(words.readAt, { time: format.moment(valuesAtMs, view.nowMs) })], heading, small);
      const pitch = Math.floor(box.width / across);
      for (const [i, cell] of shown.entries()) {
        const x = box.x + i * pitch;
        writeFirst(pen, [cell.label], { x, baseline: y + label, width: pitch - 8 }, small);
        pen.text(cell.figure, x, y + figure, style);
        const unitX = x + pen.width(cell.figure, style) + Math.round(figures / 7);
        writeFirst(
          pen,
          ["kWh"],
          { x: unitX, baseline: y + figure, width: x + pitch - unitX - capHeight },
          bodyStyle(type),
        );
      }
    },
  };
}

/** The last numbers; where not all have room, those of the lowest ranks are shown. */
function cellsOf({ view, words, format }: StoppedDrawing) {
  const { today, month, counterImportWh, counterExportWh } = view.totals;
  const monthName = capitalised(fill(words.month, { month: format.month(view.nowMs) }), format.locale);
  const energy = (wh: number | undefined) => (wh === undefined ? undefined : format.kilowattHours(wh));
  const counter = (wh: number | undefined) => (wh === undefined ? undefined : format.counter(wh));
  const cells = [
    { rank: 0, label: words.today, figure: energy(today.importWh) },
    { rank: 2, label: monthName, figure: energy(month?.importWh) },
    { rank: 1, label: words.meterIn, figure: counter(counterImportWh) },
    { rank: 3, label: words.meterOut, figure: counter(counterExportWh || undefined) },
  ];
  return cells.flatMap(({ figure, ...cell }) => (figure === undefined ? [] : [{ figure, ...cell }]));
}

/** The chain, broken before the display, and where it was broken already. */
function chainBlock(drawing: StoppedDrawing): Block | undefined {
  const { box, view, words, format, type } = drawing;
  if (box.width < 14 * type.bodyPx) return undefined;
  const time = format.time(view.nowMs);
  const display = view.clockSet ? [fill(words.stopped, { time }), time] : [];
  return {
    height: chainHeight(drawing),
    draw: (y) => {
      const room: Box = { ...box, y, height: chainHeight(drawing) };
      const end = { code: "stopped", ...(view.clockSet && { sinceMs: view.nowMs }) } as const;
      const fault = faultOf(view.life);
      drawChain(drawing, room, fault ? [fault, end] : [end], { display });
    },
  };
}

/** One answer: its question, and the lines of it. */
interface Way {
  readonly label: string;
  readonly lines: readonly string[];
}

/** How to start again, and why it stopped: side by side where there is room; a label has room for the command alone. */
function waysBlock(drawing: StoppedDrawing): Block | undefined {
  const { pen, box, type } = drawing;
  const isLabel = box.height < 11 * type.bodyPx;
  const isWide = box.width >= 26 * type.bodyPx;
  const width = isWide ? Math.floor(box.width / 2) : box.width;
  const ways = waysOf(drawing, width - 8).slice(0, isLabel ? 1 : 2);
  if (ways.length === 0) return undefined;
  const pitch = sentencePitch(type);
  const label = isLabel ? 0 : Math.round(0.9 * type.smallPx) + pen.metrics(labelStyle(type)).capHeight;
  const heightOf = ({ lines }: Way) => label + lines.length * pitch;
  const heights = ways.map(heightOf);
  const height = isWide ? Math.max(...heights) : heights.reduce((sum, each) => sum + each);
  return {
    height: height + RULE_PX + pen.metrics(bodyStyle(type)).descent,
    draw: (y) => {
      if (!isLabel) pen.fill({ x: box.x, y, width: box.width, height: RULE_PX });
      let top = y + RULE_PX;
      for (const [i, way] of ways.entries()) {
        const x = isWide && i > 0 ? box.x + width + 8 : box.x;
        if (!isLabel) writeFirst(pen, [way.label], { x, baseline: top + label, width: width - 8 }, labelStyle(type));
        for (const [row, line] of way.lines.entries())
          writeFirst(pen, [line], { x, baseline: top + label + (row + 1) * pitch, width: width - 8 }, bodyStyle(type));
        if (!isWide) top += heightOf(way);
      }
    },
  };
}

function waysOf({ pen, view, words, type }: StoppedDrawing, width: number): Way[] {
  const { command } = view.stop;
  if (command === undefined) return [];
  return [
    { label: words.start, text: command },
    { label: words.why, text: words.asked },
  ].map(({ label, text }) => ({ label, lines: brokenLines(pen, text, bodyStyle(type), width) }));
}
