import type { Box } from "../draw/box.ts";
import { firstThatFits } from "../draw/fit.ts";
import type { Pen, TextStyle } from "../draw/pen.ts";
import type { Scene } from "./widget.ts";

/** The style of headings. */
export function headingStyle({ type }: Scene): TextStyle {
  return { px: type.bodyPx, bold: true };
}

/**
 * Writes a heading at the top left of a box and gives its baseline: the first of the wordings that fits, in capitals as
 * the language has them.
 */
export function heading(pen: Pen, box: Box, scene: Scene, ...wordings: readonly string[]): number {
  const style = headingStyle(scene);
  const baseline = box.y + headingAscent(pen, scene);
  const capitals = wordings.map((wording) => wording.toLocaleUpperCase(scene.format.locale));
  const text = firstThatFits(pen, capitals, style, box.width);
  if (text) pen.text(text, box.x, baseline, style);
  return baseline;
}

/** Height that a heading takes with the space below it. */
export function headingHeight(pen: Pen, scene: Scene): number {
  return headingAscent(pen, scene) + Math.round(scene.type.bodyPx * 0.75);
}

/** Room for the dots over Ä and Å above the capitals. */
function headingAscent(pen: Pen, scene: Scene): number {
  return pen.metrics(headingStyle(scene)).capHeight + Math.ceil(scene.type.bodyPx / 4);
}
