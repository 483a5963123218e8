import { Command } from "commander";
import { KIOSK_CONTEXT } from "../config/config-context.ts";
import type { Fault } from "../config/fault.ts";
import { loadConfig } from "../config/load.ts";
import { createLog } from "../log.ts";
import type { CommandContext } from "./context.ts";
import { configOption } from "./options.ts";
import { runKiosk } from "./run-kiosk.ts";

/** `run`: the kiosk. */
export function runCommand(context: CommandContext): Command {
  return new Command("run")
    .description("Runs the kiosk: reads the meter from the broker and keeps every display up to date.")
    .addOption(configOption())
    .addHelpText(
      "after",
      "\nSIGHUP reloads the configuration and the layouts; with a preview, so does every change of their files.\nSIGTERM stops it in order.",
    )
    .action((options: { config: string }) => run(options.config, context));
}

async function run(file: string, context: CommandContext): Promise<void> {
  const early: Fault[] = [];
  let warn = (warning: Fault): void => void early.push(warning);
  const load = () => loadConfig(file, context.env, KIOSK_CONTEXT, (warning) => warn(warning));
  const config = await load();
  const log = await createLog(config.log.level, process.stderr.isTTY);
  warn = ({ message, file: at, line, path, code, hint }) => log.warn({ file: at, line, path, code, hint }, message);
  early.forEach(warn);
  await runKiosk(config, log, context, { load, file: config.file });
}
