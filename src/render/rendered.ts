import { type Box, boundsOf, contains, hullOf, inset, overlaps } from "../draw/box.ts";
import type { Placed } from "../layout/place.ts";
import type { Palette } from "../raster/palette.ts";
import { quantize, withBoxes } from "../raster/quantize.ts";
import type { Raster } from "../raster/raster.ts";
import type { Scene } from "../widget/widget.ts";
import type { Drawn, FramePen } from "./frame-pen.ts";

/** One thing of a layout as it was drawn. */
interface DrawnPart extends Drawn {
  readonly widget: string;
  readonly box: Box;
  readonly placed: Placed;
}

/** A drawn picture, with its widgets and texts at their places. It never changes: the next picture is drawn with it. */
export interface Rendered {
  readonly raster: Raster;
  readonly boxes: readonly DrawnPart[];
}

/** Room around a part for the smoothed edges of its letters, pixels. */
const ROOM_PX = 2;

/** A picture of which everything is drawn. */
export function drawnWhole(shown: readonly Placed[], pen: FramePen, scene: Scene, palette: Palette): Rendered {
  makeBlank(pen, boundsOf(pen.frame));
  const boxes = shown.map((part) => drawnPart(pen, part, scene));
  return { raster: quantize(pen.frame, palette), boxes };
}

/**
 * A picture of which only those parts are drawn that are not as they were before: the same to the pixel as the whole of it, and the
 * very picture before where there are none. Undefined where that was another composition, and where one of the parts reaches what
 * another one painted, or where its room ends: then everything has to be drawn.
 */
export function drawnAfter(
  before: Rendered,
  shown: readonly Placed[],
  pen: FramePen,
  scene: Scene,
): Rendered | undefined {
  const { raster, boxes } = before;
  if (boxes.length !== shown.length || boxes.some(({ placed }, i) => placed !== shown[i])) return undefined;
  const changed = boxes.filter((part) => !pen.isSame(part, () => part.placed.draw(pen, part.box, scene)));
  if (changed.length === 0) return before;
  for (const part of changed) makeBlank(pen, roomOf(part));
  const redrawn = new Map(changed.map((part) => [part, drawnPart(pen, part.placed, scene)]));
  const places = new Map(boxes.map((part) => [part, hullOfSome([part.extent, redrawn.get(part)?.extent])]));
  const renewed = changed.flatMap((part) => places.get(part) ?? []);
  if (!changed.every((part) => isApart(part, places, boundsOf(raster)))) return undefined;
  return { raster: withBoxes(raster, pen.frame, renewed), boxes: boxes.map((part) => redrawn.get(part) ?? part) };
}

function makeBlank(pen: FramePen, box: Box): void {
  pen.begin(box);
  pen.fill(box, "paper");
  pen.taken();
}

function drawnPart(pen: FramePen, placed: Placed, scene: Scene): DrawnPart {
  const { widget, box, draw } = placed;
  pen.begin(box);
  draw(pen, box, scene);
  return { widget, box, placed, ...pen.taken() };
}

/** Where a part may paint. */
function roomOf({ box, extent }: DrawnPart): Box {
  return inset(extent ? hullOf([box, extent]) : box, -ROOM_PX);
}

/** Tells whether all that a part painted before, or paints now, is in its room and touches no other part. */
function isApart(part: DrawnPart, places: ReadonlyMap<DrawnPart, Box | undefined>, panel: Box): boolean {
  const place = places.get(part);
  if (!place) return true;
  const others = [...places].flatMap(([other, at]) => (other === part ? [] : (at ?? [])));
  return contains(panel, place) && contains(roomOf(part), place) && !others.some((other) => overlaps(other, place));
}

function hullOfSome(boxes: readonly (Box | undefined)[]): Box | undefined {
  const some = boxes.filter((box) => box !== undefined);
  return some.length > 0 ? hullOf(some) : undefined;
}
