/** Shape of rows of pixels that become bytes, the leftmost pixel in the highest bits. */
export interface RowShape {
  readonly width: number;
  readonly height: number;
  /** Bits of one pixel. */
  readonly bits: 1 | 2 | 4;
  /** Bytes left free before each row, as the filter byte of a PNG; 0 when absent. They stay 0. */
  readonly leadBytes?: number;
}

/**
 * Rows of pixels packed into bytes, the leftmost pixel in the highest bits, each row begun on a new byte.
 * `pixels` holds one value below 2^bits a pixel; bits after the last pixel of a row are 0.
 */
export function packRows(pixels: Uint8Array, { width, height, bits, leadBytes = 0 }: RowShape): Uint8Array {
  const stride = leadBytes + Math.ceil((width * bits) / 8);
  const out = new Uint8Array(stride * height);
  const source = { pixels, words: wordsOf(pixels) };
  const packRow = bits === 1 ? packRow1 : bits === 2 ? packRow2 : packRow4;
  for (let y = 0; y < height; y++) {
    packRow(source, y * width, width, out, y * stride + leadBytes);
  }
  return out;
}

/** Pixels one by one, and four at once, the first in the lowest byte; undefined where they do not begin with a word of memory. */
interface Source {
  readonly pixels: Uint8Array;
  readonly words: Uint32Array | undefined;
}

function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array | undefined {
  return byteOffset % 4 === 0 ? new Uint32Array(buffer, byteOffset, byteLength >>> 2) : undefined;
}

type PackRow = (source: Source, from: number, width: number, out: Uint8Array, to: number) => void;

/**
 * A factor by which bits of a little-endian word come to lie in order in its highest byte: the lowest of each byte in the lower
 * half, the fifth of each in the upper half.
 */
const GATHER = 0x08040201;

/** Eight pixels at once where a row begins with a word: this runs for every refresh, and the plain loop takes several times as long. */
const packRow1: PackRow = ({ pixels, words }, from, width, out, to) => {
  let x = 0;
  if (words !== undefined && from % 4 === 0) {
    x = width & ~7;
    const end = (from + x) >>> 2;
    for (let at = from >>> 2, byte = to; at < end; at += 2)
      out[byte++] = Math.imul(((words[at] as number) << 4) | (words[at + 1] as number), GATHER) >>> 24;
  }
  for (; x < width; x++) {
    const byte = to + (x >>> 3);
    out[byte] = (out[byte] as number) | ((pixels[from + x] as number) << (7 - (x & 7)));
  }
};

const packRow2: PackRow = ({ pixels }, from, width, out, to) => {
  for (let x = 0; x < width; x++) {
    const byte = to + (x >> 2);
    out[byte] = (out[byte] as number) | ((pixels[from + x] as number) << (6 - 2 * (x & 3)));
  }
};

const packRow4: PackRow = ({ pixels }, from, width, out, to) => {
  for (let x = 0; x < width; x++) {
    const byte = to + (x >> 1);
    out[byte] = (out[byte] as number) | ((pixels[from + x] as number) << (4 - 4 * (x & 1)));
  }
};
