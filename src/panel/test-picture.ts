import { isInked, PATTERNS } from "../draw/pattern.ts";
import type { Palette } from "../raster/palette.ts";
import type { Raster } from "../raster/raster.ts";

/**
 * A picture that shows at a glance whether a panel is wired, sized and oriented as it should be: a frame one pixel wide
 * at the very edge, a block in the top left corner, a bar of each ink, and each fixed pattern.
 */
export function testPicture(width: number, height: number, palette: Palette): Raster {
  const { paper, ink } = palette.roles;
  const pixels = new Uint8Array(width * height).fill(paper);
  const patterns = Object.values(PATTERNS);
  const corner = Math.floor(Math.min(width, height) / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isEdge = x === 0 || y === 0 || x === width - 1 || y === height - 1;
      const isCorner = x < corner && y < corner;
      const inBars = y >= height / 4 && y < height / 2;
      const inPatterns = y >= (5 * height) / 8 && y < (7 * height) / 8;
      let index = paper;
      if (isEdge || isCorner) index = ink;
      else if (inBars) index = Math.floor((x * palette.inks.length) / width);
      else if (inPatterns) {
        const pattern = patterns[Math.floor((x * patterns.length) / width)];
        if (pattern !== undefined && isInked(pattern, x, y)) index = ink;
      }
      pixels[y * width + x] = index;
    }
  }
  return { width, height, palette, pixels };
}
