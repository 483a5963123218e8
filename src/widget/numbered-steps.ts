import { brokenLines } from "../draw/fit.ts";
import type { Pen } from "../draw/pen.ts";
import { plateHeight, platePadding, sentencePitch, writeFirst } from "./measures.ts";
import { bodyStyle } from "./text-styles.ts";
import type { TypeScale } from "./widget.ts";

/** Steps of what a person has to do, each broken into lines. */
export type StepLines = readonly (readonly string[])[];

/** Breaks steps into lines for a width that holds their numbers too. */
export function stepLines(pen: Pen, type: TypeScale, steps: readonly string[], width: number): StepLines {
  return steps.map((step) => brokenLines(pen, step, bodyStyle(type), width - indentOf(type)));
}

/** Height of steps, pixels. */
export function heightOfSteps(type: TypeScale, steps: StepLines): number {
  return platePadding(type) + steps.flat().length * sentencePitch(type) + (steps.length - 1) * betweenSteps(type);
}

/** Draws steps, each with its number on black. */
export function drawSteps(
  pen: Pen,
  type: TypeScale,
  steps: StepLines,
  at: { readonly x: number; readonly y: number; readonly width: number },
): void {
  const style = bodyStyle(type);
  const height = plateHeight(type);
  const pitch = sentencePitch(type);
  const indent = indentOf(type);
  let y = at.y + platePadding(type);
  steps.forEach((lines, i) => {
    const baseline = y + height - platePadding(type);
    pen.fill({ x: at.x, y, width: height, height });
    pen.text(String(i + 1), at.x + Math.round(height / 2), baseline, { ...style, ink: "paper" }, "center");
    lines.forEach((line, row) => {
      writeFirst(pen, [line], { x: at.x + indent, baseline: baseline + row * pitch, width: at.width - indent }, style);
    });
    y += lines.length * pitch + betweenSteps(type);
  });
}

function indentOf(type: TypeScale): number {
  return plateHeight(type) + platePadding(type);
}

function betweenSteps(type: TypeScale): number {
  return Math.round(platePadding(type) / 2);
}
