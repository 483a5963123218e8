import type { Palette } from "./palette.ts";

/** A picture in a panel's own colours. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  /** Palette indices, one byte a pixel, row by row from the top left, `width × height` of them. Owned by whoever holds the raster; never written to after it was made. */
  readonly pixels: Uint8Array;
}

/** A raster of one ink: paper unless told otherwise. */
export function blankRaster(width: number, height: number, palette: Palette, index = palette.roles.paper): Raster {
  return { width, height, palette, pixels: new Uint8Array(width * height).fill(index) };
}

/** Whether two rasters show the same picture. */
export function sameRaster(a: Raster, b: Raster): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.palette.id === b.palette.id &&
    Buffer.compare(a.pixels, b.pixels) === 0
  );
}
