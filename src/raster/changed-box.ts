import { areaOf, type Box, hullOf, overlaps } from "../draw/box.ts";
import type { Raster } from "./raster.ts";

/** Alignment and number of boxes. */
export interface BoxLimits {
  /** Left edges and widths are multiples of this; the raster's right edge is always allowed. */
  readonly alignX: number;
  /** Boxes at most; 4 when absent. */
  readonly maxBoxes?: number;
}

/** Cost of a box beside its pixels, in pixels: boxes whose joining wastes less are joined, since each one takes commands of its own. */
const BOX_COST = 256;

/**
 * Up to four aligned boxes that cover every pixel in which two rasters of one size differ, and little else, from top to
 * bottom and left to right; none when they are equal. They do not overlap.
 */
export function changedBoxes(before: Raster, after: Raster, { alignX, maxBoxes = 4 }: BoxLimits): Box[] {
  const boxes = joinTouching(changedCells(before, after, alignX));
  while (boxes.length > 1) {
    const [i, j, waste] = cheapestPair(boxes);
    if (boxes.length <= maxBoxes && waste > BOX_COST) break;
    join(boxes, i, j);
  }
  return boxes.sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Rows of pixels that one cell of the first search is high. */
const CELL_ROWS = 8;

/** The exact rows of change in each cell of `alignX` columns and a few rows, as boxes. */
function changedCells(before: Raster, after: Raster, alignX: number): Box[] {
  const cells: Box[] = [];
  for (let top = 0; top < after.height; top += CELL_ROWS) {
    const bottom = Math.min(top + CELL_ROWS, after.height);
    const from = top * after.width;
    const to = bottom * after.width;
    if (Buffer.compare(before.pixels.subarray(from, to), after.pixels.subarray(from, to)) === 0) continue;
    cells.push(...changedInBand(before, after, { top, bottom, alignX }));
  }
  return cells;
}

function changedInBand(
  before: Raster,
  after: Raster,
  { top, bottom, alignX }: { readonly top: number; readonly bottom: number; readonly alignX: number },
): Box[] {
  const { width } = after;
  const columns = Math.ceil(width / alignX);
  const first = new Int32Array(columns).fill(-1);
  const last = new Int32Array(columns);
  for (let y = top; y < bottom; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (before.pixels[i] === after.pixels[i]) continue;
      const column = Math.floor(x / alignX);
      if (first[column] === -1) first[column] = y;
      last[column] = y;
    }
  }
  return Array.from(first).flatMap((y, column) => {
    const x = column * alignX;
    return y < 0 ? [] : [{ x, y, width: Math.min(alignX, width - x), height: (last[column] ?? y) + 1 - y }];
  });
}

/** Joins cells that touch or nearly do: runs along a row, then down, so that the pairwise search stays small. */
function joinTouching(cells: readonly Box[]): Box[] {
  const boxes: Box[] = [];
  for (const cell of cells) {
    const near = boxes.findLastIndex((box) => isNear(box, cell));
    if (near < 0) boxes.push(cell);
    else {
      boxes.push(cell);
      join(boxes, near, boxes.length - 1);
    }
  }
  return boxes;
}

/** Tells whether two boxes are within a cell of each other, both ways. */
function isNear(a: Box, b: Box): boolean {
  const gapX = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width);
  const gapY = Math.max(a.y, b.y) - Math.min(a.y + a.height, b.y + b.height);
  return gapX <= 2 * CELL_ROWS && gapY <= CELL_ROWS;
}

/** Replaces two boxes by the one around them, and adds every box that this one then overlaps. */
function join(boxes: Box[], i: number, j: number): void {
  let joined = hullOf([boxes[i] as Box, boxes[j] as Box]);
  boxes.splice(Math.max(i, j), 1);
  boxes.splice(Math.min(i, j), 1);
  for (let k = 0; k < boxes.length; k++) {
    if (!overlaps(boxes[k] as Box, joined)) continue;
    joined = hullOf([boxes[k] as Box, joined]);
    boxes.splice(k, 1);
    k = -1; // the larger box may overlap one that was passed
  }
  boxes.push(joined);
}

/** The two boxes whose joining wastes the fewest pixels, and that waste. */
function cheapestPair(boxes: readonly Box[]): [i: number, j: number, waste: number] {
  let best: [number, number, number] = [0, 1, Number.POSITIVE_INFINITY];
  boxes.forEach((a, i) => {
    boxes.slice(i + 1).forEach((b, k) => {
      const waste = areaOf([hullOf([a, b])]) - areaOf([a, b]);
      if (waste < best[2]) best = [i, i + 1 + k, waste];
    });
  });
  return best;
}
