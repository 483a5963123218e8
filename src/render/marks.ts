import { type Box, hasArea, inset } from "../draw/box.ts";
import type { MarkLine } from "../draw/pen.ts";
import { edgesOf, pointsAlong, RULE_PX } from "../draw/shapes.ts";
import type { MarkLook } from "./looks.ts";

/** One box to be filled in a colour, 0xRRGGBB. */
export interface Filling {
  readonly box: Box;
  readonly colour: number;
  readonly fill: MarkLook["fill"];
}

/** The boxes that a mark consists of. @param line place of a mark that is a line in its box */
export function fillingsOf(box: Box, { shape, fill, colour, edge = colour }: MarkLook, line: MarkLine): Filling[] {
  const solid = (each: Box): Filling => ({ box: each, colour, fill: "solid" });
  switch (shape) {
    case "area":
      return [{ box, colour, fill }];
    case "line":
      return [solid(lineIn(box, line))];
    case "points":
      return pointsAlong(box).map(solid);
    case "framed": {
      const inner = { box: inset(box, RULE_PX), colour, fill };
      const edges = edgesOf(box).map((each): Filling => ({ box: each, colour: edge, fill: "solid" }));
      return hasArea(inner.box) ? [...edges, inner] : edges;
    }
  }
}

function lineIn({ x, y, width, height }: Box, line: MarkLine): Box {
  const top = { top: y, middle: y + Math.floor(height / 2), bottom: y + height - RULE_PX }[line];
  return { x, y: top, width, height: RULE_PX };
}
