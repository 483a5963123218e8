import { type Box, boundsOf, contains, hullOf, inset, overlaps } from "../draw/box.ts";
import type { Placed } from "../layout/place.ts";
import type { Palette } from "../raster/palette.ts";
import { quantize, withBoxes } from "../raster/quantize.ts";
import type { Raster } from "../raster/raster.ts";
import type { Scene } from "../widget/widget.ts";
import type { FramePen, Painted } from "./frame-pen.ts";
import { RecordingPen } from "./recording-pen.ts";
import { drawStrokes, type Stroke, sameStrokes } from "./stroke.ts";

/** One thing of a layout, and all that its widget draws. */
export interface RecordedPart {
  readonly placed: Placed;
  readonly strokes: readonly Stroke[];
}

/** One thing of a layout as it was painted. */
interface PaintedPart extends RecordedPart, Painted {
  readonly widget: string;
  readonly box: Box;
}

/** A drawn picture, with its widgets and texts at their places. It never changes: the next picture is drawn with it. */
export interface Rendered {
  readonly raster: Raster;
  readonly boxes: readonly PaintedPart[];
}

/** Room around a part for the smoothed edges of its letters, pixels. */
const ROOM_PX = 2;

/** Records what the widget of a part draws. @param pen measures texts */
export function recordedPart(placed: Placed, pen: FramePen, scene: Scene): RecordedPart {
  const recording = new RecordingPen(pen);
  placed.draw(recording, placed.box, scene);
  return { placed, strokes: recording.strokes };
}

/** A picture of which everything is painted. */
export function paintedWhole(parts: readonly RecordedPart[], pen: FramePen, palette: Palette): Rendered {
  makeBlank(pen, boundsOf(pen.frame));
  const boxes = parts.map((part) => paintedPart(pen, part));
  return { raster: quantize(pen.frame, palette), boxes };
}

/**
 * A picture of which only those parts are painted that are not as they were before: the same to the pixel as the whole of it, and the
 * very picture before where there are none. Undefined where that was another composition, and where one of the parts reaches what
 * another one painted, or where its room ends: then everything has to be painted.
 */
export function paintedAfter(before: Rendered, parts: readonly RecordedPart[], pen: FramePen): Rendered | undefined {
  const { raster, boxes } = before;
  if (boxes.length !== parts.length) return undefined;
  const pairs = boxes.map((part, i) => [part, parts[i] as RecordedPart] as const);
  if (pairs.some(([part, next]) => part.placed !== next.placed)) return undefined;
  const changed = pairs.filter(([part, next]) => !sameStrokes(part.strokes, next.strokes));
  if (changed.length === 0) return before;
  for (const [part] of changed) makeBlank(pen, roomOf(part));
  const repainted = new Map(changed.map(([part, next]) => [part, paintedPart(pen, next)]));
  const places = new Map(boxes.map((part) => [part, hullOfSome([part.extent, repainted.get(part)?.extent])]));
  if (!changed.every(([part]) => isApart(part, places, boundsOf(raster)))) return undefined;
  const renewed = changed.flatMap(([part]) => places.get(part) ?? []);
  return { raster: withBoxes(raster, pen.frame, renewed), boxes: boxes.map((part) => repainted.get(part) ?? part) };
}

function makeBlank(pen: FramePen, box: Box): void {
  pen.begin(box);
  pen.fill(box, "paper");
  pen.taken();
}

function paintedPart(pen: FramePen, { placed, strokes }: RecordedPart): PaintedPart {
  const { widget, box } = placed;
  pen.begin(box);
  drawStrokes(pen, strokes);
  return { widget, box, placed, strokes, ...pen.taken() };
}

/** Where a part may paint. */
function roomOf({ box, extent }: PaintedPart): Box {
  return inset(extent ? hullOf([box, extent]) : box, -ROOM_PX);
}

/** Tells whether all that a part painted before, or paints now, is in its room and touches no other part. */
function isApart(part: PaintedPart, places: ReadonlyMap<PaintedPart, Box | undefined>, panel: Box): boolean {
  const place = places.get(part);
  if (!place) return true;
  const others = [...places].flatMap(([other, at]) => (other === part ? [] : (at ?? [])));
  return contains(panel, place) && contains(roomOf(part), place) && !others.some((other) => overlaps(other, place));
}

function hullOfSome(boxes: readonly (Box | undefined)[]): Box | undefined {
  const some = boxes.filter((box) => box !== undefined);
  return some.length > 0 ? hullOf(some) : undefined;
}
