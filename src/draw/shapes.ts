import type { Box } from "./box.ts";
import type { Ink, Pen } from "./pen.ts";

/** Lines are two pixels: one alone is lost at two metres. */
export const RULE_PX = 2;

/** The four sides of a box's outline, inside its edges; the whole box where it has no middle. */
export function edgesOf(box: Box, thickness = RULE_PX): Box[] {
  const { x, y, width, height } = box;
  if (width <= 2 * thickness || height <= 2 * thickness) return [box];
  const between = height - 2 * thickness;
  return [
    { x, y, width, height: thickness },
    { x, y: y + height - thickness, width, height: thickness },
    { x, y: y + thickness, width: thickness, height: between },
    { x: x + width - thickness, y: y + thickness, width: thickness, height: between },
  ];
}

/** A box's outline, inside its edges. */
export function outline(pen: Pen, box: Box, thickness = RULE_PX, ink: Ink = "ink"): void {
  for (const edge of edgesOf(box, thickness)) pen.fill(edge, ink);
}

/** From one point of a dotted line to the next, pixels. */
const POINT_PITCH_PX = 8;

/** The points of a dotted line along the top edge of a box, from its left. */
export function pointsAlong({ x, y, width }: Box): Box[] {
  return Array.from({ length: Math.ceil(width / POINT_PITCH_PX) }, (_, i) => {
    const at = i * POINT_PITCH_PX;
    return { x: x + at, y, width: Math.min(RULE_PX, width - at), height: RULE_PX };
  });
}
