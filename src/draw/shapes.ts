import { type Box, inset } from "./box.ts";
import type { Fill, Ink, Pen } from "./pen.ts";

/** Lines are two pixels: one alone is lost at two metres. */
export const RULE_PX = 2;

/** A box's outline, inside its edges. */
export function outline(pen: Pen, box: Box, thickness = RULE_PX, ink: Ink = "ink"): void {
  const { x, y, width, height } = box;
  if (width <= 2 * thickness || height <= 2 * thickness) {
    pen.fill(box, ink);
    return;
  }
  pen.fill({ x, y, width, height: thickness }, ink);
  pen.fill({ x, y: y + height - thickness, width, height: thickness }, ink);
  pen.fill({ x, y: y + thickness, width: thickness, height: height - 2 * thickness }, ink);
  pen.fill({ x: x + width - thickness, y: y + thickness, width: thickness, height: height - 2 * thickness }, ink);
}

/** A box with an outline and a pattern inside it. */
export function framed(pen: Pen, box: Box, fill: Fill, ink: Ink = "ink"): void {
  outline(pen, box, RULE_PX, ink);
  const inner = inset(box, RULE_PX);
  if (inner.width > 0 && inner.height > 0) pen.fill(inner, ink, fill);
}

/** From one point of a dotted line to the next, pixels. */
const DOT_PITCH_PX = 8;

/** A horizontal line of points along the top edge of a box, from its left. */
export function dottedAcross(pen: Pen, { x, y, width }: Box): void {
  for (let at = 0; at < width; at += DOT_PITCH_PX)
    pen.fill({ x: x + at, y, width: Math.min(RULE_PX, width - at), height: RULE_PX });
}
