import type { Size } from "./size.ts";

/** An integer rectangle: origin at the top left, x to the right, y down, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A width or height along one axis: pixels, or a share of what is left (`"1fr"`). */
export type Track = number | `${number}fr`;

/** The box of a whole picture. */
export function boundsOf({ width, height }: Size): Box {
  return { x: 0, y: 0, width, height };
}

/** The smallest box around boxes. @param boxes at least one */
export function hullOf(boxes: readonly Box[]): Box {
  return boxes.reduce((a, b) => {
    const x = Math.min(a.x, b.x);
    const y = Math.min(a.y, b.y);
    const right = Math.max(a.x + a.width, b.x + b.width);
    const bottom = Math.max(a.y + a.height, b.y + b.height);
    return { x, y, width: right - x, height: bottom - y };
  });
}

/** Pixels that boxes cover, those that overlap counted once for each. */
export function areaOf(boxes: readonly Size[]): number {
  return boxes.reduce((sum, { width, height }) => sum + width * height, 0);
}

/** A box as it is printed: x, y, width, height. */
export function boxNumbers({ x, y, width, height }: Box): [x: number, y: number, width: number, height: number] {
  return [x, y, width, height];
}

/** The box that is `by` pixels smaller on every side. */
export function inset(box: Box, by: number): Box {
  return { x: box.x + by, y: box.y + by, width: box.width - 2 * by, height: box.height - 2 * by };
}

/** Returns whether two boxes are the same. */
export function sameBox(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** Returns whether a box has a pixel. */
export function hasArea({ width, height }: Size): boolean {
  return width > 0 && height > 0;
}

/** Returns whether `inner` lies wholly within `outer`. */
export function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** Returns whether two boxes share a pixel. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/**
 * Whole lengths of tracks that fill `length` with gaps between them: fixed tracks first, the rest by share, and what
 * rounding leaves goes to the earliest of the flexible ones, a pixel each.
 * A negative rest makes flexible tracks 0 long; the caller decides whether that is an error.
 */
export function trackLengths(length: number, tracks: readonly Track[], gap = 0): number[] {
  const shares = tracks.map((track) => (typeof track === "number" ? 0 : Number.parseFloat(track)));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const fixed = tracks.reduce<number>((sum, track) => sum + (typeof track === "number" ? track : 0), 0);
  const rest = Math.max(0, length - fixed - gap * Math.max(0, tracks.length - 1));
  const lengths = tracks.map((track, i) =>
    typeof track === "number" ? track : Math.floor((rest * (shares[i] ?? 0)) / total),
  );
  let left = total === 0 ? 0 : rest - lengths.reduce((sum, size, i) => sum + ((shares[i] ?? 0) > 0 ? size : 0), 0);
  return lengths.map((size, i) => ((shares[i] ?? 0) > 0 && left-- > 0 ? size + 1 : size));
}

/** Boxes side by side, left to right. */
export function columns(box: Box, tracks: readonly Track[], gap = 0): Box[] {
  let x = box.x;
  return trackLengths(box.width, tracks, gap).map((width) => {
    const column = { x, y: box.y, width, height: box.height };
    x += width + gap;
    return column;
  });
}

/** Boxes one under the other, top to bottom. */
export function rows(box: Box, tracks: readonly Track[], gap = 0): Box[] {
  let y = box.y;
  return trackLengths(box.height, tracks, gap).map((height) => {
    const row = { x: box.x, y, width: box.width, height };
    y += height + gap;
    return row;
  });
}
