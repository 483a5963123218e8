import type { Box } from "../draw/box.ts";
import type { TextStyle } from "../draw/pen.ts";
import type { CanvasModule, Context } from "./canvas.ts";

/** From this size the edge of a hollow letter has the third pixel. */
const BROAD_FROM_PX = 72;
/** From this size it has six: a poster is seen from further away. */
const POSTER_FROM_PX = 300;
const HALF_COVERED = 0x80;

/** A text to be drawn hollow. */
interface HollowText {
  /** Smallest box of its ink. */
  readonly ink: Box;
  /** Draws the text solid at its place. */
  readonly paint: (ctx: Context) => void;
  /** Width of the edge that stays, pixels. */
  readonly edgePx: number;
  readonly colours: { readonly ink: number; readonly paper: number };
}

/**
 * Draws a large text hollow, the sign of a value that is out of date: of the letter's own pixels only those near its
 * edge stay ink.
 */
export function drawHollow(canvas: CanvasModule, target: Context, { ink, paint, edgePx, colours }: HollowText): void {
  const box = { x: ink.x - 1, y: ink.y - 1, width: ink.width + 2, height: ink.height + 2 };
  const ctx = canvas.createCanvas(box.width, box.height).getContext("2d");
  ctx.translate(-box.x, -box.y);
  ctx.fillStyle = "#000000";
  paint(ctx);
  const picture = ctx.getImageData(0, 0, box.width, box.height);
  const covered = (x: number, y: number) => (picture.data[(y * box.width + x) * 4 + 3] ?? 0) >= HALF_COVERED;
  const solid = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++)
    for (let x = 0; x < box.width; x++) solid[y * box.width + x] = covered(x, y) ? 1 : 0;
  const edge = edgeOf(solid, box, edgePx);
  for (let i = 0; i < solid.length; i++) {
    const colour = edge[i] === 1 ? colours.ink : colours.paper;
    picture.data.set([colour >> 16, (colour >> 8) & 0xff, colour & 0xff, 0xff], i * 4);
  }
  target.putImageData(picture, box.x, box.y);
}

/** Width of the edge of hollow letters, pixels. */
export function hollowEdgePx({ px }: TextStyle): number {
  if (px >= POSTER_FROM_PX) return 6;
  return px >= BROAD_FROM_PX ? 3 : 2;
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
