import type { Frame } from "./frame.ts";
import type { Raster } from "./raster.ts";

/** The raster in the ideal colours of its inks, for screens that have more colours than it needs. */
export function rasterFrame({ width, height, palette, pixels }: Raster): Frame {
  const words = palette.inks.map((ink) => (0xff000000 | ink) >>> 0);
  return { width, height, pixels: Uint32Array.from(pixels, (index) => words[index] ?? 0xff000000) };
}
