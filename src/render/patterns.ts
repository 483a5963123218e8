import type { Fill } from "../draw/pen.ts";
import { PATTERNS, type Pattern } from "../raster/pattern.ts";
import type { CanvasModule, Context } from "./canvas.ts";

/** A canvas pattern of a fill in one colour. Not smoothed: a pixel is ink or it is not. */
export function patternOf(canvas: CanvasModule, ctx: Context, fill: Exclude<Fill, "solid">, colour: string) {
  const tile: Pattern = PATTERNS[fill];
  const width = tile[0]?.length ?? 0;
  const surface = canvas.createCanvas(width, tile.length);
  const pen = surface.getContext("2d");
  pen.fillStyle = colour;
  tile.forEach((row, y) => {
    Array.from(row).forEach((mark, x) => {
      if (mark === "#") pen.fillRect(x, y, 1, 1);
    });
  });
  ctx.patternQuality = "fast";
  return ctx.createPattern(surface, "repeat");
}
