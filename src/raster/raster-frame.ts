import type { Frame } from "./frame.ts";
import type { Raster } from "./raster.ts";

/** The raster in the ideal colours of its inks, for screens that have more colours than it needs. */
export function rasterFrame({ width, height, palette, pixels }: Raster): Frame {
  const words = Uint32Array.from(palette.inks, (ink) => (0xff000000 | ink) >>> 0);
  const drawn = new Uint32Array(width * height);
  for (let at = 0; at < drawn.length; at++) drawn[at] = words[pixels[at] as number] ?? 0xff000000; // for every picture of a screen
  return { width, height, pixels: drawn };
}
