import type { Box } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { Align, Ink, Pen, TextStyle } from "../draw/pen.ts";
import { alignedX } from "./line.ts";
import { bodyStyle } from "./text-styles.ts";
import type { TypeScale } from "./widget.ts";

/** Distance of a plate's edge from its text, and so of a widget's box from its column: text on plates stays on the column. */
export function platePadding({ bodyPx }: TypeScale): number {
  return Math.round(bodyPx * 0.36);
}

/** Height of a plate: white text on black. */
export function plateHeight({ bodyPx }: TypeScale): number {
  return Math.round(bodyPx * 1.27);
}

/** Distance of a heading's baseline from the top of its box, whether it is on a plate or not. */
export function headingBaseline(type: TypeScale): number {
  return plateHeight(type) - platePadding(type);
}

/** Distance of the baseline of words in the place of a heading from the top of their box: they are higher than headings. */
export function absenceBaseline(type: TypeScale): number {
  return headingBaseline(type) + Math.round(type.bodyPx / 4);
}

/** Distance of a block's content, below its heading, from the top of its box. */
export function blockTop(type: TypeScale): number {
  return headingBaseline(type) + Math.round(0.73 * type.bodyPx);
}

/** Distance between the baselines of sentences. */
export function sentencePitch({ bodyPx }: TypeScale): number {
  return Math.round(bodyPx * 1.36);
}

/** Colours that a block is drawn in: an alarm exchanges them. */
export interface BlockInks {
  readonly ink: Ink;
  readonly paper: Ink;
}

/** A text on a plate whose left edge is at x; the plate is as wide as asked for, or as its text. */
export function drawPlate(
  pen: Pen,
  place: { readonly x: number; readonly baseline: number; readonly width?: number },
  text: string,
  type: TypeScale,
): void {
  const style = bodyStyle(type, "paper");
  const padding = platePadding(type);
  const width = place.width ?? pen.width(text, style) + 2 * padding;
  const top = place.baseline - headingBaseline(type);
  pen.fill({ x: place.x, y: top, width, height: plateHeight(type) });
  pen.text(text, place.x + padding, place.baseline, style);
}

/** Writes the first of several wordings that fits the width; returns whether one did. */
export function writeFirst(
  pen: Pen,
  wordings: readonly string[],
  at: { readonly x: number; readonly baseline: number; readonly width: number; readonly align?: Align },
  style: TextStyle,
): boolean {
  const text = firstThatFits(pen, wordings, style, at.width);
  if (text === undefined) return false;
  const { align = "left" } = at;
  const box: Box = { x: at.x, y: 0, width: at.width, height: 0 };
  pen.text(text, alignedX(box, align), at.baseline, style, align);
  return true;
}
