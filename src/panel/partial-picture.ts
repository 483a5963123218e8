import type { Box } from "../draw/box.ts";
import { boundsOf } from "../raster/pack.ts";
import type { Raster } from "../raster/raster.ts";
import type { RefreshJob } from "./refresh-job.ts";

/** What a partial refresh does to the glass. */
export interface PartialPicture {
  readonly previous: Raster;
  /** The picture afterwards: `next` inside the boxes, `previous` elsewhere. */
  readonly target: Raster;
  readonly boxes: readonly Box[];
  /** The smallest box around all of them. */
  readonly hull: Box;
}

/** Before and after of a checked partial job. */
export function partialPicture({ next, previous = next, boxes = [boundsOf(next)] }: RefreshJob): PartialPicture {
  const pixels = Uint8Array.from(previous.pixels);
  for (const { x, y, width, height } of boxes) {
    for (let row = y; row < y + height; row++) {
      const at = row * next.width + x;
      pixels.set(next.pixels.subarray(at, at + width), at);
    }
  }
  return { previous, target: { ...next, pixels }, boxes, hull: hullOf(boxes) };
}

/** The smallest box around boxes; there must be one at least. */
function hullOf(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
