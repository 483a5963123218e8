import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { boxNumbers } from "../draw/box.ts";
import { sameSize } from "../draw/size.ts";
import { messageOf, WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import { isoInstantMs } from "../meter/iso-instant.ts";
import type { Panel } from "../panel/panel.ts";
import { panelOf } from "../panel/panels.ts";
import { paletteOf } from "../raster/palette.ts";
import { pictureFrame } from "../raster/picture-frame.ts";
import { quantize } from "../raster/quantize.ts";
import type { Raster } from "../raster/raster.ts";
import { decideRefresh, type RefreshDecision } from "../refresh/policy.ts";
import { parseQuietHours } from "../refresh/quiet-hours.ts";
import { refreshTimes } from "../refresh/refresh-times.ts";
import { OCCASIONS, parseRefreshState, type RefreshState } from "../refresh/state.ts";
import type { CommandContext } from "./context.ts";
import { readPicture } from "./picture-file.ts";

interface PlanOptions {
  readonly panel: string;
  readonly previous?: string;
  readonly next: string;
  readonly state: string;
  readonly now: number;
  readonly quiet?: string;
  readonly timeZone: string;
  readonly alarm?: true;
  readonly rest?: true;
  readonly temperature?: number;
}

/** `plan`: what the refresh policy would do with two pictures, and why. */
export function planCommand(context: CommandContext): Command {
  return new Command("plan")
    .description("Prints what the refresh policy would do: not refresh, or a partial, fast or full refresh, and why.")
    .requiredOption("--panel <id>", "the panel; wattframe panels lists them")
    .option("--previous <png>", "the picture on the glass; unknown by default")
    .requiredOption("--next <png>", "the picture to show")
    .requiredOption(
      "--state <json>",
      "what was done to the panel before, as an earlier plan printed it; {} is a first start",
    )
    .requiredOption("--now <time>", "the present moment, ISO 8601 with Z or an offset", instant)
    .option("--quiet <span>", "hours without a refresh, such as 23:00-06:00")
    .option("--time-zone <zone>", "time zone of the quiet hours and of the daily full refresh", "UTC")
    .addOption(
      new Option("--alarm", "the picture shows an overload: partial refreshes sooner and in quiet hours").conflicts(
        "rest",
      ),
    )
    .option("--rest", "the picture is the one that quiet hours begin with")
    .option("--temperature <celsius>", "ambient temperature; indoors when absent", degrees)
    .option("--json", "print JSON (the default)")
    .addHelpText(
      "after",
      [
        "\nTouches no hardware. The printed state is what the next call takes as --state.",
        "\nExample: wattframe plan --panel waveshare-7in5-v2 --next new.png --state '{}' --now 2026-01-15T18:00:00Z",
      ].join("\n"),
    )
    .action((options: PlanOptions) => plan(options, context));
}

async function plan(options: PlanOptions, context: CommandContext): Promise<void> {
  const panel = panelOf(options.panel);
  const { now: nowMs, temperature: temperatureC, timeZone, quiet } = options;
  const times = refreshTimes(nowMs, timeZone, quiet === undefined ? undefined : parseQuietHours(quiet));
  const occasion = OCCASIONS.find((each) => options[each]);
  const next = await pictureFor(panel, options.next);
  const previous = options.previous === undefined ? undefined : await pictureFor(panel, options.previous);
  const decision = decideRefresh({
    panel,
    next,
    state: await stateIn(options.state),
    nowMs,
    ...times,
    ...(occasion && { occasion }),
    ...(previous !== undefined && { previous }),
    ...(temperatureC !== undefined && { temperatureC }),
  });
  await context.print(`${JSON.stringify(planJson(decision))}\n`);
}

/** A decision as it is printed: boxes as [x, y, width, height], times as text. */
function planJson({ kind, boxes, box, reason, notBeforeMs, state }: RefreshDecision) {
  return {
    kind,
    boxes: boxes.map(boxNumbers),
    ...(box !== undefined && { box: boxNumbers(box) }),
    reason,
    ...(notBeforeMs !== undefined && { notBefore: new Date(notBeforeMs).toISOString() }),
    state,
  };
}

async function pictureFor(panel: Panel, path: string): Promise<Raster> {
  const picture = await readPicture(path);
  if (!sameSize(picture, panel)) {
    const sizes = `${picture.width}×${picture.height}, the panel ${panel.width}×${panel.height}`;
    throw new WattframeError("FRAME_SIZE", `${path} is ${sizes}.`, { hint: "Give a picture as the panel scans it." });
  }
  const palette = paletteOf(panel.palette);
  return quantize(pictureFrame(picture, palette), palette);
}

/** The state in a JSON file, or in the text itself where it is an object. */
async function stateIn(source: string): Promise<RefreshState> {
  const isText = source.trimStart().startsWith("{");
  let text = source;
  try {
    if (!isText) text = await readFile(source, "utf8");
  } catch (cause) {
    throw readError(source, cause);
  }
  try {
    return parseRefreshState(JSON.parse(text));
  } catch (cause) {
    throw new WattframeError("USAGE", `${isText ? "--state" : source} is no JSON: ${messageOf(cause)}`, {
      hint: "Give the state that an earlier plan printed, or {} for a first start.",
      cause,
    });
  }
}

function instant(text: string): number {
  const ms = isoInstantMs(text);
  if (ms === undefined) throw new InvalidArgumentError("A time is ISO 8601 with Z or an offset: 2026-01-15T18:00:00Z.");
  return ms;
}

function degrees(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError("A temperature is a number, in °C.");
  return value;
}
