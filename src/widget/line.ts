import type { Box } from "../draw/box.ts";
import type { Align, Pen, TextStyle } from "../draw/pen.ts";

/** The baseline that centres capitals vertically in a box. */
export function baselineIn(pen: Pen, box: Box, style: TextStyle): number {
  return box.y + Math.round((box.height + pen.metrics(style).capHeight) / 2);
}

/** The x of a text that is aligned to an edge or to the middle of a box. */
export function alignedX({ x, width }: Box, align: Align): number {
  return { left: x, center: x + Math.round(width / 2), right: x + width }[align];
}
