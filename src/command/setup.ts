import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { CONFIG_CONTEXT } from "../config/config-context.ts";
import { isError } from "../config/fault.ts";
import { LayoutFolder } from "../config/layout-file.ts";
import { checkConfigText } from "../config/load.ts";
import { machineTimeZone } from "../config/machine-time-zone.ts";
import { WattframeError } from "../errors.ts";
import { ownAddress } from "../kiosk/place.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import { PANELS, panelOf } from "../panel/panels.ts";
import { type Answers, brokerAnswer, type Said } from "../setup/answers.ts";
import { configText } from "../setup/config-text.ts";
import { changedLines, currentText, fateOf, type PlannedFile, writePlanned } from "../setup/planned-files.ts";
import { layoutFor, localeFor } from "../setup/proposals.ts";
import { CONFIG_FILE, SECRETS_FILE, setupFiles } from "../setup/setup-files.ts";
import { KNOWN_LANGUAGES } from "../words/languages.ts";
import type { CommandContext } from "./context.ts";

interface SetupOptions extends Partial<Said> {
  readonly brokerPasswordFile?: string;
  readonly out: string;
  readonly newPassword?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** `setup`: a first configuration from a few answers. */
export function setupCommand(context: CommandContext): Command {
  return new Command("setup")
    .description("Writes a first configuration, the reader's password and its secrets.yaml, from a few answers.")
    .addOption(
      new Option("--panel <id>", "the e-paper panel; none for a picture file").choices([
        "none",
        ...PANELS.map(({ id }) => id),
      ]),
    )
    .option("--main-fuse <A>", "the main fuse in amperes", number)
    .option("--phases <n>", "phases of the connection, 1 or 3", number)
    .option("--locale <x>", "language of the words, such as fi-FI")
    .option("--time-zone <zone>", "where the days begin, such as Europe/Helsinki; this machine's by default")
    .option("--broker <address>", "embedded, or the address of another broker, mqtt://user@host")
    .option("--broker-password-file <file>", "file that contains the password of that user")
    .option("--prefix <topic>", "first part of the reader's topics")
    .requiredOption("--out <dir>", "folder to write into")
    .option("--new-password", "invent another password for the reader")
    .option("--dry-run", "say what would change, and write nothing")
    .option("--yes", "ask nothing: what is not given is taken as proposed")
    .option("--json", "print what became of each file as one JSON list")
    .addHelpText(
      "after",
      "\nSafe to run again: passwords are kept, and a file that changes is kept under a dated name.",
    )
    .action((options: SetupOptions) => setup(options, context));
}

async function setup(options: SetupOptions, context: CommandContext): Promise<void> {
  const proposed = proposalsFor(context.env);
  const given = options.yes ? { ...proposed, ...givenOf(options) } : await asked(proposed, options);
  if (given === undefined) return context.setExitCode(1); // the person has ended it
  const folder = resolve(options.out);
  const answers = await answersOf(given);
  const text = configText(answers);
  await refuseFaults(text, join(folder, CONFIG_FILE), context.env);
  const password = await givenPassword(options);
  const files = await setupFiles(folder, answers, text, {
    ...(password !== undefined && { password }),
    isNew: options.newPassword === true,
    ownName: ownName(),
  });
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "");
  if (!options.dryRun) await writePlanned(folder, files, stamp);
  await context.print(options.json ? jsonOf(files) : textOf(folder, files, answers, options.dryRun === true));
}

async function asked(proposed: Said, options: SetupOptions): Promise<Said | undefined> {
  if (!process.stdin.isTTY) {
    throw new WattframeError("USAGE", "there is no terminal to ask at", {
      hint: "Give the answers as options with --yes; wattframe setup --help lists them.",
    });
  }
  const { askAnswers } = await import("./setup-questions.ts");
  return askAnswers(proposed, givenOf(options));
}

function proposalsFor(env: CommandContext["env"]): Said {
  const zone = machineTimeZone(env);
  const timeZone = "timeZone" in zone ? zone.timeZone : "UTC";
  const locale = localeFor(timeZone, KNOWN_LANGUAGES);
  return { panel: "none", mainFuse: 25, phases: 3, locale, timeZone, broker: "embedded", prefix: "han" };
}

function givenOf(options: SetupOptions): Partial<Said> {
  const { panel, mainFuse, phases, locale, timeZone, broker, prefix } = options;
  const all = { panel, mainFuse, phases, locale, timeZone, broker, prefix };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

async function answersOf(given: Said): Promise<Answers> {
  const { panel, mainFuse: mainFuseA, phases, locale, timeZone, prefix } = given;
  return {
    ...(await placement(panel)),
    panel,
    mainFuseA,
    phases,
    locale,
    timeZone,
    prefix,
    broker: brokerAnswer(given.broker),
    historyPath: "history",
    picturePath: "balance.png",
  };
}

async function placement(panel: string): Promise<Pick<Answers, "layout" | "rotate">> {
  if (panel === "none") return { layout: "balance", rotate: 0 };
  const layouts = await new LayoutFolder([LAYOUTS_FOLDER]).all();
  return layoutFor(panelOf(panel), layouts) ?? { layout: "balance", rotate: 0 };
}

/** The option that a place in the written configuration comes from. */
const OPTION_OF: readonly (readonly [RegExp, string])[] = [
  [/\.mainFuseA$/u, "--main-fuse"],
  [/\.phases$/u, "--phases"],
  [/^locale$/u, "--locale"],
  [/\.timeZone$/u, "--time-zone"],
  [/\.prefix$|\.users\[/u, "--prefix"],
  [/^broker/u, "--broker"],
];

/** @throws WattframeError `USAGE` that names the option whose answer cannot be used */
async function refuseFaults(text: string, file: string, env: CommandContext["env"]): Promise<void> {
  const checked = await checkConfigText(text, file, env, CONFIG_CONTEXT);
  const first = ("faults" in checked ? checked.faults : []).find(
    (fault) => isError(fault) && fault.code !== "FILE_MISSING", // the password's file is yet to be written
  );
  if (first === undefined) return;
  const option = OPTION_OF.find(([place]) => place.test(first.path))?.[1] ?? first.path;
  throw new WattframeError("USAGE", `${option}: ${first.message}`, { hint: first.hint });
}

async function givenPassword({ brokerPasswordFile: file }: SetupOptions): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const text = (await currentText(file))?.trim();
  if (text) return text;
  throw new WattframeError("USAGE", `--broker-password-file: ${file} is missing or empty`, {
    hint: "Write the password alone into it.",
  });
}

/** Address under which the reader finds this machine. */
function ownName(): string {
  return ownAddress() ?? `${hostname()}.local`;
}

function jsonOf(files: readonly PlannedFile[]): string {
  return `${JSON.stringify(files.map((file) => ({ file: file.name, result: fateOf(file) })))}\n`;
}

function textOf(folder: string, files: readonly PlannedFile[], answers: Answers, isDry: boolean): string {
  const lines = files.flatMap((file) => [
    `${join(folder, file.name)}: ${isDry ? "would be " : ""}${fateOf(file)}`,
    ...(fateOf(file) === "changed" && !file.isSecret ? changedLines(file).map((line) => `    ${line}`) : []),
  ]);
  const next = [
    `wattframe check --config ${join(folder, CONFIG_FILE)}`,
    `wattframe run --config ${join(folder, CONFIG_FILE)}`,
  ];
  const reader = `The reader publishes on ${answers.prefix}/…; ${join(folder, SECRETS_FILE)} belongs beside its configuration.`;
  return `${[...lines, "", reader, ...(isDry ? [] : ["Then:", ...next.map((line) => `    ${line}`)])].join("\n")}\n`;
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("A number is expected.");
  return value;
}
