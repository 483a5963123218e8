import { constants } from "node:fs";
import { access, type FileHandle, open, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { openReason } from "../bus/bus-error.ts";
import { errnoOf, type Kernel } from "../bus/kernel.ts";
import { nativeKernel } from "../bus/native.ts";
import { messageOf, WattframeError } from "../errors.ts";
import type { Frame } from "../raster/frame.ts";
import { type Fit, placeFrame } from "../raster/resample.ts";
import {
  decodeScreenInfo,
  type FramebufferGeometry,
  GET_SCREEN_INFO,
  readGeometry,
  SCREEN_INFO_BYTES,
  type ScreenInfo,
  sameGeometry,
} from "./framebuffer-geometry.ts";
import { changedRows, packFramebuffer, type RowRange } from "./framebuffer-pixels.ts";

/** Place of a framebuffer, and how a picture of another size comes onto it. */
export interface FramebufferPlace {
  /** The device; a plain file may take its place. */
  readonly device: string;
  /**
   * Folder with `virtual_size`, `bits_per_pixel` and `stride`, used as they are. Absent: the kernel's own for this
   * device, corrected by the driver where it answers.
   */
  readonly sysfs?: string;
  readonly scale: Fit;
}

/** Result of showing a frame. */
export interface FramebufferWritten {
  /** Ranges of rows, each from its first row to before its last plus one; empty when nothing differed. */
  readonly rowsWritten: readonly RowRange[];
  readonly bytes: number;
}

/** A framebuffer that remembers what it shows, so that only rows that differ are written. */
export interface FramebufferScreen {
  /**
   * Shows a frame. A framebuffer that has been resized since is written whole.
   * @param before what is known to be on it now; absent: what was shown last
   * @throws WattframeError `BUS_UNAVAILABLE` when it is gone, `BUS_IO` when it fails, `FRAME_SIZE` when the frame is too large
   */
  show(frame: Frame, before?: Frame): Promise<FramebufferWritten>;
}

/** A screen on a framebuffer, which is opened for each picture: one that goes away is used again when it is back. */
export function framebufferScreen(place: FramebufferPlace): FramebufferScreen {
  const driver = driverOf(place);
  let shown: { readonly geometry: FramebufferGeometry; readonly bytes: Buffer } | undefined;
  return {
    async show(frame, before) {
      const geometry = await geometryOf(place, driver);
      const pack = (picture: Frame) => packFramebuffer(placeFrame(picture, geometry, place.scale), geometry);
      const known = shown !== undefined && sameGeometry(shown.geometry, geometry) ? shown.bytes : undefined;
      const bytes = pack(frame);
      const rows = changedRows(before === undefined ? known : pack(before), bytes, geometry.strideBytes);
      shown = undefined; // until every row is written, what is shown is unknown
      const written = rows.length === 0 ? 0 : await writeRows(place.device, bytes, rows, geometry);
      shown = { geometry, bytes };
      return { rowsWritten: rows, bytes: written };
    },
  };
}

/**
 * Looks whether the device is there and may be written, and describes itself. It is not opened.
 * @throws WattframeError `BUS_UNAVAILABLE`
 */
export async function probeScreen(place: FramebufferPlace): Promise<void> {
  try {
    await access(place.device, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw deviceError(place.device, cause);
  }
  await geometryOf(place);
}

/** Returns how the framebuffer is laid out now. @throws WattframeError `BUS_UNAVAILABLE` */
export async function geometryOf(place: FramebufferPlace, driver = driverOf(place)): Promise<FramebufferGeometry> {
  return await readGeometry(place.sysfs ?? sysfsOf(place.device), await driver?.screenInfo());
}

function driverOf({ device, sysfs }: FramebufferPlace): ScreenDriver | undefined {
  return sysfs === undefined ? new ScreenDriver(device) : undefined;
}

/** The kernel's folder for a framebuffer device. */
export function sysfsOf(device: string): string {
  return join("/sys/class/graphics", basename(device));
}

/** Reads from the driver what sysfs lacks; undefined where that is not possible. */
class ScreenDriver {
  readonly #device: string;
  #kernel: Promise<Kernel | undefined> | undefined;

  constructor(device: string) {
    this.#device = device;
  }

  async screenInfo(): Promise<ScreenInfo | undefined> {
    const isDevice = await stat(this.#device).then(
      (found) => found.isCharacterDevice(),
      () => false,
    );
    if (!isDevice) return undefined;
    this.#kernel ??= nativeKernel().catch(() => undefined); // an optional addon: without it the usual channel order is taken
    const kernel = await this.#kernel;
    return kernel === undefined ? undefined : driverScreenInfo(kernel, this.#device);
  }
}

function driverScreenInfo(kernel: Kernel, device: string): ScreenInfo | undefined {
  const info = Buffer.alloc(SCREEN_INFO_BYTES);
  let fd: number | undefined;
  try {
    fd = kernel.open(device);
    kernel.ioctl(fd, GET_SCREEN_INFO, info);
    return decodeScreenInfo(info);
  } catch {
    return undefined; // opening it for the picture reports why
  } finally {
    if (fd !== undefined) kernel.close(fd);
  }
}

const PIECE_BYTES = 256 * 1024; // one write; a large screen takes several, and the event loop runs between them

async function writeRows(
  device: string,
  bytes: Buffer,
  rows: readonly RowRange[],
  { strideBytes, offsetBytes }: FramebufferGeometry,
): Promise<number> {
  const file = await openDevice(device);
  let written = 0;
  try {
    for (const [from, to] of rows) {
      for (let at = from * strideBytes; at < to * strideBytes; ) {
        const length = Math.min(PIECE_BYTES, to * strideBytes - at);
        const { bytesWritten } = await file.write(bytes, at, length, offsetBytes + at);
        if (bytesWritten === 0) throw new Error(`only ${written} bytes fit`);
        at += bytesWritten;
        written += bytesWritten;
      }
    }
  } catch (cause) {
    throw new WattframeError("BUS_IO", `Writing to ${device} failed: ${messageOf(cause)}`, {
      hint: "Check the display's connection; the next picture is written whole.",
      cause,
    });
  } finally {
    await file.close().catch(() => undefined); // a device that is gone; writing has reported it
  }
  return written;
}

async function openDevice(device: string): Promise<FileHandle> {
  try {
    return await open(device, "r+");
  } catch (cause) {
    throw deviceError(device, cause);
  }
}

function deviceError(device: string, cause: unknown): WattframeError {
  const hint =
    errnoOf(cause) === "ENOENT"
      ? "A Raspberry Pi makes one only for a display that it found when it started; see doc/hardware.md."
      : "Add this user to the group video (sudo usermod -aG video USER), then log in again.";
  return new WattframeError("BUS_UNAVAILABLE", `Cannot open ${device}: ${openReason(cause)}`, { hint, cause });
}
