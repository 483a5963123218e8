import { type Box, inset } from "../draw/box.ts";
import type { TextStyle } from "../draw/pen.ts";
import type { Frame } from "../raster/frame.ts";
import type { PlacedLetter } from "./glyphs.ts";
import { paintBox, shareOf } from "./paint.ts";

/** From this size the edge of a hollow letter has the third pixel. */
const BROAD_FROM_PX = 72;
/** From this size it has six: a poster is seen from further away. */
const POSTER_FROM_PX = 300;
const HALF_COVERED = 0x80;

/** A text to be drawn hollow. */
interface HollowText {
  /** Smallest box of its ink. */
  readonly ink: Box;
  readonly letters: readonly PlacedLetter[];
  /** Origin of the text. */
  readonly x: number;
  readonly baseline: number;
  /** Width of the edge that stays, pixels. */
  readonly edgePx: number;
  readonly colours: { readonly ink: number; readonly paper: number };
}

/**
 * Draws a large text hollow, the sign of a value that is out of date: of the letter's own pixels only those near its
 * edge stay ink.
 */
export function drawHollow(frame: Frame, text: HollowText): void {
  const box = inset(text.ink, -1);
  const edge = edgeOf(solidIn(box, text), box, text.edgePx);
  paintBox(frame, box, text.colours.paper);
  edge.forEach((isEdge, i) => {
    const pixel = { x: box.x + (i % box.width), y: box.y + Math.floor(i / box.width), width: 1, height: 1 };
    if (isEdge) paintBox(frame, pixel, text.colours.ink);
  });
}

/** Width of the edge of hollow letters, pixels. */
export function hollowEdgePx({ px }: TextStyle): number {
  if (px >= POSTER_FROM_PX) return 6;
  return px >= BROAD_FROM_PX ? 3 : 2;
}

/** Marks the pixels of a box that the letters cover by half or more. */
function solidIn(box: Box, { letters, x, baseline }: HollowText): Uint8Array {
  const covered = new Uint8Array(box.width * box.height);
  for (const { x: at, glyph } of letters) {
    if (!glyph.coverage) continue;
    const { box: letter, shares } = glyph.coverage;
    const [left, top] = [x + at + letter.x - box.x, baseline + letter.y - box.y];
    shares.forEach((share, i) => {
      const [column, row] = [left + (i % letter.width), top + Math.floor(i / letter.width)];
      if (column < 0 || column >= box.width || row < 0 || row >= box.height) return;
      const to = row * box.width + column;
      covered[to] = share + shareOf(covered[to] ?? 0, 255 - share);
    });
  }
  return covered.map((share) => (share >= HALF_COVERED ? 1 : 0));
}

/** Marks covered pixels that have an uncovered one within the edge's width, by distance along rows and columns. */
function edgeOf(solid: Uint8Array, { width, height }: Box, edgePx: number): Uint8Array {
  let inner = solid;
  for (let pass = 0; pass < edgePx; pass++) {
    const eroded = new Uint8Array(inner.length);
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const i = y * width + x;
        const keeps = inner[i] && inner[i - 1] && inner[i + 1] && inner[i - width] && inner[i + width];
        eroded[i] = keeps ? 1 : 0;
      }
    }
    inner = eroded;
  }
  return solid.map((covered, i) => (covered === 1 && inner[i] === 0 ? 1 : 0));
}
