import { deviceOf } from "../bus/wiring.ts";
import type { Box } from "../draw/box.ts";
import { sameSize, turnedSize } from "../draw/size.ts";
import { WattframeError } from "../errors.ts";
import { stateFolder } from "../kiosk/folders.ts";
import { type Log, SILENT } from "../log.ts";
import { type Panel, paletteIdFor, type RefreshKind } from "../panel/panel.ts";
import { panelOf } from "../panel/panels.ts";
import type { ControllerState, RefreshJob } from "../panel/refresh-job.ts";
import { refreshSteps } from "../panel/refresh-steps.ts";
import { type Steps, stepJson } from "../panel/step.ts";
import { changedBoxes } from "../raster/changed-box.ts";
import { dither } from "../raster/dither.ts";
import { type Palette, paletteOf } from "../raster/palette.ts";
import { pictureFrame } from "../raster/picture-frame.ts";
import { quantize } from "../raster/quantize.ts";
import { blankRaster, type Raster } from "../raster/raster.ts";
import { type Fit, MARGINS, placeFrame } from "../raster/resample.ts";
import { isSideways, type Turn, turn } from "../raster/turn.ts";
import type { CommandContext } from "./context.ts";
import { readPicture } from "./picture-file.ts";
import { rememberRefresh } from "./push-memory.ts";
import { runOnPanel, type WiringOptions, wiringOf } from "./run-on-panel.ts";

/** Options of `push` that concern a panel. */
export interface PushPanelOptions extends WiringOptions {
  readonly panel: string;
  readonly refresh: RefreshKind;
  readonly previous?: string;
  /** The boxes to refresh; empty lets the difference decide. */
  readonly box: readonly Box[];
  readonly rotate: Turn;
  readonly from: ControllerState;
  readonly fit: Fit;
  readonly dither?: true;
  readonly dryRun?: true;
  readonly clear?: true;
  readonly testPattern?: true;
  readonly vcom?: number;
}

/**
 * Brings one picture onto a panel, or prints the steps that would.
 * @throws WattframeError `USAGE`, `PANEL_UNKNOWN`, `PANEL_REFUSED`, `PNG_INVALID`, `FILE_READ`, `LOCKED` while a kiosk
 *   drives that panel, and those of the bus
 */
export async function pushPanel(
  file: string | undefined,
  options: PushPanelOptions,
  context: CommandContext,
): Promise<void> {
  const panel = panelOf(options.panel);
  const wiring = wiringOf(options);
  const job = await jobOf(panel, file, options);
  if (job === undefined) {
    context.notify("nothing differs from the previous picture: nothing to refresh");
    return;
  }
  if (options.dryRun) {
    await printSteps(refreshSteps(panel, job), context);
    return;
  }
  const log: Log = { ...SILENT, warn: (_facts, message) => context.notify(message) };
  const byHand = { panel, job, device: deviceOf(wiring), nowMs: Date.now(), log };
  await rememberRefresh(await stateFolder(context.env), byHand, (begins) =>
    runOnPanel({ panel, job, wiring }, context, begins),
  );
}

/** The job that the options describe; undefined when a partial refresh finds nothing to change. */
async function jobOf(
  panel: Panel,
  file: string | undefined,
  options: PushPanelOptions,
): Promise<RefreshJob | undefined> {
  const { refresh: kind, from, vcom, box } = options;
  const next = await pictureOf(panel, file, options);
  const previous = options.previous === undefined ? undefined : await rasterOf(panel, options.previous, options);
  const boxes = box.length > 0 ? box : differing(panel, kind, previous, next);
  if (kind === "partial" && boxes?.length === 0) return undefined;
  return {
    kind,
    next,
    from,
    leave: "asleep", // no process is left to put it to sleep later
    ...(previous !== undefined && { previous }),
    ...(boxes !== undefined && { boxes }),
    ...(vcom !== undefined && { vcomMv: vcom }),
  };
}

async function pictureOf(panel: Panel, file: string | undefined, options: PushPanelOptions): Promise<Raster> {
  const sources = [file !== undefined, options.clear === true, options.testPattern === true].filter(Boolean).length;
  if (sources !== 1) {
    throw new WattframeError(
      "USAGE",
      "One picture is needed: a PNG file, --clear or --test-pattern, and not two of them.",
    );
  }
  const palette = paletteOf(paletteIdFor(panel, options.refresh));
  if (options.clear) return blankRaster(panel.width, panel.height, palette);
  if (options.testPattern) return await testRaster(panel, palette, options.rotate);
  return await rasterOf(panel, file ?? "", options);
}

async function testRaster(panel: Panel, palette: Palette, rotate: Turn): Promise<Raster> {
  const { testPicture } = await import("../render/test-picture.ts"); // what draws letters takes long to load
  return turn(testPicture(isSideways(rotate) ? turnedSize(panel) : panel, palette), rotate);
}

async function rasterOf(panel: Panel, file: string, options: PushPanelOptions): Promise<Raster> {
  const palette = paletteOf(paletteIdFor(panel, options.refresh));
  const size = isSideways(options.rotate) ? turnedSize(panel) : panel;
  const picture = pictureFrame(await readPicture(file), palette);
  const frame = options.fit === "none" ? picture : placeFrame(picture, size, options.fit, MARGINS.white);
  return turn(options.dither ? dither(frame, palette, palette.seen) : quantize(frame, palette), options.rotate);
}

function differing(panel: Panel, kind: RefreshKind, previous: Raster | undefined, next: Raster): Box[] | undefined {
  if (kind !== "partial" || panel.partial === undefined || previous === undefined) return undefined;
  if (!sameSize(previous, next)) return undefined;
  return changedBoxes(previous, next, panel.partial);
}

/** Prints steps one a line, every read answered as by a healthy controller. */
async function printSteps(steps: Steps, context: CommandContext): Promise<void> {
  let answer: Uint8Array | undefined;
  for (let next = steps.next(); next.done !== true; next = steps.next(answer)) {
    await context.print(`${stepJson(next.value)}\n`);
    answer = next.value.k === "i80" && next.value.t === "read" ? next.value.healthy : undefined;
  }
}
