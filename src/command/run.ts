import { Command } from "commander";
import { KIOSK_CONTEXT } from "../config/config-context.ts";
import type { Fault } from "../config/fault.ts";
import { loadConfig } from "../config/load.ts";
import { createLog } from "../log.ts";
import { awaitConfiguration, isMissing } from "./await-configuration.ts";
import type { CommandContext } from "./context.ts";
import { configOption } from "./options.ts";
import { runKiosk } from "./run-kiosk.ts";

/** Variable that names the display of the first picture, as the service's unit hands it on. */
const PANEL_VARIABLE = "WATTFRAME_PANEL";

interface Options {
  readonly config: string;
  readonly panel?: string;
}

/** `run`: the kiosk. */
export function runCommand(context: CommandContext): Command {
  return new Command("run")
    .description("Runs the kiosk: reads the meter from the broker and keeps every display up to date.")
    .addOption(configOption())
    .option(
      "--panel <id>",
      `display that says what to do while there is no configuration: a panel, such as waveshare-7in5-v2, a framebuffer, such as /dev/fb0, or a .png file (default: $${PANEL_VARIABLE})`,
    )
    .addHelpText(
      "after",
      [
        "\nSIGHUP reloads the configuration and the layouts; with a preview, so does every change of their files.",
        "SIGTERM stops it in order. Without a configuration it waits for one.",
      ].join("\n"),
    )
    .action((options: Options) => run(options, context));
}

async function run({ config: file, panel: named }: Options, context: CommandContext): Promise<void> {
  const panel = named ?? (context.env[PANEL_VARIABLE] || undefined);
  const early: Fault[] = [];
  let warn = (warning: Fault): void => void early.push(warning);
  let readMs = Date.now();
  const load = () => {
    readMs = Date.now();
    return loadConfig(file, context.env, KIOSK_CONTEXT, (warning) => warn(warning));
  };
  const arrived = (await isMissing(file))
    ? await awaitConfiguration({ file, panel, load, log: await createLog("info", process.stderr.isTTY) }, context)
    : { config: await load(), release: () => undefined };
  if (!arrived) return; // the process was asked to end
  const { config, release } = arrived;
  const log = await createLog(config.log.level, process.stderr.isTTY);
  warn = ({ message, file: at, line, path, code, hint }) => log.warn({ file: at, line, path, code, hint }, message);
  early.forEach(warn);
  await runKiosk(config, log, context, { load, readMs, file: config.file }).finally(release);
}
