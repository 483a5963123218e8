import { Command } from "commander";
import { CHECK_CONTEXT, KIOSK_CONTEXT } from "../config/config-context.ts";
import { type Fault, faultLine, isError } from "../config/fault.ts";
import { checkConfig } from "../config/load.ts";
import type { CommandContext } from "./context.ts";
import { counted } from "./counted.ts";
import { configOption } from "./options.ts";

interface Options {
  readonly config: string;
  readonly asKiosk?: true;
  readonly json?: true;
}

/** `check`: what is wrong in the configuration and the layouts. */
export function checkCommand(context: CommandContext): Command {
  return new Command("check")
    .description("Checks a configuration and its layouts, and lists every fault with file, line and remedy.")
    .addOption(configOption())
    .option("--as-kiosk", "only warn of what this machine lacks for a display, as a kiosk does that starts or reloads")
    .option("--json", "print the faults as one JSON list, for programs")
    .addHelpText(
      "after",
      "\nExit code 0: no faults, perhaps warnings. 1: faults were found. 3: the file cannot be read.",
    )
    .action((options: Options) => check(options, context));
}

async function check({ config, asKiosk, json }: Options, context: CommandContext): Promise<void> {
  const checked = await checkConfig(config, context.env, asKiosk ? KIOSK_CONTEXT : CHECK_CONTEXT);
  const found = "faults" in checked ? checked.faults : checked.warnings;
  const text = json ? `${JSON.stringify(found.map(asJson), null, 2)}\n` : listOf(config, found);
  await context.print(text);
  if (found.some(isError)) context.setExitCode(1);
}

function asJson({ severity = "error", ...fault }: Fault) {
  return { ...fault, severity };
}

function listOf(config: string, found: readonly Fault[]): string {
  const lines = found.map((fault) => `${faultLine(fault)}\n    ${fault.hint}\n`);
  const errors = found.filter(isError).length;
  const warnings = found.length - errors;
  const summary = errors === 0 ? `${config}: nothing is wrong` : counted(errors, "fault");
  return `${lines.join("")}${summary}${warnings === 0 ? "" : `, ${counted(warnings, "warning")}`}\n`;
}
