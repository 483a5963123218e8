import { join, resolve } from "node:path";
import type { Command } from "commander";
import { WattframeError } from "../errors.ts";
import { PANELS } from "../panel/panels.ts";
import { type Answers, brokerAnswer, passwordFile, type Said } from "../setup/answers.ts";
import { applyPlan } from "../setup/apply-plan.ts";
import { otherWays, portTaken, takenText } from "../setup/broker-port.ts";
import { configText } from "../setup/config-text.ts";
import { changesFiles, joined, type SetupPlan } from "../setup/plan.ts";
import { currentText, type PlannedFile } from "../setup/planned-files.ts";
import { readerNotes } from "../setup/reader-secrets.ts";
import { configFile, type SetupFacts, setupFiles } from "../setup/setup-files.ts";
import { folderTarget, machineTarget, type Target } from "../setup/target.ts";
import type { CommandContext } from "./context.ts";
import { answersOf, type ExistingConfig, existingConfig, proposalsFor, refuseFaults } from "./setup-answers.ts";
import { isConfigKept, refuseOtherPassword } from "./setup-kept.ts";
import { machineSteps, ownName, takenPort, type Wishes, wishesOf } from "./setup-machine.ts";
import { givenOf, type SetupOptions, setupVerb } from "./setup-options.ts";

import { changesText, nextText, planJson, secretsText } from "./setup-text.ts";

/** `setup`: a first configuration from a few answers, and the service that uses it. */
export function setupCommand(context: CommandContext): Command {
  return setupVerb().action((options: SetupOptions) => setup(options, context));
}

async function setup(options: SetupOptions, context: CommandContext): Promise<void> {
  const target = await targetOf(options);
  const existing = await existingConfig(target, context.env);
  const said = await saidOf(options, existing, target, context);
  if (said === undefined) return context.setExitCode(1); // the person has ended it
  const answers = await answersOf(said, target);
  const wishes = target.machine ? await wishesOf(answers, target.machine, options) : NO_WISHES;
  const plan = await planOf(answers, target, { options, existing, wishes, context });
  const isDone = !options.dryRun;
  if (isDone && !options.yes && !(await isConfirmed(plan, context))) return context.setExitCode(1);
  if (isDone) await applyPlan(plan, stampOf(new Date()), context.env, context.notify);
  const secrets = isDone ? secretsText(plan) : "";
  const text = () => changesText(plan, isDone) + secrets + nextText(target, answers, isDone);
  await context.print(options.json ? planJson(plan) : text());
}

async function targetOf({ out, root }: SetupOptions): Promise<Target> {
  if (out !== undefined) return folderTarget(resolve(out));
  process.umask(0o022); // the service reads what is written, whatever root's own habit is
  return machineTarget(resolve(root), process.getuid?.() ?? 0);
}

const NO_WISHES: Wishes = { bootLines: false, testPattern: false };

/** What surrounds the answers. */
interface Surroundings {
  readonly options: SetupOptions;
  readonly existing: ExistingConfig | undefined;
  readonly wishes: Wishes;
  readonly context: CommandContext;
}

async function planOf(answers: Answers, target: Target, surroundings: Surroundings): Promise<SetupPlan> {
  const { options, existing, wishes, context } = surroundings;
  const { env } = context;
  const isKept = isConfigKept(options, existing, target);
  const files =
    isKept && existing
      ? await keptFiles(answers, target, existing, options)
      : await newFiles(answers, target, surroundings);
  const taken = isKept ? undefined : await takenPort(answers.broker, env);
  const notes = readerNotes(answers.broker, options.newPassword === true);
  const { machine } = target;
  if (machine === undefined) {
    const ways = taken === undefined ? [] : [`${takenText(taken)}. ${otherWays(taken)}`];
    return joined([{ files, notes: [...notes, ...ways] }]);
  }
  if (taken !== undefined) throw portTaken(taken);
  const kept = isKept ? existing?.config : undefined;
  return joined([{ files, notes }, await machineSteps(machine, answers, { wishes, options, files, kept, env })]);
}

/** Files of a configuration that is made from the answers. */
async function newFiles(
  answers: Answers,
  target: Target,
  { options, context }: Surroundings,
): Promise<readonly PlannedFile[]> {
  const text = configText(answers);
  await refuseFaults(text, target, context.env);
  return setupFiles(target, answers, text, await factsOf(answers, target, options));
}

async function factsOf(answers: Answers, target: Target, options: SetupOptions): Promise<SetupFacts> {
  const password = await givenPassword(options, answers, target);
  const given = password === undefined ? {} : { password };
  return { ...given, isNew: options.newPassword === true, ownName: ownName() };
}

/** Files of a configuration that stays as it is, with another password of its reader where that is wanted. */
async function keptFiles(
  answers: Answers,
  target: Target,
  existing: ExistingConfig,
  options: SetupOptions,
): Promise<readonly PlannedFile[]> {
  const isNew = options.newPassword === true;
  if (!isNew && options.brokerPasswordFile === undefined) return [await configFile(target, existing.text)];
  await refuseOtherPassword(existing, answers.broker, target, isNew);
  return setupFiles(target, answers, existing.text, await factsOf(answers, target, options));
}

async function saidOf(
  options: SetupOptions,
  existing: ExistingConfig | undefined,
  target: Target,
  { env }: CommandContext,
): Promise<Said | undefined> {
  const given = givenOf(options);
  const config = existing?.config;
  const proposed = proposalsFor(env, config);
  if (options.yes || isConfigKept(options, existing, target)) return { ...proposed, ...given };
  refuseNoTerminal();
  const { askAnswers } = await import("./setup-questions.ts");
  const port = await takenPort(brokerAnswer(proposed.broker), env);
  const facts = { takenPort: port, isMachine: target.machine !== undefined };
  return askAnswers(config ? proposed : { ...proposed, panel: PANELS[0].id }, given, facts);
}

function refuseNoTerminal(): void {
  if (process.stdin.isTTY) return;
  throw new WattframeError("USAGE", "there is no terminal to ask at", {
    hint: "Give the answers as options with --yes; wattframe setup --help lists them.",
  });
}

async function isConfirmed(plan: SetupPlan, context: CommandContext): Promise<boolean> {
  if (plan.commands.length === 0 && !changesFiles(plan.files)) return true;
  refuseNoTerminal();
  await context.print(changesText(plan, false));
  const { askConsent } = await import("./setup-questions.ts");
  return askConsent();
}

/** The password of the broker's user where a person gives it: in a file, or at the terminal where none is kept yet. */
async function givenPassword(
  { brokerPasswordFile: file, yes }: SetupOptions,
  { broker }: Answers,
  { folder }: Target,
): Promise<string | undefined> {
  if (file === undefined) {
    if (yes || broker.kind === "embedded" || broker.username === undefined) return undefined;
    if ((await currentText(join(folder, passwordFile(broker.username)))) !== undefined) return undefined;
    const { askPassword } = await import("./setup-questions.ts");
    return askPassword(broker.username);
  }
  const text = (await currentText(file))?.trim();
  if (text) return text;
  throw new WattframeError("USAGE", `--broker-password-file: ${file} is missing or empty`, {
    hint: "Write the password alone into it.",
  });
}

function stampOf(date: Date): string {
  return date.toISOString().slice(0, 19).replaceAll(":", "");
}
