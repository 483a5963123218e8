import { type Box, boundsOf } from "../draw/box.ts";
import type { Size } from "../draw/size.ts";
import { packRows } from "./pack-rows.ts";
import type { Raster } from "./raster.ts";

/**
 * Order of pixels in bytes.
 * `left-high`: bytes, the leftmost pixel in the highest bits.
 * `left-low-words`: 16-bit words sent high byte first, the leftmost pixel in the lowest bits of the word.
 */
export type BitOrder = "left-high" | "left-low-words";

/** Format in which a controller takes the pixels of a raster. */
export interface PackShape {
  /** Bits of one pixel. */
  readonly bits: 1 | 2 | 4;
  readonly order: BitOrder;
  /** The controller's code for each index of the palette, below 2^bits. */
  readonly codes: readonly number[];
  /** Code of what fills the last byte or word of a row when the width does not. */
  readonly padCode: number;
}

/**
 * The part of a raster inside `box` as bytes for a controller, row by row, each row begun on a new byte or word.
 * The box must lie inside the raster; absent means all of it. The bytes belong to the caller.
 */
export function pack(
  raster: Raster,
  { bits, order, codes, padCode }: PackShape,
  box: Box = boundsOf(raster),
): Uint8Array {
  const grain = (order === "left-high" ? 8 : 16) / bits;
  const width = Math.ceil(box.width / grain) * grain;
  const coded = new Uint8Array(width * box.height).fill(padCode);
  const table = Uint8Array.from(codes);
  const { pixels } = raster;
  for (let y = 0; y < box.height; y++) {
    const from = (box.y + y) * raster.width + box.x;
    const to = y * width;
    for (let x = 0; x < box.width; x++) {
      coded[to + x] = table[pixels[from + x] as number] as number;
    }
  }
  return order === "left-high" ? packRows(coded, { width, height: box.height, bits }) : packWords(coded, bits);
}

/** The codes of packed pixels, one byte a pixel, padding left out: the inverse of {@link pack} for an identity of codes. */
export function unpack(
  bytes: Uint8Array,
  { width, height, bits, order }: Size & Pick<PackShape, "bits" | "order">,
): Uint8Array {
  const grain = (order === "left-high" ? 8 : 16) / bits;
  const rowPixels = Math.ceil(width / grain) * grain;
  const mask = (1 << bits) - 1;
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = (y * rowPixels + x) * bits;
      out[y * width + x] = ((bytes[byteOf(bit, order)] ?? 0) >>> shiftOf(bit, bits, order)) & mask;
    }
  }
  return out;
}

function packWords(coded: Uint8Array, bits: 1 | 2 | 4): Uint8Array {
  const out = new Uint8Array((coded.length * bits) / 8);
  for (let i = 0; i < coded.length; i++) {
    const byte = byteOf(i * bits, "left-low-words");
    out[byte] = (out[byte] as number) | ((coded[i] as number) << shiftOf(i * bits, bits, "left-low-words"));
  }
  return out;
}

/** Byte that holds the pixel whose bits begin at `bit`; in words the low byte comes second. */
function byteOf(bit: number, order: BitOrder): number {
  return order === "left-high" ? bit >>> 3 : (bit >>> 3) ^ 1;
}

function shiftOf(bit: number, bits: number, order: BitOrder): number {
  return order === "left-high" ? 8 - bits - (bit & 7) : bit & 7;
}
