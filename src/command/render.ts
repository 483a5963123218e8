import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { LayoutFolder } from "../config/layout-file.ts";
import { visible } from "../dashboard/printable.ts";
import { WattframeError } from "../errors.ts";
import { writeError } from "../files/file-error.ts";
import { outputProbe } from "../files/output-probe.ts";
import { failureText } from "../intake/failure-store.ts";
import type { KnownAt } from "../intake/known-at.ts";
import { FACES_FOLDER, LAYOUTS_FOLDER } from "../package-folder.ts";
import { PALETTES, paletteOf } from "../raster/palette.ts";
import { encodePng } from "../raster/png.ts";
import { rendererFor } from "../render/compose.ts";
import type { Rendered } from "../render/rendered.ts";
import { SIMULATED_PLACE } from "../simulator/simulated-meter.ts";
import { buildView, viewMemory } from "../view/build-view.ts";
import { FACES, type Face, faceInput } from "../view/face.ts";
import type { PartMemories } from "../view/parts.ts";
import type { PartialView } from "../view/view.ts";
import type { CommandContext } from "./context.ts";
import { drawEarlierFrames, framesOf } from "./earlier-frames.ts";
import { withTelegramOptions } from "./key-file.ts";
import { knownFrom } from "./known-source.ts";
import { type PictureOptions, type PictureSettings, pictureSettings } from "./picture-settings.ts";

const FORMATS = ["png", "indices", "json"] as const;

interface RenderOptions extends PictureOptions {
  readonly format: (typeof FORMATS)[number];
  readonly out?: string;
  readonly face?: Face;
  readonly frames?: string;
}

/** `render`: one picture, headless. */
export function renderCommand(context: CommandContext): Command {
  return withTelegramOptions(new Command("render"))
    .description("Draws one picture: of a simulated scenario, of a recording, or of the next telegram from a broker.")
    .option("-c, --config <file>", "take display, meter and broker from this configuration")
    .option("--display <name>", "the configuration's display to draw; the first by default")
    .option("--replay <file>", "draw the end of this recording")
    .option("--scenario <name>", "draw a simulated scenario, such as evening")
    .option("--seed <n>", "seed of the simulated house", "1")
    .option("--frames <n>", "draw the last n telegrams of the recording one after another, and write the last picture")
    .option("--at <iso>", "time of the picture (default: the scenario's own, or the recording's last)")
    .option("--broker <url>", "draw the next telegram of this broker, such as mqtt://192.168.1.10")
    .option("--prefix <prefix>", "first part of the reader's topics")
    .option("--timeout <s>", "seconds to wait for a telegram", "60")
    .option("--layout <name>", "the layout, such as balance or glance")
    .addOption(
      new Option(
        "--face <name>",
        "a picture that no layout shows: of quiet hours, of the end, of an end by a fault, or without a configuration",
      ).choices(FACES),
    )
    .option("--size <WxH>", "pixels, such as 800x480; the layout needs a composition of this size")
    .addOption(new Option("--palette <id>", "colours of the picture").choices(PALETTES.map((palette) => palette.id)))
    .option("--locale <x>", "language of words and format of numbers, such as fi-FI")
    .option("--time-zone <zone>", "such as Europe/Helsinki")
    .option("--every <minutes>", "time between two pictures of the display: from 5 on they show the mean of it")
    .option("--main-fuse <A>", "the main fuse in amperes")
    .addOption(
      new Option("--theme <theme>", "dark ink on light paper or the other way round").choices(["light", "dark"]),
    )
    .addOption(new Option("--format <format>", "output format").choices(FORMATS).default("png"))
    .option("-o, --out <file>", "file to write; - is stdout", "-")
    .addHelpText("after", "\nExample: wattframe render --scenario evening --locale fi-FI -o evening.png")
    .action((options: RenderOptions) => render(options, context));
}

async function render(options: RenderOptions, context: CommandContext): Promise<void> {
  const settings = await pictureSettings(options, context);
  const frames = framesOf(options);
  const fault = options.out === undefined || options.out === "-" ? undefined : outputProbe(options.out);
  if (fault) throw fault;
  const draw = await drawingOf(options, settings);
  const { replay } = options;
  const known =
    frames === 1 || replay === undefined
      ? await knownFrom(options, settings, context)
      : await drawEarlierFrames(frames, replay, options, settings, draw);
  // The picture says that there is no value, and has no room for what to do about it.
  for (const failure of known.failures ?? [])
    if (failure.code === "WIRE_UNIT") context.notify(visible(failureText(failure)));
  await output(options.out ?? "-", draw(known), context);
}

/** Returns what draws one picture after another in the format asked for, each with the memory of the one before. */
async function drawingOf(
  { face, format, scenario }: RenderOptions,
  settings: PictureSettings,
): Promise<(known: KnownAt) => Uint8Array | string> {
  const layouts = new LayoutFolder(face ? [FACES_FOLDER] : [...settings.layoutFolders, LAYOUTS_FOLDER]);
  const palette = paletteOf(settings.palette);
  if (!palette) throw new WattframeError("USAGE", `there is no palette "${settings.palette}"`);
  const { meter, theme, locale, pictureEveryMs, size } = settings;
  const renderer = await rendererFor(layouts, face ?? settings.layout, theme, { ...size, palette });
  const place = scenario === undefined ? {} : { place: () => SIMULATED_PLACE };
  let before: PartMemories | undefined;
  let drawn: Rendered | undefined;
  let bytes: Uint8Array | undefined;
  return ({ history, link, now, phases = meter.phases }) => {
    const shown = face && faceInput(face, now, meter.timeZone);
    const input = { history, link, now, meter: { ...meter, phases }, ...place, pictureEveryMs, ...shown };
    const view = buildView({ locale, parts: renderer.parts, before, ...input });
    before = viewMemory(view, input);
    const last = drawn;
    drawn = renderer.draw(view, last);
    if (format === "json") return `${JSON.stringify(described(view, drawn))}\n`;
    if (drawn !== last || bytes === undefined)
      bytes = format === "indices" ? drawn.raster.pixels : encodePng(drawn.raster);
    return bytes;
  };
}

/** The picture as data: the view, and every widget's box with the strings in it. */
function described(view: PartialView, { boxes }: Rendered) {
  const flat = boxes.map(({ widget, box, texts }) => {
    return { widget, x: box.x, y: box.y, w: box.width, h: box.height, texts };
  });
  return { view, boxes: flat };
}

async function output(file: string, bytes: Uint8Array | string, context: CommandContext): Promise<void> {
  if (file === "-") return context.print(bytes);
  try {
    writeFileSync(file, bytes);
  } catch (cause) {
    throw writeError(file, cause);
  }
}
