import { open } from "node:fs/promises";
import { basename, join } from "node:path";
import { nativeKernel } from "../bus/native.ts";
import {
  decodeScreenInfo,
  type FramebufferGeometry,
  GET_SCREEN_INFO,
  readGeometry,
  SCREEN_INFO_BYTES,
  type ScreenInfo,
} from "../display/framebuffer-geometry.ts";
import { changedRows, packFramebuffer, type RowRange } from "../display/framebuffer-pixels.ts";
import { placeFrame, type Scale } from "../display/scale.ts";
import { messageOf, WattframeError } from "../errors.ts";
import { pictureFrame } from "../raster/picture-frame.ts";
import type { CommandContext } from "./context.ts";
import { readPicture } from "./picture-file.ts";

/** Options of `push` that concern a framebuffer. */
export interface PushFramebufferOptions {
  readonly framebuffer: string;
  readonly sysfs?: string;
  readonly scale: Scale;
  readonly previous?: string;
}

/**
 * Writes one picture into a framebuffer, only the rows that differ where the previous picture is told, and prints which.
 * @throws WattframeError `FRAME_SIZE`, `PNG_INVALID`, `FILE_READ`, and `BUS_UNAVAILABLE` or `BUS_IO` when the device fails
 */
export async function pushFramebuffer(
  file: string | undefined,
  { framebuffer, sysfs, scale, previous }: PushFramebufferOptions,
  context: CommandContext,
): Promise<void> {
  if (file === undefined) throw new WattframeError("USAGE", "push --framebuffer needs a PNG file.");
  const geometry = await geometryOf(framebuffer, sysfs);
  const bytesOf = async (path: string) =>
    packFramebuffer(placeFrame(pictureFrame(await readPicture(path)), geometry, scale), geometry);
  const after = await bytesOf(file);
  const rowsWritten = changedRows(
    previous === undefined ? undefined : await bytesOf(previous),
    after,
    geometry.strideBytes,
  );
  const bytes = await writeRows(framebuffer, { after, rowsWritten, geometry });
  await context.print(`${JSON.stringify({ rowsWritten, bytes })}\n`);
}

/** The layout of a framebuffer: from the folder that was named, else from sysfs made exact by the driver where it answers. */
async function geometryOf(device: string, sysfs: string | undefined): Promise<FramebufferGeometry> {
  if (sysfs !== undefined) return await readGeometry(sysfs);
  return await readGeometry(join("/sys/class/graphics", basename(device)), await screenInfoOf(device));
}

/** What the driver says itself; undefined without the addon, or where it does not answer: sysfs tells enough then. */
async function screenInfoOf(device: string): Promise<ScreenInfo | undefined> {
  try {
    const kernel = await nativeKernel();
    const fd = kernel.open(device);
    try {
      const info = Buffer.alloc(SCREEN_INFO_BYTES);
      kernel.ioctl(fd, GET_SCREEN_INFO, info);
      return decodeScreenInfo(info);
    } finally {
      kernel.close(fd);
    }
  } catch {
    return undefined;
  }
}

interface Rows {
  readonly after: Buffer;
  readonly rowsWritten: readonly RowRange[];
  readonly geometry: FramebufferGeometry;
}

/** Writes the rows and gives the number of bytes. */
async function writeRows(device: string, { after, rowsWritten, geometry }: Rows): Promise<number> {
  const handle = await open(device, "r+").catch((cause: unknown) => {
    throw new WattframeError("BUS_UNAVAILABLE", `${device} cannot be opened: ${messageOf(cause)}`, {
      hint: "Your user must be in the group video, and the display must have been found when the machine started.",
      cause,
    });
  });
  try {
    let bytes = 0;
    for (const [from, to] of rowsWritten) {
      const rows = after.subarray(from * geometry.strideBytes, to * geometry.strideBytes);
      await handle.write(rows, 0, rows.length, geometry.offsetBytes + from * geometry.strideBytes);
      bytes += rows.length;
    }
    return bytes;
  } catch (cause) {
    throw new WattframeError("BUS_IO", `${device} cannot be written: ${messageOf(cause)}`, { cause });
  } finally {
    await handle.close();
  }
}
