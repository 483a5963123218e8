import { crc32, deflateSync, inflateSync } from "node:zlib";
import { messageOf, WattframeError } from "../errors.ts";
import { packRows } from "./pack-rows.ts";
import type { Palette } from "./palette.ts";
import type { Raster } from "./raster.ts";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex"); // PNG specification, clause 5.2
const GREYSCALE = 0; // colour types: PNG specification, table 11.1
const INDEXED = 3;

/** Bytes that a PNG file may have and pixels that it may hold; a wall display has a tenth of it. */
const PNG_LIMITS = { fileBytes: 64 * 1024 * 1024, side: 8192, pixels: 24_000_000 } as const;

/** Settings of zlib for one bit a pixel: what repeats does so within some dozen rows, and short distances take fewer bits. Measured. */
const BILEVEL = { level: 6, windowBits: 12 } as const;

type PngJs = Pick<typeof import("pngjs"), "PNG">;

/** A decoded PNG: four bytes a pixel, red, green, blue, alpha, row by row from the top left. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/**
 * A PNG file of a raster at its palette's own depth: greyscale where the inks are the levels of that depth, indexed
 * with the ideal inks otherwise. The same raster gives the same bytes.
 * @source PNG specification, third edition
 */
export function encodePng(raster: Raster): Uint8Array {
  const { width, height, palette } = raster;
  const grey = isPlainGrey(palette);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = palette.bits;
  header[9] = grey ? GREYSCALE : INDEXED;
  // Every row keeps filter 0 (none): filters do not help at these depths, measured.
  const rows = packRows(raster.pixels, { width, height, bits: palette.bits, leadBytes: 1 });
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    ...(grey
      ? []
      : [chunk("PLTE", Buffer.from(palette.inks.flatMap((ink) => [ink >>> 16, (ink >>> 8) & 0xff, ink & 0xff])))]),
    chunk("IDAT", deflateSync(rows, palette.bits === 1 ? BILEVEL : { level: 6 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/**
 * The pixels of a PNG file of any depth and colour type, at 8 bits a channel.
 * @throws WattframeError `PNG_INVALID` when it is no PNG, damaged, or has sides above 8192 or more than 24 million pixels
 */
export async function decodePng(bytes: Uint8Array): Promise<RgbaPicture> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  refuseUnsafe(file);
  // A bundle hands a CommonJS package over as its default alone.
  const pngjs: PngJs & { readonly default?: PngJs } = await import("pngjs");
  const { PNG } = pngjs.default ?? pngjs;
  try {
    const { width, height, data } = PNG.sync.read(file);
    return { width, height, rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  } catch (cause) {
    throw invalid(messageOf(cause), cause);
  }
}

/** Tells whether the inks are exactly the greys of the sample values of a greyscale PNG of this depth. */
function isPlainGrey({ inks, bits }: Palette): boolean {
  const top = (1 << bits) - 1;
  return inks.length === top + 1 && inks.every((ink, level) => ink === Math.round((level * 255) / top) * 0x010101);
}

function chunk(type: string, data: Buffer): Buffer {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, "latin1");
  data.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

/** Refuses what the decoder would take for granted: sizes, and compressed data that unpacks to more than the picture. */
function refuseUnsafe(file: Buffer): void {
  if (file.length > PNG_LIMITS.fileBytes) {
    throw invalid(`the file has ${file.length} bytes, more than ${PNG_LIMITS.fileBytes}`);
  }
  if (file.length < 33 || !file.subarray(0, 8).equals(SIGNATURE) || file.toString("latin1", 12, 16) !== "IHDR") {
    throw invalid("the file does not begin as a PNG does");
  }
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  const { side, pixels } = PNG_LIMITS;
  if (width === 0 || height === 0 || width > side || height > side || width * height > pixels) {
    throw invalid(`the picture is ${width}×${height}, allowed are sides up to ${side} and ${pixels} pixels`);
  }
  // At most 8 bytes a pixel, and interlacing splits it into 7 passes with a filter byte for each row of each.
  const unpackedBytes = width * height * 8 + 7 * (height + 1) * 2;
  try {
    inflateSync(Buffer.concat(chunksOf(file, "IDAT")), { maxOutputLength: unpackedBytes });
  } catch (cause) {
    throw invalid(messageOf(cause), cause);
  }
}

function chunksOf(file: Buffer, wanted: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 8; at + 12 <= file.length; ) {
    const end = at + 8 + file.readUInt32BE(at);
    if (file.toString("latin1", at + 4, at + 8) === wanted) {
      found.push(file.subarray(at + 8, end));
    }
    at = end + 4;
  }
  return found;
}

function invalid(why: string, cause?: unknown): WattframeError {
  return new WattframeError("PNG_INVALID", `Not a usable PNG: ${why}.`, {
    hint: "Give a complete PNG file of the display's size.",
    cause,
  });
}
