import { Command } from "commander";
import { type Fault, faultLine } from "../config/fault.ts";
import { checkConfig } from "../config/load.ts";
import { SURROUNDINGS } from "../config/surroundings.ts";
import type { CommandContext } from "./context.ts";
import { configOption } from "./options.ts";

/** `check`: what is wrong in the configuration and the layouts. */
export function checkCommand(context: CommandContext): Command {
  return new Command("check")
    .description("Says everything that is wrong in a configuration and its layouts, each with file, line and remedy.")
    .addOption(configOption())
    .option("--json", "print the faults as one JSON list, for programs")
    .addHelpText("after", "\nExit code 0: nothing is wrong. 1: faults were found. 3: the file cannot be read.")
    .action((options: { config: string; json?: true }) => check(options, context));
}

async function check({ config, json }: { config: string; json?: true }, context: CommandContext): Promise<void> {
  const checked = await checkConfig(config, context.env, SURROUNDINGS);
  const faults = "faults" in checked ? checked.faults : [];
  if (json) await context.print(`${JSON.stringify(faults, null, 2)}\n`);
  else if ("config" in checked) await context.print(`${config}: nothing is wrong\n`);
  else await context.print(listOf(faults));
  if (faults.length > 0) context.setExitCode(1);
}

function listOf(faults: readonly Fault[]): string {
  const lines = faults.map((fault) => `${faultLine(fault)}\n    ${fault.hint}\n`);
  return `${lines.join("")}${faults.length === 1 ? "1 fault" : `${faults.length} faults`}\n`;
}
