import type { Box } from "../draw/box.ts";
import type { Palette } from "./palette.ts";

/** A picture in a panel's own colours. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  /** Palette indices, one byte a pixel, row by row from the top left, `width × height` of them. Owned by whoever holds the raster; never written to after it was made. */
  readonly pixels: Uint8Array;
}

/** Returns a raster of one ink, paper by default. */
export function blankRaster(width: number, height: number, palette: Palette, index = palette.roles.paper): Raster {
  return { width, height, palette, pixels: new Uint8Array(width * height).fill(index) };
}

/** Tells whether a part of a raster holds some inks and no other. @param box inside the raster @param inks indices of the palette */
export function holdsOnly({ width, pixels }: Raster, box: Box, inks: readonly number[]): boolean {
  for (let y = box.y; y < box.y + box.height; y++) {
    const from = y * width + box.x;
    if (pixels.subarray(from, from + box.width).some((ink) => !inks.includes(ink))) return false;
  }
  return true;
}

/** Tells whether two rasters show the same picture. */
export function sameRaster(a: Raster, b: Raster): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.palette.id === b.palette.id &&
    Buffer.compare(a.pixels, b.pixels) === 0
  );
}
