import { firstThatFits } from "../draw/fit.ts";
import type { Pen } from "../draw/pen.ts";
import { bodyStyle } from "./text-styles.ts";
import type { Drawing, TypeScale } from "./widget.ts";

/**
 * Writes a heading at the top left of the box and returns its baseline: the first of the wordings that fits, in capitals
 * as the language has them.
 */
export function drawHeading({ pen, box, type, format }: Drawing, ...wordings: readonly string[]): number {
  const style = bodyStyle(type);
  const baseline = box.y + headingAscent(pen, type);
  const capitals = wordings.map((wording) => wording.toLocaleUpperCase(format.locale));
  const text = firstThatFits(pen, capitals, style, box.width);
  if (text) pen.text(text, box.x, baseline, style);
  return baseline;
}

/** Height that a heading takes with the space below it. */
export function headingHeight(pen: Pen, type: TypeScale): number {
  return headingAscent(pen, type) + Math.round(type.bodyPx * 0.75);
}

/** Height of capitals with room for the dots over Ä and Å. */
export function headingAscent(pen: Pen, type: TypeScale): number {
  return pen.metrics(bodyStyle(type)).capHeight + Math.ceil(type.bodyPx / 4);
}
