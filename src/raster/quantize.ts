import type { Box } from "../draw/box.ts";
import type { Frame } from "./frame.ts";
import { greyLevels } from "./grey-levels.ts";
import { nearestInk } from "./nearest-ink.ts";
import type { Palette } from "./palette.ts";
import type { Raster } from "./raster.ts";

/**
 * The raster nearest to a frame, pixel by pixel, with no dithering, so that text and fills keep their edges.
 * Grey palettes look at the green byte alone (what is drawn for them is grey) and use the palette's own thresholds;
 * colour palettes take the nearest ideal ink. A frame drawn in ideal inks comes through unchanged.
 */
export function quantize({ width, height, pixels: words }: Frame, palette: Palette): Raster {
  const pixels = new Uint8Array(words.length);
  quantizerOf(palette)({ words, pixels }, 0, words.length);
  return { width, height, palette, pixels };
}

/** A raster with some boxes of a frame in place of its own. @param frame of the raster's size, @param boxes inside it */
export function withBoxes(raster: Raster, { pixels: words }: Frame, boxes: readonly Box[]): Raster {
  const pixels = raster.pixels.slice();
  const quantizeRun = quantizerOf(raster.palette);
  for (const box of boxes)
    for (let y = box.y; y < box.y + box.height; y++) {
      const from = y * raster.width + box.x;
      quantizeRun({ words, pixels }, from, from + box.width);
    }
  return { ...raster, pixels };
}

/** A frame's words, and the pixels of a raster that become of them. */
interface Quantized {
  readonly words: Uint32Array;
  readonly pixels: Uint8Array;
}

/** Quantises the pixels from one on, before another. */
type QuantizeRun = (quantized: Quantized, from: number, to: number) => void;

function quantizerOf(palette: Palette): QuantizeRun {
  const levels = greyLevels(palette);
  if (levels === undefined) return byColour(colourTable(palette));
  return isByHighestBit(palette, levels) ? byHighestBit : byGrey(levels);
}

/** Bits that stay of each 8-bit channel in the table of nearest inks: 32,768 entries fit the processor's nearest cache. */
const CHANNEL_BITS = 5;

/** Tables already computed; palettes are few and live as long as the process. */
const tables = new WeakMap<Palette, Uint8Array>();

/** Tells whether the highest bit of a grey decides its ink, as for two inks with the threshold in the middle. */
function isByHighestBit({ inks }: Palette, levels: Uint8Array): boolean {
  return inks.length === 2 && levels[0x7f] === 0 && levels[0x80] === 1;
}

/**
 * Four pixels a step where a word of memory begins, which takes half of the time: the usual panel has two inks, and every frame
 * comes through here. A word's lowest byte comes first, as on every processor that Node has today.
 */
const byHighestBit: QuantizeRun = ({ words, pixels }, from, to) => {
  const fours = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length >>> 2);
  const first = Math.min(to, (from + 3) & ~3);
  const last = Math.max(first, to & ~3);
  for (let i = from; i < first; i++) pixels[i] = ((words[i] as number) >>> 15) & 1;
  for (let i = first; i < last; i += 4) {
    fours[i >>> 2] =
      (((words[i] as number) >>> 15) & 0x1) |
      (((words[i + 1] as number) >>> 7) & 0x100) |
      (((words[i + 2] as number) << 1) & 0x10000) |
      (((words[i + 3] as number) << 9) & 0x1000000);
  }
  for (let i = last; i < to; i++) pixels[i] = ((words[i] as number) >>> 15) & 1;
};

function byGrey(levels: Uint8Array): QuantizeRun {
  return ({ words, pixels }, from, to) => {
    for (let i = from; i < to; i++) pixels[i] = levels[((words[i] as number) >>> 8) & 0xff] as number;
  };
}

function byColour(table: Uint8Array): QuantizeRun {
  return ({ words, pixels }, from, to) => {
    for (let i = from; i < to; i++) pixels[i] = table[cellOf(words[i] as number)] as number;
  };
}

/** The table's cell of a colour: the five highest bits of red, green and blue. */
function cellOf(rgb: number): number {
  return ((rgb >>> 9) & 0x7c00) | ((rgb >>> 6) & 0x03e0) | ((rgb >>> 3) & 0x001f);
}

function colourTable(palette: Palette): Uint8Array {
  const known = tables.get(palette);
  if (known !== undefined) {
    return known;
  }
  const table = new Uint8Array(1 << (3 * CHANNEL_BITS));
  for (let cell = 0; cell < table.length; cell++) {
    const rgb = ((cell & 0x7c00) << 9) | ((cell & 0x03e0) << 6) | ((cell & 0x001f) << 3) | 0x040404; // the cell's centre
    table[cell] = nearestInk(rgb, palette.inks);
  }
  // An ink itself must come through whatever its cell's centre is nearest to.
  palette.inks.forEach((ink, index) => {
    table[cellOf(ink)] = index;
  });
  tables.set(palette, table);
  return table;
}
