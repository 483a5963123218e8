import { Command, InvalidArgumentError, Option } from "commander";
import type { Box } from "../draw/box.ts";
import { WattframeError } from "../errors.ts";
import { REFRESH_KINDS } from "../panel/panel.ts";
import { FITS } from "../raster/fit.ts";
import { TURNS, type Turn } from "../raster/turn.ts";
import type { CommandContext } from "./context.ts";
import { type PushPanelOptions, pushPanel } from "./push-panel.ts";

/** `push`: a PNG onto a panel by hand. */
export function pushCommand(context: CommandContext): Command {
  return new Command("push")
    .description("Shows a PNG on an e-paper panel by hand, or prints what would be sent to it.")
    .argument("[frame]", "the PNG; not with --clear or --test-pattern")
    .addOption(new Option("--panel <id>", "the panel; wattframe panels lists them"))
    .addOption(
      new Option("--refresh <kind>", "how it is brought onto the glass").choices(REFRESH_KINDS).default("full"),
    )
    .option("--previous <png>", "the picture on the glass now, which a partial refresh needs")
    .option("--box <x,y,w,h>", "refresh this box alone, in the panel's own pixels; up to four times", boxes, [])
    .addOption(new Option("--rotate <degrees>", "turn the picture clockwise").argParser(turnOf).default(0))
    .addOption(
      new Option("--from <state>", "what state the panel is in: asleep or reset lost its memory, idle kept it")
        .choices(["reset", "idle", "asleep"])
        .default("reset"),
    )
    .addOption(new Option("--fit <how>", "what to do with a picture of another size").choices(FITS).default("none"))
    .option("--dither", "keep shades of a photograph by dots; not for text")
    .option("--clear", "show paper alone, as before storing a panel")
    .option("--test-pattern", "show a picture that proves size, direction and inks")
    .option("--dry-run", "touch no hardware; print the steps, one JSON object a line")
    .option("--spi <device>", "the SPI device (default: /dev/spidev0.0)")
    .option("--gpio-chip <label>", "the GPIO chip's label (default: the header's)")
    .option("--pins <list>", "the lines, as rst=17,dc=25,busy=24,pwr=18")
    .option("--vcom <millivolts>", "VCOM printed on the cable of an IT8951 panel, such as -1530", millivolts)
    .addHelpText("after", "\nThe panel is asleep afterwards. Exit code 1: it cannot show this picture that way.")
    .action((file: string | undefined, options: Partial<PushPanelOptions>) => push(file, options, context));
}

async function push(
  file: string | undefined,
  options: Partial<PushPanelOptions>,
  context: CommandContext,
): Promise<void> {
  const { panel } = options;
  if (panel === undefined)
    throw new WattframeError("USAGE", "push needs --panel.", { hint: "wattframe panels lists them." });
  await pushPanel(file, { ...(options as PushPanelOptions), panel }, context); // commander filled in the defaults
}

function boxes(text: string, earlier: readonly Box[]): Box[] {
  const numbers = /^\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*(\d{1,5})\s*,\s*(\d{1,5})\s*$/.exec(text)?.slice(1).map(Number);
  const [x, y, width, height] = numbers ?? [];
  if (x === undefined || y === undefined || width === undefined || height === undefined) {
    throw new InvalidArgumentError("A box is four whole numbers: x,y,width,height.");
  }
  return [...earlier, { x, y, width, height }];
}

function turnOf(text: string): Turn {
  const turn = TURNS.find((degrees) => String(degrees) === text);
  if (turn === undefined) throw new InvalidArgumentError(`Turns are ${TURNS.join(", ")} degrees.`);
  return turn;
}

function millivolts(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value >= 0 || value < -5000) {
    throw new InvalidArgumentError("VCOM is a negative number of millivolts, such as -1530.");
  }
  return value;
}
