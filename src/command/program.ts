import { fstatSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { FaultsError, faultLine } from "../config/fault.ts";
import { zoneFiles } from "../config/zone-files.ts";
import { visible } from "../dashboard/printable.ts";
import { errorFacts, exitCodeOf, WattframeError } from "../errors.ts";
import { isJournal, journalMark } from "../log.ts";
import { useZoneDatabase } from "../meter/local-time.ts";
import { VERSION } from "../version.ts";
import { COMMANDS, type CommandRow } from "./commands.ts";
import type { CommandContext } from "./context.ts";

const EXAMPLES = `
Examples:
  wattframe demo                        show a simulated house and its live picture, without any meter
  wattframe check --config my.yaml      check a configuration file, line by line
  wattframe run --config my.yaml        run the kiosk
  wattframe render --scenario evening --at 2026-01-15T18:00:00Z -o picture.png

Exit codes: 0 done, 1 faults found or input refused, 2 wrong usage, 3 a file, broker or device failed, or wattframe itself.`;

/**
 * Runs one command line, without the program's own name, and returns its exit code. Only the command that is called is
 * loaded. Nothing is thrown: errors are written to stderr. A command that a signal cut short writes nothing, and ends with
 * the signal's exit code.
 */
export async function runProgram(args: readonly string[], context: CommandContext): Promise<number> {
  useZoneDatabase(zoneFiles());
  try {
    const program = await programFor(args, context);
    await program.parseAsync(args[0] === "help" ? [...args.slice(1), "--help"] : [...args], { from: "user" });
    return 0;
  } catch (thrown) {
    return report(thrown, context);
  }
}

async function programFor(args: readonly string[], context: CommandContext): Promise<Command> {
  const program = new Command("wattframe")
    .description("A wall display for a smart electricity meter: MQTT in, a calm picture out.")
    .version(VERSION, "--version", "print the version")
    .helpOption("--help", "show help; works on every command")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: (text) => context.notify(text.replace(/^error: /u, "").trimEnd()) })
    .addHelpText("after", EXAMPLES);
  const called = args.find((arg) => !arg.startsWith("-") && arg !== "help");
  for (const row of COMMANDS) program.addCommand(await commandOf(row, called, context));
  for (const command of program.commands) settle(command, program, "wattframe");
  return program.showHelpAfterError("wattframe --help lists the commands");
}

/** Gives a command, and those below it, what all commands have in common. */
function settle(command: Command, above: Command, path: string): void {
  const line = `${path} ${command.name()}`;
  requireAllAtOnce(command);
  command.copyInheritedSettings(above).helpOption("--help", "show help");
  command.showHelpAfterError(`${line} --help shows its options`);
  for (const nested of command.commands) settle(nested, command, line);
}

/** Makes a command name every missing required option: commander stops at the first one. */
function requireAllAtOnce(command: Command): void {
  const required = command.options.filter(({ mandatory }) => mandatory);
  for (const option of required) option.makeOptionMandatory(false);
  command.hook("preAction", () => {
    const missing = required.filter((option) => command.getOptionValue(option.attributeName()) === undefined);
    if (missing.length === 0) return;
    const names = missing.map(({ flags }) => `'${flags}'`).join(", ");
    const plural = missing.length === 1 ? "" : "s";
    command.error(`required option${plural} ${names} not specified`, { code: "commander.missingMandatoryOptionValue" });
  });
}

async function commandOf(row: CommandRow, called: string | undefined, context: CommandContext): Promise<Command> {
  const command = row.name === called ? (await row.load())(context) : new Command(row.name);
  return command.name(row.name).summary(row.summary).helpGroup(row.group).helpOption("--help", "show help");
}

/** SIGINT's, for a stop that names no exit code. */
const INTERRUPTED = 130;

function report(thrown: unknown, context: CommandContext): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2; // commander has printed the reason
  const stop = context.stopSignal();
  if (stop.aborted && isAbort(thrown, stop)) return typeof stop.reason === "number" ? stop.reason : INTERRUPTED;
  // What is quoted of files and topics must not reach a terminal as it is: it may hold anything.
  const mark = isJournal(context.env, fstatSync(2)) ? journalMark("error") : "";
  const write = (text: string) => {
    for (const line of text.split("\n")) context.notify(mark + visible(line));
  };
  if (context.env["WATTFRAME_DEBUG"] && thrown instanceof WattframeError) write(thrown.stack ?? "");
  const { code, error, hint, stack } = errorFacts(thrown);
  if (thrown instanceof FaultsError) {
    for (const fault of thrown.faults) write(`${faultLine(fault)}\n    ${fault.hint}`);
  } else if (stack !== undefined) write(`internal error of wattframe (${code}): ${stack}`);
  else write(hint === undefined ? error : `${error}\n    ${hint}`);
  return exitCodeOf(code);
}

/** Tells whether something was thrown because the process was asked to stop. */
function isAbort(thrown: unknown, { reason }: AbortSignal): boolean {
  return thrown === reason || (thrown instanceof Error && thrown.name === "AbortError");
}
