import type { Frame } from "../raster/frame.ts";
import type { Channel, FramebufferGeometry } from "./framebuffer-geometry.ts";

/** Rows from the first to before the second, counted from the top. */
export type RowRange = readonly [from: number, to: number];

/**
 * The bytes of a framebuffer that shows a frame of exactly its size: `strideBytes` a row, pixels as little-endian words,
 * each channel cut to its highest bits, unused bits zero.
 */
export function packFramebuffer(frame: Frame, geometry: FramebufferGeometry): Buffer {
  const { width, height, strideBytes, bitsPerPixel } = geometry;
  const bytesPerPixel = bitsPerPixel / 8;
  const tables = [table(geometry.red), table(geometry.green), table(geometry.blue)] as const;
  const out = Buffer.alloc(strideBytes * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * strideBytes; x < width; x++, at += bytesPerPixel) {
      const pixel = frame.pixels[y * width + x] as number;
      const word = wordOf(pixel, tables);
      out[at] = word;
      out[at + 1] = word >>> 8;
      if (bytesPerPixel > 2) out[at + 2] = word >>> 16;
      if (bytesPerPixel > 3) out[at + 3] = word >>> 24;
    }
  }
  return out;
}

/** The rows in which two framebuffers of one geometry differ, in order, neighbours joined. Without a `before`: all of them. */
export function changedRows(before: Buffer | undefined, after: Buffer, strideBytes: number): RowRange[] {
  const rows = after.length / strideBytes;
  if (before?.length !== after.length) return rows === 0 ? [] : [[0, rows]];
  const ranges: [number, number][] = [];
  for (let y = 0; y < rows; y++) {
    const from = y * strideBytes;
    if (after.compare(before, from, from + strideBytes, from, from + strideBytes) === 0) continue;
    const last = ranges.at(-1);
    if (last?.[1] === y) last[1] = y + 1;
    else ranges.push([y, y + 1]);
  }
  return ranges;
}

type Tables = readonly [red: Uint32Array, green: Uint32Array, blue: Uint32Array];

/** Contribution of each 8-bit channel value to a pixel's word. */
function table({ shift, bits }: Channel): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, value) => ((value >>> (8 - bits)) << shift) >>> 0);
}

function wordOf(pixel: number, [red, green, blue]: Tables): number {
  const r = red[(pixel >>> 16) & 0xff] as number;
  const g = green[(pixel >>> 8) & 0xff] as number;
  const b = blue[pixel & 0xff] as number;
  return r | g | b;
}
