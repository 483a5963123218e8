import type { Box } from "../draw/box.ts";
import type { Pen, TextStyle } from "../draw/pen.ts";

/** The baseline at which capitals stand in the middle of a box. */
export function baselineIn(pen: Pen, box: Box, style: TextStyle): number {
  return box.y + Math.round((box.height + pen.metrics(style).capHeight) / 2);
}
