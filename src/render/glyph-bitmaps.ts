import { type Box, inset } from "../draw/box.ts";
import type { CanvasModule, Context, Surface } from "./canvas.ts";
import { fontOf, type Glyphs, type PlacedLetter, prepareText } from "./glyphs.ts";

/** A drawn letter: its pixels, and their place relative to its origin on the baseline. */
interface GlyphBitmap {
  readonly surface: Surface;
  readonly box: Box;
}

/** Draws letters from bitmaps that are made once: text is laid out by the library only the first time. */
export class GlyphBitmaps {
  readonly #canvas: CanvasModule;
  readonly #glyphs: Glyphs;
  readonly #antialias: boolean;
  readonly #bitmaps = new Map<string, GlyphBitmap>();

  constructor(canvas: CanvasModule, glyphs: Glyphs, antialias: boolean) {
    this.#canvas = canvas;
    this.#glyphs = glyphs;
    this.#antialias = antialias;
  }

  /** Draws letters of a string whose origin is at `x` on a baseline, in a colour such as `#000000`. */
  draw(ctx: Context, letters: readonly PlacedLetter[], x: number, baseline: number, colour: string): void {
    for (const placed of letters) {
      const bitmap = this.#bitmapOf(placed, colour);
      if (bitmap) ctx.drawImage(bitmap.surface, x + placed.x + bitmap.box.x, baseline + bitmap.box.y);
    }
  }

  #bitmapOf(placed: PlacedLetter, colour: string): GlyphBitmap | undefined {
    const key = `${fontOf(placed.style)} ${colour} ${placed.letter}`;
    const known = this.#bitmaps.get(key);
    if (known) return known;
    const { ink } = this.#glyphs.glyph(placed.letter, placed.style);
    if (!ink) return undefined;
    const box = inset(ink, -1); // smoothed edges reach a pixel further
    const surface = this.#canvas.createCanvas(box.width, box.height);
    const ctx = surface.getContext("2d");
    ctx.fillStyle = colour;
    prepareText(ctx, placed.style, this.#antialias);
    ctx.fillText(placed.letter, -box.x, -box.y);
    const bitmap = { surface, box };
    this.#bitmaps.set(key, bitmap);
    return bitmap;
  }
}
