import { epaper } from "../../src/display/epaper.ts";
import type { Raster } from "../../src/raster/raster.ts";

/** A picture for a panel: paper with a short bar at a place that a number gives. */
export function pictureWithBar(panel: string, number: number): Raster {
  const { width, height, palette } = epaper.surface({ panel });
  const pixels = new Uint8Array(width * height).fill(palette.roles.paper);
  for (let y = 40; y < 60; y++) pixels.fill(0, y * width + 8 * number, y * width + 8 * number + 8);
  return { width, height, palette, pixels };
}
