import { hostname } from "node:os";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { WattframeError } from "../errors.ts";
import { ownAddress } from "../kiosk/place.ts";
import { PANELS } from "../panel/panels.ts";
import type { Answers, Said } from "../setup/answers.ts";
import { applyPlan, type SetupPlan } from "../setup/apply-plan.ts";
import { configText } from "../setup/config-text.ts";
import { currentText, fateOf } from "../setup/planned-files.ts";
import { serviceFacts, serviceSteps } from "../setup/service.ts";
import { setupFiles } from "../setup/setup-files.ts";
import { folderTarget, MACHINE_FOLDER, machineTarget, type Target } from "../setup/target.ts";
import type { CommandContext } from "./context.ts";
import { answersOf, type ExistingConfig, existingConfig, proposalsFor, refuseFaults } from "./setup-answers.ts";
import { changesText, nextText, planJson } from "./setup-text.ts";

interface SetupOptions extends Partial<Said> {
  readonly brokerPasswordFile?: string;
  readonly out?: string;
  readonly root: string;
  readonly service: boolean;
  readonly newPassword?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** `setup`: a first configuration from a few answers, and the service that uses it. */
export function setupCommand(context: CommandContext): Command {
  return new Command("setup")
    .description(
      "Sets this machine up from a few answers: configuration, the reader's password and its secrets.yaml, and the service.",
    )
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
    .option("--out <dir>", `write into this folder and touch nothing else (default: ${MACHINE_FOLDER}, as root)`)
    .option("--no-service", "leave the service as it is")
    .option("--new-password", "invent another password for the reader")
    .option("--dry-run", "say what would change, and change nothing")
    .option("--yes", "ask nothing: what is not given is taken as proposed")
    .option("--json", "print what became of each file, and the commands run, as one JSON list")
    .addOption(new Option("--root <dir>", "root folder of the machine").default("/").hideHelp())
    .addHelpText(
      "after",
      [
        "\nSafe to run again: what is configured is proposed, passwords are kept, and a file that changes is kept under a",
        "dated name. With the same answers nothing changes.",
      ].join("\n"),
    )
    .action((options: SetupOptions) => setup(options, context));
}

async function setup(options: SetupOptions, context: CommandContext): Promise<void> {
  const target = await targetOf(options);
  const existing = await existingConfig(target, context.env);
  const proposed = proposalsFor(context.env, existing?.config);
  const said = options.yes ? { ...proposed, ...givenOf(options) } : await asked(proposed, existing, options);
  if (said === undefined) return context.setExitCode(1); // the person has ended it
  const answers = await answersOf(said, target);
  const plan = await planOf(answers, target, options, context);
  const isDone = !options.dryRun;
  if (isDone && !options.yes && !(await isConfirmed(plan, context))) return context.setExitCode(1);
  if (isDone) await applyPlan(plan, new Date().toISOString().slice(0, 19).replaceAll(":", ""), context.env);
  await context.print(options.json ? planJson(plan) : changesText(plan, isDone) + nextText(target, answers, isDone));
}

async function targetOf({ out, root }: SetupOptions): Promise<Target> {
  if (out !== undefined) return folderTarget(resolve(out));
  process.umask(0o022); // the service reads what is written, whatever root's own habit is
  return machineTarget(resolve(root), process.getuid?.() ?? 0);
}

async function planOf(
  answers: Answers,
  target: Target,
  options: SetupOptions,
  context: CommandContext,
): Promise<SetupPlan> {
  const text = configText(answers);
  await refuseFaults(text, target, context.env);
  const password = await givenPassword(options);
  const files = await setupFiles(target, answers, text, {
    ...(password !== undefined && { password }),
    isNew: options.newPassword === true,
    ownName: ownName(),
  });
  const { machine } = target;
  const nothing = { commands: [], notes: [] };
  const steps =
    machine && options.service
      ? serviceSteps(await serviceFacts(machine.root, context.env), isChanging({ files }))
      : nothing;
  return { files, ...steps };
}

function isChanging({ files }: Pick<SetupPlan, "files">): boolean {
  return files.some((file) => fateOf(file) !== "unchanged");
}

async function asked(
  proposed: Said,
  existing: ExistingConfig | undefined,
  options: SetupOptions,
): Promise<Said | undefined> {
  if (!process.stdin.isTTY) {
    throw new WattframeError("USAGE", "there is no terminal to ask at", {
      hint: "Give the answers as options with --yes; wattframe setup --help lists them.",
    });
  }
  const { askAnswers } = await import("./setup-questions.ts");
  return askAnswers(existing ? proposed : { ...proposed, panel: PANELS[0].id }, givenOf(options));
}

async function isConfirmed(plan: SetupPlan, context: CommandContext): Promise<boolean> {
  if (plan.commands.length === 0 && !isChanging(plan)) return true;
  await context.print(changesText(plan, false));
  const { askConsent } = await import("./setup-questions.ts");
  return askConsent();
}

function givenOf(options: SetupOptions): Partial<Said> {
  const { panel, mainFuse, phases, locale, timeZone, broker, prefix } = options;
  const all = { panel, mainFuse, phases, locale, timeZone, broker, prefix };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
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

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("A number is expected.");
  return value;
}
