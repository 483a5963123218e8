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
  const { width, pixels } = frame;
  if (right - left === width) pixels.fill(word, top * width, bottom * width);
  else for (let y = top; y < bottom; y++) pixels.fill(word, y * width + left, y * width + right);
}

/** Draws the ink of a pattern in a box; between it everything stays as it is. */
export function paintPattern(frame: Frame, box: Box, pattern: Pattern, colour: number): void {
  const { left, top, right, bottom } = within(frame, box);
  const word = opaque(colour);
  const { width, pixels } = frame;
  for (let y = top; y < bottom; y++)
    for (const { every, first } of inkedColumns(pattern, y, left))
      for (let x = first; x < right; x += every) pixels[y * width + x] = word;
}

/** Draws in a colour what is covered, and mixes it with what is there where that is in part. @param x, y the origin of the box */
export function paintCoverage(frame: Frame, coverage: Coverage, x: number, y: number, colour: number): void {
  const { width, height, pixels } = frame;
  const { runs, parts } = strokesOf(coverage);
  const [left, top, word] = [coverage.box.x + x, coverage.box.y + y, opaque(colour)];
  for (let i = 0; i < runs.length; i += 3) {
    const row = top + (runs[i] as number);
    if (row < 0 || row >= height) continue;
    const end = row * width + Math.min(width, left + (runs[i + 2] as number));
    for (let at = row * width + Math.max(0, left + (runs[i + 1] as number)); at < end; at++) pixels[at] = word;
  }
  for (let i = 0; i < parts.length; i += 3) {
    const [row, column] = [top + (parts[i] as number), left + (parts[i + 1] as number)];
    if (row < 0 || row >= height || column < 0 || column >= width) continue;
    const at = row * width + column;
    pixels[at] = mixed(colour, pixels[at] as number, parts[i + 2] as number);
  }
}

/** What is covered as it is drawn, places counted from the box's corner. */
interface Strokes {
  /** Pixels side by side that are covered whole: row, first column, the one after the last. */
  readonly runs: Uint16Array;
  /** Pixels that are covered in part: row, column, share. */
  readonly parts: Uint16Array;
}

/** Strokes already found: a letter is drawn many times. */
const strokes = new WeakMap<Coverage, Strokes>();

function strokesOf(coverage: Coverage): Strokes {
  const known = strokes.get(coverage) ?? findStrokes(coverage);
  strokes.set(coverage, known);
  return known;
}

function findStrokes({ box: { width, height }, shares }: Coverage): Strokes {
  const [runs, parts]: [number[], number[]] = [[], []];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const first = column;
      while (column < width && shares[row * width + column] === 255) column++;
      if (column > first) runs.push(row, first, column);
      const share = column < width ? (shares[row * width + column] as number) : 0;
      if (share > 0) parts.push(row, column, share);
    }
  }
  return { runs: Uint16Array.from(runs), parts: Uint16Array.from(parts) };
}

/** The inked columns of a row of a pattern: from the first on that is not left of an edge, one every so many pixels. */
function inkedColumns(pattern: Pattern, y: number, left: number): { readonly every: number; readonly first: number }[] {
  const every = pattern[0]?.length ?? 1;
  const columns = Array.from({ length: every }, (_, i) => left + i);
  return columns.filter((x) => isInked(pattern, x, y)).map((first) => ({ every, first }));
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
