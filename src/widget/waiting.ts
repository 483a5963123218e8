import { z } from "zod";
import { brokenLines } from "../draw/fit.ts";
import { RULE_PX } from "../draw/shapes.ts";
import { chainHeight, drawChain } from "./chain.ts";
import { plateHeight, platePadding, sentencePitch, writeFirst } from "./measures.ts";
import { bodyStyle, labelStyle } from "./text-styles.ts";
import { type Drawing, widget } from "./widget.ts";

const options = z.strictObject({
  title: z.int().min(11).max(200).default(56).describe("Size of the title, pixels."),
});

/** Words of the widget. */
export interface WaitingWords {
  readonly title: string;
  /** What to do, in order. */
  readonly steps: readonly string[];
}

type WaitingDrawing = Drawing<"life", WaitingWords>;

/** The picture before the first value: what it waits for, where the chain ends, and what to do. */
export const waiting = widget({
  kind: "waiting",
  description: "what is waited for, the chain from meter to display, and what to do",
  reads: ["life"],
  options,
  minimum: (type, { title }) => ({ width: 16 * type.bodyPx, height: Math.ceil(1.3 * title) + 2 * type.bodyPx }),
  draw: (drawing: WaitingDrawing, { title }) => {
    const { pen, box, words, type } = drawing;
    const style = { px: title };
    const baseline = box.y + pen.metrics({ ...style }).capHeight + Math.ceil(title / 8);
    writeFirst(pen, [words.title], { x: box.x, baseline, width: box.width }, style);
    const top = baseline + Math.round(0.7 * title);
    const problem = drawing.view.life.problems[0] ?? { code: "no-telegram-yet" as const };
    const below = top + chainHeight(drawing) + type.bodyPx;
    if (below > box.y + box.height) return;
    drawChain(drawing, { ...box, y: top, height: chainHeight(drawing) }, problem);
    drawSteps(drawing, below);
    drawDate(drawing);
  },
});

/** Draws a line and below it the steps, each with its number on black, where they have room. */
function drawSteps({ pen, box, words, type }: WaitingDrawing, top: number): void {
  const style = bodyStyle(type);
  const height = plateHeight(type);
  const pitch = sentencePitch(type);
  const indent = height + platePadding(type);
  const steps = words.steps.map((step) => brokenLines(pen, step, style, box.width - indent));
  const needed = steps.flat().length * pitch + (steps.length + 1) * platePadding(type);
  if (top + needed > box.y + box.height - 2 * type.smallPx) return;
  pen.fill({ x: box.x, y: top, width: box.width, height: RULE_PX });
  let y = top + 2 * platePadding(type);
  steps.forEach((lines, i) => {
    const baseline = y + height - platePadding(type);
    pen.fill({ x: box.x, y, width: height, height });
    pen.text(String(i + 1), box.x + Math.round(height / 2), baseline, { ...style, ink: "paper" }, "center");
    lines.forEach((line, row) => {
      writeFirst(
        pen,
        [line],
        { x: box.x + indent, baseline: baseline + row * pitch, width: box.width - indent },
        style,
      );
    });
    y += lines.length * pitch + Math.round(platePadding(type) / 2);
  });
}

function drawDate({ pen, box, view, type, format }: WaitingDrawing): void {
  if (!view.clockSet) return;
  const style = labelStyle(type);
  const text = [`${format.date(view.nowMs)} ${format.time(view.nowMs)}`];
  const baseline = box.y + box.height - pen.metrics(style).descent;
  writeFirst(pen, text, { x: box.x, baseline, width: box.width }, style);
}
