import { Command, InvalidArgumentError, Option } from "commander";
import type { Box } from "../draw/box.ts";
import { WattframeError } from "../errors.ts";
import { REFRESH_KINDS } from "../panel/panel.ts";
import { PANEL_FITS, SCREEN_FITS } from "../raster/resample.ts";
import { TURNS, type Turn } from "../raster/turn.ts";
import type { CommandContext } from "./context.ts";
import { type PushFramebufferOptions, pushFramebuffer } from "./push-framebuffer.ts";
import { type PushPanelOptions, pushPanel } from "./push-panel.ts";

/** Options of `push` as commander parses them: all that have a default, and those that were given. */
type PushOptions = PushPanelOptions & PushFramebufferOptions;

/** `push`: a PNG onto a panel or a framebuffer by hand. */
export function pushCommand(context: CommandContext): Command {
  const command = new Command("push")
    .description("Shows a PNG on an e-paper panel or a framebuffer, or prints the commands that a panel would get.")
    .argument("[frame]", "the PNG; not with --clear or --test-pattern")
    .option("--previous <png>", "the picture that is shown now: a partial refresh needs it, a framebuffer may use it")
    .addHelpText("after", "\nThe panel is asleep afterwards. Exit code 1: it cannot show this picture in this way.")
    .action((file: string | undefined, options: PushOptions) => push(file, options, context));
  for (const option of [...panelOptions(), ...wiringOptions(), ...framebufferOptions()]) command.addOption(option);
  return command;
}

function panelOptions(): Option[] {
  return [
    new Option("--panel <id>", "the panel; wattframe panels lists them"),
    new Option("--refresh <kind>", "how it is brought onto the glass").choices(REFRESH_KINDS).default("full"),
    new Option("--box <x,y,w,h>", "refresh this box alone, in the panel's own pixels; up to four times")
      .argParser(boxes)
      .default([], "what differs"),
    new Option("--rotate <degrees>", "turn the picture clockwise").argParser(turnOf).default(0),
    new Option("--from <state>", "what state the panel is in: asleep or reset lost its memory, idle kept it")
      .choices(["reset", "idle", "asleep"])
      .default("reset"),
    new Option("--fit <how>", "what to do with a picture of another size").choices(PANEL_FITS).default("none"),
    new Option("--dither", "keep shades of a photograph by dots; not for text"),
    new Option("--clear", "show paper alone, as before storing a panel"),
    new Option("--test-pattern", "show a picture that proves size, direction and inks; it follows --rotate"),
    new Option("--dry-run", "touch no hardware; print the steps, one JSON object a line"),
    new Option("--vcom <millivolts>", "VCOM printed on the cable of an IT8951 panel, such as -1530").argParser(
      millivolts,
    ),
  ];
}

function wiringOptions(): Option[] {
  return [
    new Option("--spi <device>", "the SPI device (default: /dev/spidev0.0)"),
    new Option("--gpio-chip <label>", "the GPIO chip's label (default: the header's)"),
    new Option("--pins <list>", "the lines, as rst=17,dc=25,busy=24,pwr=18"),
  ];
}

function framebufferOptions(): Option[] {
  return [
    new Option("--framebuffer <device>", "a framebuffer instead of a panel, such as /dev/fb0").conflicts("panel"),
    new Option("--sysfs <folder>", "folder with its size, depth and stride (default: /sys/class/graphics/<name>)"),
    new Option("--scale <how>", "how the picture is brought to its size").choices(SCREEN_FITS).default("none"),
  ];
}

async function push(file: string | undefined, options: PushOptions, context: CommandContext): Promise<void> {
  if (options.framebuffer !== undefined) await pushFramebuffer(file, options, context);
  else if (options.panel !== undefined) await pushPanel(file, options, context);
  else {
    throw new WattframeError("USAGE", "push needs --panel or --framebuffer.", {
      hint: "wattframe panels lists the panels.",
    });
  }
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
