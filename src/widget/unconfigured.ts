import { z } from "zod";
import { brokenLines } from "../draw/fit.ts";
import type { TextStyle } from "../draw/pen.ts";
import { RULE_PX } from "../draw/shapes.ts";
import { fill } from "../view/fill.ts";
import { type Block, drawBlocks } from "./blocks.ts";
import { platePadding, sentencePitch, writeFirst } from "./measures.ts";
import { drawSteps, heightOfSteps, stepLines } from "./numbered-steps.ts";
import { bodyStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = () =>
  z.strictObject({
    title: z.int().min(11).max(200).default(56).describe("Size of the title, pixels."),
    command: z.int().min(11).max(200).default(36).describe("Size of the command, pixels."),
  });

type Settings = z.infer<ReturnType<typeof options>>;

/** Words of the widget. */
export interface UnconfiguredWords {
  readonly title: string;
  /** Name of the row with the addresses of this machine, and what is written there while it has none. */
  readonly machine: string;
  readonly offline: string;
  /** What to do, in order; the command is written below them. */
  readonly steps: readonly string[];
  /** `{time}` is when the picture was drawn. */
  readonly drawn: string;
}

type UnconfiguredDrawing = Drawing<"unconfigured", UnconfiguredWords>;

/** The picture of a kiosk without a configuration: where it is found in the network, and the command that writes one. */
export const unconfigured = widget({
  kind: "unconfigured",
  description: "that there is no configuration yet, the addresses of this machine, and how to write one",
  reads: ["unconfigured"],
  options,
  minimum: (type, { title, command }) => ({
    width: Math.max(8 * type.bodyPx, 5 * title),
    height: Math.ceil(title + 1.5 * command + 3 * type.bodyPx),
  }),
  draw: (drawing: UnconfiguredDrawing, settings) => {
    const [head, rows] = [headBlock(drawing, settings), addressBlock(drawing)];
    const [steps, command, foot] = [stepsBlock(drawing), commandBlock(drawing, settings), dateBlock(drawing)];
    drawBlocks(
      drawing.box,
      [head, rows, steps, command, foot],
      [head, command, rows, steps, foot],
      platePadding(drawing.type),
    );
  },
});

/** The title, in a line or two. */
function headBlock({ pen, box, words }: UnconfiguredDrawing, { title }: Settings): Block {
  const style = { px: title };
  const lines = brokenLines(pen, words.title, style, box.width);
  const first = pen.metrics(style).capHeight + Math.ceil(title / 8);
  const pitch = Math.round(1.1 * title);
  return {
    height: first + (lines.length - 1) * pitch + Math.round(title / 5),
    draw: (y) => {
      for (const [row, line] of lines.entries()) pen.text(line, box.x, y + first + row * pitch, style);
    },
  };
}

/** Where this machine is found: beside what it is called where there is room, else below. A label has room for one of both. */
function addressBlock(drawing: UnconfiguredDrawing): Block {
  const { pen, box, view, words, type } = drawing;
  const { address, host } = view.unconfigured;
  const style = bodyStyle(type);
  const known = [address ?? words.offline, host].filter((line) => line !== undefined);
  const lines = isLabel(drawing) ? known.slice(0, 1) : known;
  const indent = pen.width(words.machine, style) + type.bodyPx;
  const isBeside = lines.every((line) => indent + pen.width(line, style) <= box.width);
  const pitch = sentencePitch(type);
  const first = isBeside ? 0 : 1;
  const rule = isLabel(drawing) ? 0 : RULE_PX + platePadding(type);
  return {
    height: rule + (lines.length + first) * pitch + platePadding(type),
    draw: (from) => {
      if (rule > 0) pen.fill({ x: box.x, y: from, width: box.width, height: RULE_PX });
      const y = from + rule;
      writeFirst(pen, [words.machine], { x: box.x, baseline: y + pitch, width: box.width }, style);
      const x = isBeside ? box.x + indent : box.x;
      for (const [row, line] of lines.entries())
        writeFirst(pen, [line], { x, baseline: y + (row + first + 1) * pitch, width: box.x + box.width - x }, style);
    },
  };
}

function stepsBlock({ pen, box, words, type }: UnconfiguredDrawing): Block {
  const steps = stepLines(pen, type, words.steps, box.width);
  return { height: heightOfSteps(type, steps), draw: (y) => drawSteps(pen, type, steps, { ...box, y }) };
}

/** The command: as large as it is wanted where it has room in one line, else as words are. */
function commandBlock({ pen, box, view, type }: UnconfiguredDrawing, { command: px }: Settings): Block {
  const { command = "" } = view.unconfigured;
  const isOneLine = pen.width(command, { px }) <= box.width;
  const style: TextStyle = isOneLine ? { px } : bodyStyle(type);
  const lines = brokenLines(pen, command, style, box.width);
  const pitch = Math.round(1.36 * style.px);
  return {
    height: lines.length * pitch + pen.metrics(style).descent,
    draw: (y) => {
      for (const [row, line] of lines.entries())
        writeFirst(pen, [line], { x: box.x, baseline: y + (row + 1) * pitch, width: box.width }, style);
    },
  };
}

/** When the picture was drawn; absent while the clock is not set. */
function dateBlock({ pen, box, view, words, format, type }: UnconfiguredDrawing): Block | undefined {
  if (!view.clockSet) return undefined;
  const style = labelStyle(type);
  const { nowMs } = view;
  const times = [format.date(nowMs), format.weekday(nowMs, "short")].map((day) => `${day} ${format.time(nowMs)}`);
  const wordings = [...times.map((time) => fill(words.drawn, { time })), ...times.slice(1)];
  const height = pen.metrics(style).capHeight + pen.metrics(style).descent;
  return {
    height,
    draw: (y) => {
      const baseline = y + height - pen.metrics(style).descent;
      writeFirst(pen, wordings, { x: box.x, baseline, width: box.width }, style);
    },
  };
}

function isLabel({ box, type }: UnconfiguredDrawing): boolean {
  return Math.min(box.width, box.height) < 11 * type.bodyPx;
}
