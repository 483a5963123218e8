import type { Box } from "../draw/box.ts";
import { isInked, type Pattern } from "../draw/pattern.ts";
import type { Frame } from "../raster/frame.ts";

/** How much of each pixel of a box something covers, 0 to 255, row by row. */
export interface Coverage {
  readonly box: Box;
  readonly shares: Uint8Array;
}

/** A blank frame. */
export function newFrame(width: number, height: number): Frame {
  return { width, height, pixels: new Uint32Array(width * height) };
}

/** Fills a box in a colour, 0xRRGGBB. What lies outside the frame is left out, here and below. */
export function paintBox(frame: Frame, box: Box, colour: number): void {
  const { left, top, right, bottom } = within(frame, box);
  if (right <= left) return;
  const word = opaque(colour);
  for (let y = top; y < bottom; y++) frame.pixels.fill(word, y * frame.width + left, y * frame.width + right);
}

/** Draws the ink of a pattern in a box; between it everything stays as it is. */
export function paintPattern(frame: Frame, box: Box, pattern: Pattern, colour: number): void {
  const { left, top, right, bottom } = within(frame, box);
  const word = opaque(colour);
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) if (isInked(pattern, x, y)) frame.pixels[y * frame.width + x] = word;
}

/** Draws in a colour what is covered, and mixes it with what is there where that is in part. @param x, y the origin of the box */
export function paintCoverage(frame: Frame, { box, shares }: Coverage, x: number, y: number, colour: number): void {
  const placed = { ...box, x: box.x + x, y: box.y + y };
  const { left, top, right, bottom } = within(frame, placed);
  const word = opaque(colour);
  for (let row = top; row < bottom; row++) {
    const from = (row - placed.y) * box.width - placed.x;
    const to = row * frame.width;
    for (let column = left; column < right; column++) {
      const share = shares[from + column] as number;
      if (share === 0) continue;
      frame.pixels[to + column] = share === 255 ? word : mixed(colour, frame.pixels[to + column] as number, share);
    }
  }
}

/** A share of a level, both 0 to 255. @source pixman, whose rounding pictures are compared with: MUL_UN8 */
export function shareOf(level: number, share: number): number {
  const product = level * share + 0x80;
  return ((product >> 8) + product) >> 8;
}

function mixed(over: number, under: number, share: number): number {
  return opaque(
    mixedChannel(over, under, share, 16) | mixedChannel(over, under, share, 8) | mixedChannel(over, under, share, 0),
  );
}

function mixedChannel(over: number, under: number, share: number, shift: number): number {
  return (shareOf((over >> shift) & 0xff, share) + shareOf((under >> shift) & 0xff, 255 - share)) << shift;
}

function opaque(colour: number): number {
  return (0xff000000 | colour) >>> 0;
}

/** The edges of a box, cut at those of the frame. */
function within({ width, height }: Frame, box: Box) {
  return {
    left: Math.max(0, box.x),
    top: Math.max(0, box.y),
    right: Math.min(width, box.x + box.width),
    bottom: Math.min(height, box.y + box.height),
  };
}
