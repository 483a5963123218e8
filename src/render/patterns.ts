import { PATTERNS, type Pattern } from "../draw/pattern.ts";
import type { Fill } from "../draw/pen.ts";
import type { CanvasModule, Context, Surface } from "./canvas.ts";

/** A pattern to fill with, and the tile that it points to. */
export interface CanvasPattern {
  readonly style: ReturnType<Context["createPattern"]>;
  /** Held for as long as the pattern: the library does not hold it, and a pattern whose tile was collected draws nothing. */
  readonly tile: Surface;
}

/** A canvas pattern of a fill in one colour. Not smoothed: a pixel is ink or it is not. */
export function patternOf(
  canvas: CanvasModule,
  ctx: Context,
  fill: Exclude<Fill, "solid">,
  colour: string,
): CanvasPattern {
  const rows: Pattern = PATTERNS[fill];
  const width = rows[0]?.length ?? 0;
  const tile = canvas.createCanvas(width, rows.length);
  const pen = tile.getContext("2d");
  pen.fillStyle = colour;
  rows.forEach((row, y) => {
    Array.from(row).forEach((mark, x) => {
      if (mark === "#") pen.fillRect(x, y, 1, 1);
    });
  });
  ctx.patternQuality = "fast";
  return { style: ctx.createPattern(tile, "repeat"), tile };
}
