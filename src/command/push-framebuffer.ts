import { framebufferScreen } from "../display/framebuffer-screen.ts";
import { WattframeError } from "../errors.ts";
import { pictureFrame } from "../raster/picture-frame.ts";
import type { Fit } from "../raster/resample.ts";
import type { CommandContext } from "./context.ts";
import { readPicture } from "./picture-file.ts";

/** Options of `push` that concern a framebuffer. */
export interface PushFramebufferOptions {
  readonly framebuffer: string;
  readonly sysfs?: string;
  readonly scale: Fit;
  readonly previous?: string;
}

/**
 * Writes one picture into a framebuffer, only the rows that differ where the previous picture is given, and prints which.
 * @throws WattframeError `FRAME_SIZE`, `PNG_INVALID`, `FILE_READ`, and `BUS_UNAVAILABLE` or `BUS_IO` when the device fails
 */
export async function pushFramebuffer(
  file: string | undefined,
  { framebuffer, sysfs, scale, previous }: PushFramebufferOptions,
  context: CommandContext,
): Promise<void> {
  if (file === undefined) throw new WattframeError("USAGE", "push --framebuffer needs a PNG file.");
  const frameOf = async (path: string) => pictureFrame(await readPicture(path));
  const screen = framebufferScreen({ device: framebuffer, scale, ...(sysfs !== undefined && { sysfs }) });
  const written = await screen.show(await frameOf(file), previous === undefined ? undefined : await frameOf(previous));
  await context.print(`${JSON.stringify(written)}\n`);
}
