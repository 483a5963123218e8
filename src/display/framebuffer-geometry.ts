import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openReason } from "../bus/bus-error.ts";
import { WattframeError } from "../errors.ts";

/** Position of one colour in a pixel: bits above the lowest, and how many. */
export interface Channel {
  readonly shift: number;
  readonly bits: number;
}

/** Layout of the bytes of a framebuffer. */
export interface FramebufferGeometry {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: 16 | 24 | 32;
  /** Bytes from one row to the next; may be more than a row's pixels take. */
  readonly strideBytes: number;
  /** Bytes before the first visible pixel. */
  readonly offsetBytes: number;
  /** Pixels are little-endian words of `bitsPerPixel` bits. */
  readonly red: Channel;
  readonly green: Channel;
  readonly blue: Channel;
}

/** Part of the geometry that only the driver itself knows. */
export type ScreenInfo = Pick<FramebufferGeometry, "width" | "height" | "red" | "green" | "blue"> & {
  readonly xOffset: number;
  readonly yOffset: number;
};

/** Channel orders of every driver met on a Raspberry Pi: RGB565, and blue in the lowest byte. @source Linux, drm_fourcc.h: RG16, RG24, XR24 */
const RGB565 = { red: { shift: 11, bits: 5 }, green: { shift: 5, bits: 6 }, blue: { shift: 0, bits: 5 } } as const;
const RGB888 = { red: { shift: 16, bits: 8 }, green: { shift: 8, bits: 8 }, blue: { shift: 0, bits: 8 } } as const;

/**
 * Reads the geometry from sysfs (`virtual_size`, `bits_per_pixel`, `stride`), corrected by the driver where it answered.
 * @throws WattframeError `BUS_UNAVAILABLE` when the folder is not there or does not describe a usable framebuffer
 */
export async function readGeometry(sysfs: string, screen?: ScreenInfo): Promise<FramebufferGeometry> {
  const [size, depth, stride] = await Promise.all(
    ["virtual_size", "bits_per_pixel", "stride"].map((name) => attribute(sysfs, name)),
  );
  const [, width, height] = /^(\d+),(\d+)$/.exec(size ?? "") ?? [];
  const bitsPerPixel = Number(depth);
  if (width === undefined || height === undefined || Number(width) * Number(height) === 0) {
    throw unusable(sysfs, `its size is "${size}"`);
  }
  if (bitsPerPixel !== 16 && bitsPerPixel !== 24 && bitsPerPixel !== 32) {
    throw unusable(sysfs, `it has ${depth} bits per pixel, known are 16, 24 and 32`);
  }
  const visible = screen ?? { width: Number(width), height: Number(height), xOffset: 0, yOffset: 0 };
  const strideBytes = Number(stride);
  if (!Number.isSafeInteger(strideBytes) || strideBytes * 8 < visible.width * bitsPerPixel) {
    throw unusable(sysfs, `its stride of ${stride} bytes is less than a row`);
  }
  const { red, green, blue } = screen ?? (bitsPerPixel === 16 ? RGB565 : RGB888);
  return {
    width: visible.width,
    height: visible.height,
    bitsPerPixel,
    strideBytes,
    offsetBytes: visible.yOffset * strideBytes + (visible.xOffset * bitsPerPixel) / 8,
    red,
    green,
    blue,
  };
}

/** Request that fills {@link SCREEN_INFO_BYTES} bytes. @source Linux, include/uapi/linux/fb.h: FBIOGET_VSCREENINFO */
export const GET_SCREEN_INFO = 0x4600;

/** Size of `struct fb_var_screeninfo`. */
export const SCREEN_INFO_BYTES = 160;

/** Decodes an answered `struct fb_var_screeninfo`; undefined when it names no colours that can be written. */
export function decodeScreenInfo(info: Buffer): ScreenInfo | undefined {
  const channel = (at: number): Channel => ({ shift: info.readUInt32LE(at), bits: info.readUInt32LE(at + 4) });
  const [red, green, blue] = [channel(32), channel(44), channel(56)];
  const isUsable = [red, green, blue].every(({ shift, bits }) => bits >= 1 && bits <= 8 && shift + bits <= 32);
  const [width, height] = [info.readUInt32LE(0), info.readUInt32LE(4)];
  if (!isUsable || width === 0 || height === 0) return undefined;
  return { width, height, xOffset: info.readUInt32LE(16), yOffset: info.readUInt32LE(20), red, green, blue };
}

/** Tells whether two framebuffers take the same bytes for the same picture. */
export function sameGeometry(a: FramebufferGeometry, b: FramebufferGeometry): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

async function attribute(sysfs: string, name: string): Promise<string> {
  try {
    return (await readFile(join(sysfs, name), "utf8")).trim();
  } catch (cause) {
    throw unusable(sysfs, `${name}: ${openReason(cause)}`, cause);
  }
}

function unusable(sysfs: string, why: string, cause?: unknown): WattframeError {
  return new WattframeError("BUS_UNAVAILABLE", `${sysfs} describes no framebuffer that can be used: ${why}.`, {
    hint: "A Raspberry Pi makes one only for a display that it found when it started; see doc/hardware.md.",
    cause,
  });
}
