import type { Box } from "../draw/box.ts";
import type { Align, Pen, TextStyle } from "../draw/pen.ts";
import { bodyStyle } from "./text-styles.ts";
import type { TypeScale } from "./widget.ts";

/** The baseline that centres capitals vertically in a box. */
export function baselineIn(pen: Pen, box: Box, style: TextStyle): number {
  return box.y + Math.round((box.height + pen.metrics(style).capHeight) / 2);
}

/** The x of a text that is aligned to an edge or to the middle of a box. */
export function alignedX({ x, width }: Box, align: Align): number {
  return { left: x, center: x + Math.round(width / 2), right: x + width }[align];
}

/** Baseline of a sentence at the foot of a box. */
export function footBaseline(pen: Pen, box: Box, type: TypeScale): number {
  return box.y + box.height - pen.metrics(bodyStyle(type)).descent;
}

/** Height that a sentence at the foot of a widget takes with the space above it. */
export function sentenceHeight(pen: Pen, type: TypeScale): number {
  const { capHeight, descent } = pen.metrics(bodyStyle(type));
  return capHeight + descent + Math.round(type.bodyPx / 2);
}
