import { type Box, boundsOf, hullOf } from "../draw/box.ts";
import type { Raster } from "../raster/raster.ts";
import type { RefreshJob } from "./refresh-job.ts";

/** Effect of a partial refresh on the glass. */
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
