import type { Box } from "../draw/box.ts";
import { isInked, PATTERNS } from "../draw/pattern.ts";
import type { CanvasModule, Context } from "./canvas.ts";

/** Stroke of an outlined letter, pixels: what is left of its stem is filled with the veil. */
const STROKE_PX = 3;
const HALF_COVERED = 0x80;

/** A text to be drawn as an outline. */
interface OutlinedText {
  /** Smallest box of its ink. */
  readonly ink: Box;
  /** Draws the text solid at its place. */
  readonly paint: (ctx: Context) => void;
  readonly colours: { readonly ink: number; readonly paper: number };
}

/**
 * Draws a large text as an outline filled with the veil: the sign of a value that is out of date.
 * Works on the letter's own pixels: ink within {@link STROKE_PX} of its edge stays, the rest takes the pattern.
 */
export function drawOutlined(canvas: CanvasModule, target: Context, { ink, paint, colours }: OutlinedText): void {
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
  const edge = edgeOf(solid, box.width, box.height);
  for (let i = 0; i < solid.length; i++) {
    const isInk =
      solid[i] === 1 &&
      (edge[i] === 1 || isInked(PATTERNS.veil, box.x + (i % box.width), box.y + Math.floor(i / box.width)));
    const colour = isInk ? colours.ink : colours.paper;
    picture.data.set([colour >> 16, (colour >> 8) & 0xff, colour & 0xff, 0xff], i * 4);
  }
  target.putImageData(picture, box.x, box.y);
}

/** Marks covered pixels that have an uncovered one within the stroke, by distance along rows and columns. */
function edgeOf(solid: Uint8Array, width: number, height: number): Uint8Array {
  let inner = solid;
  for (let pass = 0; pass < STROKE_PX; pass++) {
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
