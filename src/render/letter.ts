import { type Box, inset } from "../draw/box.ts";
import type { TextStyle } from "../draw/pen.ts";
import { type CanvasModule, type Context, FAMILIES } from "./canvas.ts";
import type { Coverage } from "./paint.ts";

/** From this size a letter is drawn by its outline: full hinting leaves nubs on large round shapes. */
export const OUTLINE_FROM_PX = 28;
/** Below this size words are set in the face that is hinted by hand. */
const SMALL_BELOW_PX = 16;
/** Room around the ink that the library announces: what it draws reaches a pixel or two further. */
const MARGIN = 3;

/** One letter of one style: how far it advances, and where its ink and its pixels are, relative to its origin on the baseline. */
export interface Glyph {
  readonly advance: number;
  /** Smallest box of the ink, y downwards from the baseline; absent for a space. */
  readonly ink?: Box;
  /** Pixels of the ink and of its smoothed edge; absent for a space. */
  readonly coverage?: Coverage;
}

/** Has the library draw a letter, and returns its measures and its pixels. */
export function drawnLetter(canvas: CanvasModule, letter: string, style: TextStyle, antialias: boolean): Glyph {
  const side = style.px * 3;
  const ctx = canvas.createCanvas(side, side).getContext("2d", { pixelFormat: "A8" });
  prepareText(ctx, style, antialias);
  const measured = ctx.measureText(letter);
  const advance = Math.round(measured.width);
  const [x, y] = [style.px, style.px * 2];
  ctx.fillText(letter, x, y);
  const reach = Math.abs(measured.actualBoundingBoxLeft); // to the left or, in some versions, to the right
  const left = Math.max(0, Math.floor(x - reach) - MARGIN);
  const top = Math.max(0, Math.floor(y - measured.actualBoundingBoxAscent) - MARGIN);
  const right = Math.min(side, Math.ceil(x + measured.actualBoundingBoxRight) + MARGIN);
  const bottom = Math.min(side, Math.ceil(y + measured.actualBoundingBoxDescent) + MARGIN);
  const surface = { box: { x: -x, y: -y, width: ctx.canvas.stride, height: side }, shares: ctx.canvas.toBuffer("raw") };
  const drawn = partOf(surface, { x: left - x, y: top - y, width: right - left, height: bottom - top });
  const ink = inkOf(drawn);
  return ink ? { advance, ink, coverage: partOf(drawn, inset(ink, -1)) } : { advance }; // smoothed edges reach a pixel further
}

/** The font string of a style; also what identifies it. @param facePx the size that decides on the face, pixels */
export function fontOf({ px, face }: TextStyle, facePx = px): string {
  const words = face === "label" || facePx < SMALL_BELOW_PX ? FAMILIES.small : FAMILIES.words;
  return `${px}px "${face === "figures" ? FAMILIES.figures : words}"`;
}

/** Tells whether a letter is drawn by its outline, with smoothed edges: where the palette has shades, and where it is large. */
export function isByOutline({ px }: TextStyle, antialias: boolean): boolean {
  return antialias || px >= OUTLINE_FROM_PX;
}

/** Makes a context draw text of a style: hinted bitmaps when small and bilevel, outlines otherwise. */
function prepareText(ctx: Context, style: TextStyle, antialias: boolean): void {
  const byOutline = isByOutline(style, antialias);
  ctx.font = fontOf(style);
  ctx.textDrawingMode = byOutline ? "path" : "glyph";
  ctx.antialias = byOutline ? "gray" : "none"; // a large outline is thresholded when the frame is quantised
}

/** The smallest box of pixels that are at least half covered; undefined where there is none. */
function inkOf({ box: { x, y, width }, shares }: Coverage): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let i = 0; i < shares.length; i++) {
    if ((shares[i] as number) < 0x80) continue;
    const column = i % width;
    const row = (i - column) / width;
    if (column < left) left = column;
    if (column > right) right = column;
    if (row < top) top = row;
    bottom = row;
  }
  return right < 0 ? undefined : { x: x + left, y: y + top, width: right - left + 1, height: bottom - top + 1 };
}

/** A part of what is covered. @param part inside it */
function partOf({ box, shares }: Coverage, part: Box): Coverage {
  const cut = new Uint8Array(part.width * part.height);
  for (let row = 0; row < part.height; row++) {
    const from = (part.y + row - box.y) * box.width + part.x - box.x;
    cut.set(shares.subarray(from, from + part.width), row * part.width);
  }
  return { box: part, shares: cut };
}
