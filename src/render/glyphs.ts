import type { Box } from "../draw/box.ts";
import type { Metrics, TextStyle } from "../draw/pen.ts";
import { type CanvasModule, type Context, FAMILIES } from "./canvas.ts";

/** From this size a letter is drawn by its outline: full hinting leaves nubs on large round shapes. */
export const OUTLINE_FROM_PX = 40;

/** One letter of one style: how far it advances and where its ink is, relative to its origin on the baseline. */
export interface Glyph {
  readonly advance: number;
  /** Smallest box of the ink, y downwards from the baseline; absent for a space. */
  readonly ink?: Box;
}

const DIGITS = "0123456789";

/**
 * Measures letters once and remembers them. Every letter is placed at a whole pixel and advances by a whole number of
 * them, so that it is the same bitmap everywhere; all digits advance by the width of the widest.
 */
export class Glyphs {
  readonly #canvas: CanvasModule;
  readonly #antialias: boolean;
  readonly #glyphs = new Map<string, Glyph>();
  readonly #digits = new Map<string, number>();
  readonly #bearings = new Map<string, number>();

  constructor(canvas: CanvasModule, antialias: boolean) {
    this.#canvas = canvas;
    this.#antialias = antialias;
  }

  /** The letter's measures in a style. */
  glyph(letter: string, style: TextStyle): Glyph {
    const key = `${fontOf(style)} ${letter}`;
    const glyph = this.#glyphs.get(key) ?? this.#measure(letter, style);
    this.#glyphs.set(key, glyph);
    return glyph;
  }

  /** Letters of a string with the x of each origin, from 0, and the width of the whole. */
  set(text: string, style: TextStyle): { letters: { letter: string; x: number }[]; width: number } {
    let x = 0;
    const letters = Array.from(text, (letter) => {
      const placed = { letter, x: x + this.#inset(letter, style) };
      x += this.#advance(letter, style);
      return placed;
    });
    return { letters, width: x };
  }

  metrics(style: TextStyle): Metrics {
    const cap = this.glyph(style.face === "figures" ? "0" : "H", style).ink;
    const low = this.glyph("p", style).ink;
    return { capHeight: cap ? -cap.y : 0, descent: low ? low.y + low.height : 0 };
  }

  /** Empty pixels beside a digit at a margin: the least of all, so that a changing digit moves nothing. */
  bearing(style: TextStyle): number {
    const key = fontOf(style);
    const bearing =
      this.#bearings.get(key) ?? Math.max(0, Math.min(...Array.from(DIGITS, (d) => this.#beside(d, style))));
    this.#bearings.set(key, bearing);
    return bearing;
  }

  /** Empty pixels left or right of a digit in its cell, whichever are fewer. */
  #beside(digit: string, style: TextStyle): number {
    const { ink } = this.glyph(digit, style);
    if (!ink) return 0;
    const left = this.#inset(digit, style) + ink.x;
    return Math.min(left, this.#digitAdvance(style) - left - ink.width);
  }

  #advance(letter: string, style: TextStyle): number {
    return DIGITS.includes(letter) ? this.#digitAdvance(style) : this.glyph(letter, style).advance;
  }

  #inset(letter: string, style: TextStyle): number {
    if (!DIGITS.includes(letter)) return 0;
    return Math.floor((this.#digitAdvance(style) - this.glyph(letter, style).advance) / 2);
  }

  #digitAdvance(style: TextStyle): number {
    const key = fontOf(style);
    const advance = this.#digits.get(key) ?? Math.max(...Array.from(DIGITS, (d) => this.glyph(d, style).advance));
    this.#digits.set(key, advance);
    return advance;
  }

  #measure(letter: string, style: TextStyle): Glyph {
    const side = style.px * 3;
    const ctx = this.#canvas.createCanvas(side, side).getContext("2d", { pixelFormat: "A8" });
    prepareText(ctx, style, this.#antialias);
    const advance = Math.round(ctx.measureText(letter).width);
    ctx.fillText(letter, style.px, style.px * 2);
    const ink = inkBox(ctx, side);
    return ink ? { advance, ink: { ...ink, x: ink.x - style.px, y: ink.y - style.px * 2 } } : { advance };
  }
}

/** The font string of a style; also what identifies it. */
export function fontOf(style: TextStyle): string {
  const family = style.face === "figures" ? FAMILIES.figures : style.bold ? FAMILIES.bold : FAMILIES.regular;
  return `${style.px}px "${family}"`;
}

/** Makes a context draw text of a style: hinted bitmaps when small and bilevel, outlines otherwise. */
export function prepareText(ctx: Context, style: TextStyle, antialias: boolean): void {
  const byOutline = antialias || style.px >= OUTLINE_FROM_PX;
  ctx.font = fontOf(style);
  ctx.textDrawingMode = byOutline ? "path" : "glyph";
  ctx.antialias = byOutline ? "gray" : "none"; // a large outline is thresholded when the frame is quantised
}

/** The smallest box of pixels that are at least half covered; undefined where there is none. */
function inkBox(ctx: Context, side: number): Box | undefined {
  const bytes = ctx.canvas.toBuffer("raw");
  const stride = ctx.canvas.stride;
  let [left, top, right, bottom] = [side, side, -1, -1];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if ((bytes[y * stride + x] ?? 0) < 0x80) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}
