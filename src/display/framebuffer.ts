import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseSize, type Size } from "../draw/size.ts";
import { messageOf, WattframeError } from "../errors.ts";
import { realPath } from "../files/real-path.ts";
import { paletteOf } from "../raster/palette.ts";
import { rasterFrame } from "../raster/raster-frame.ts";
import { checkRoom, SCREEN_FITS } from "../raster/resample.ts";
import type { Display } from "./display.ts";
import { type DisplayEnvironment, type DisplayRow, type Probe, probeOf, readerOf } from "./display-row.ts";
import { CONSOLE_PATHS, type ConsolePaths, requestConsoleOff, setBlank } from "./framebuffer-console.ts";
import { framebufferScreen, geometryOf, probeScreen, sysfsOf } from "./framebuffer-screen.ts";
import { paletteOption, sizeOption } from "./picture-options.ts";

const options = z.strictObject({
  device: z.string().min(1).default("/dev/fb0").describe("The framebuffer device."),
  sysfs: z
    .string()
    .min(1)
    .optional()
    .describe("Folder that describes it; the kernel's own by default, /sys/class/graphics/fb0."),
  size: sizeOption.optional().describe("Width and height of the picture; the framebuffer's own by default."),
  scale: z.enum(SCREEN_FITS).default("none").describe("How a picture of another size fills the framebuffer."),
  palette: paletteOption.default("grey-16").describe("The colours of the picture."),
  console: z
    .enum(["hide", "keep"])
    .default("hide")
    .describe("Whether the text console is taken off the screen while the kiosk runs."),
});

type FramebufferOptions = z.infer<typeof options>;

const read = readerOf(options);

/** A Linux framebuffer: HDMI screens, small SPI displays. Only rows that differ are written; dark in quiet hours where the driver can. */
export const framebuffer: DisplayRow = {
  kind: "framebuffer",
  options,
  surface: (raw) => {
    const parsed = read(raw);
    return { ...sizeOf(parsed), palette: paletteOf(parsed.palette) };
  },
  destination: (raw) => read(raw).device,
  claims: (raw) => {
    const { device } = read(raw);
    return [{ option: ["device"], id: realPath(device), name: device }];
  },
  probe: (raw) => framebufferProbe(read(raw)),
  open: (raw, environment) => framebufferDisplay(read(raw), environment),
};

/** Looks whether the device may be written, its geometry can be read, and a picture of the wanted size has room on it. */
async function framebufferProbe({ device, sysfs, size, scale }: FramebufferOptions): Promise<Probe> {
  const place = { device, scale, ...(sysfs !== undefined && { sysfs }) };
  const probe = await probeOf(["device"], "BUS_UNAVAILABLE", () => probeScreen(place));
  if (!probe.ok || size === undefined) return probe;
  return await probeOf(["size"], "WRONG_VALUE", async () => checkRoom(parseSize(size), await geometryOf(place), scale));
}

/**
 * A display on a framebuffer. The text console is taken off with the first picture, and given back when the last display
 * that wants it off is closed. Quiet hours leave the screen dark where the driver can; an alarm lights it.
 */
export function framebufferDisplay(
  { device, sysfs, scale, console }: FramebufferOptions,
  { log, refreshTimes }: Pick<DisplayEnvironment, "log" | "refreshTimes">,
  paths: ConsolePaths = CONSOLE_PATHS,
): Display {
  const screen = framebufferScreen({ device, scale, ...(sysfs !== undefined && { sysfs }) });
  const consoleOff = console === "hide" ? requestConsoleOff(log, paths) : undefined;
  let isDark = false;
  let canDarken = true;
  const darken = async (dark: boolean) => {
    if (dark === isDark || !canDarken) return;
    canDarken = await setBlank(sysfs ?? sysfsOf(device), dark);
    if (canDarken) isDark = dark;
    else log.info({ device }, "this framebuffer cannot be darkened: it stays lit in quiet hours");
  };
  return {
    async show(raster, now, occasion) {
      await consoleOff?.take();
      const { quiet } = now.clockSet ? refreshTimes(now.wallMs) : {};
      const { rowsWritten, bytes } = await screen.show(rasterFrame(raster)); // while it is dark too: it may be lit any time
      await darken(quiet !== undefined && occasion !== "alarm");
      if (quiet && isDark) {
        return { changed: false, reason: "quiet-hours", notBeforeMonoMs: now.monoMs + quiet.untilMs - now.wallMs };
      }
      if (rowsWritten.length === 0) return { changed: false, reason: "unchanged" };
      return { changed: true, reason: "written", facts: { rowsWritten, bytes } };
    },
    async close() {
      await darken(false);
      await consoleOff?.giveBack();
    },
  };
}

function sizeOf({ size, device, sysfs = sysfsOf(device) }: FramebufferOptions): Size {
  return size === undefined ? nativeSize(sysfs) : parseSize(size);
}

function nativeSize(sysfs: string): Size {
  try {
    const text = readFileSync(join(sysfs, "virtual_size"), "utf8").trim();
    const [, width, height] = /^([1-9]\d{0,4}),([1-9]\d{0,4})$/u.exec(text) ?? [];
    if (width === undefined || height === undefined) throw new Error(`its size is "${text}"`);
    return { width: Number(width), height: Number(height) };
  } catch (cause) {
    throw new WattframeError("BUS_UNAVAILABLE", `${sysfs} describes no framebuffer: ${messageOf(cause)}`, {
      hint: "Give the display a size, or start the machine with the screen connected; see doc/hardware.md.",
      cause,
    });
  }
}
