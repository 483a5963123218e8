import type { Box } from "../draw/box.ts";
import type { Pen, TextStyle } from "../draw/pen.ts";
import { headingStyle } from "./heading.ts";
import type { Scene } from "./widget.ts";

/** The baseline at which capitals stand in the middle of a box. */
export function baselineIn(pen: Pen, box: Box, style: TextStyle): number {
  return box.y + Math.round((box.height + pen.metrics(style).capHeight) / 2);
}

/** Height that a sentence at the foot of a widget takes with the space above it. */
export function sentenceHeight(pen: Pen, scene: Scene): number {
  const { capHeight, descent } = pen.metrics(headingStyle(scene));
  return capHeight + descent + Math.round(scene.type.bodyPx / 2);
}
