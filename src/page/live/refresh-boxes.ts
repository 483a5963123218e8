import type { Box } from "../../draw/box.ts";
import type { Decision } from "../../web/protocol.ts";

/** The boxes that a refresh wrote, as it told of them (`[x, y, width, height]` each); empty where it told of none. */
export function refreshBoxes({ facts }: Pick<Decision, "facts">): readonly Box[] {
  const boxes = facts["boxes"];
  if (!Array.isArray(boxes)) return [];
  return boxes.flatMap((corners: unknown) => {
    if (!Array.isArray(corners) || corners.length !== 4 || !corners.every(Number.isInteger)) return [];
    const [x, y, width, height] = corners as [number, number, number, number];
    return [{ x, y, width, height }];
  });
}
