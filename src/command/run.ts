import { Command } from "commander";
import { loadConfig } from "../config/load.ts";
import { SURROUNDINGS } from "../config/surroundings.ts";
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
      "\nSIGHUP reads the configuration and the layouts again; with a preview, so does every change of them. SIGTERM ends in order.",
    )
    .action((options: { config: string }) => run(options.config, context));
}

async function run(file: string, context: CommandContext): Promise<void> {
  const load = () => loadConfig(file, context.env, SURROUNDINGS);
  const config = await load();
  const log = await createLog(config.log.level, process.stderr.isTTY);
  await runKiosk(config, log, context, { load, file: config.file });
}
