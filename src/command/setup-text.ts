import { join } from "node:path";
import { panelOf } from "../panel/panels.ts";
import { type Answers, PAGE_PASSWORD_FILE, PAGE_PORT } from "../setup/answers.ts";
import { commandText, type SetupPlan } from "../setup/plan.ts";
import { changedLines, fateOf, type PlannedFile } from "../setup/planned-files.ts";
import { CONFIG_FILE, SECRETS_FILE } from "../setup/setup-files.ts";
import type { Target } from "../setup/target.ts";
import { wiringWords } from "../setup/wiring-words.ts";
import { ownName } from "./setup-machine.ts";

/** The result for programs: what becomes of each file, and the commands that are run. */
export function planJson({ files, commands }: SetupPlan): string {
  const rows = [
    ...files.map((file) => ({ file: file.name, result: fateOf(file) })),
    ...commands.map((command) => ({ command: commandText(command) })),
  ];
  return `${JSON.stringify(rows)}\n`;
}

/** The changes for people. @param isDone false while they are only proposed */
export function changesText({ files, commands, notes }: SetupPlan, isDone: boolean): string {
  const run = isDone ? "ran" : "would run";
  const lines = [
    ...files.flatMap((file) => fileLines(file, isDone)),
    ...commands.map((command) => `${run}: ${commandText(command)}`),
    ...(notes.length > 0 ? ["", ...notes] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function fileLines(file: PlannedFile, isDone: boolean): readonly string[] {
  const fate = fateOf(file);
  const lines = fate === "changed" && !file.isSecret ? changedLines(file) : [];
  const owner = fate === "changed" && file.isMisowned ? ["its owner and permissions"] : [];
  const tense = isDone || fate === "unchanged" ? "" : "would be ";
  return [`${file.path}: ${tense}${fate}`, ...[...lines, ...owner].map((line) => `    ${line}`)];
}

/** The lines of the reader's secrets that name the broker, to be copied; none where they stay as they are. */
export function secretsText({ files }: SetupPlan): string {
  const secrets = files.find((file) => file.name === SECRETS_FILE && fateOf(file) !== "unchanged");
  const lines = String(secrets?.contents ?? "").match(/^mqtt_.*$/gmu) ?? [];
  if (lines.length === 0) return "";
  return `${["", `In ${SECRETS_FILE} of the reader:`, ...lines.map((line) => `    ${line}`)].join("\n")}\n`;
}

/** What the person does next. */
export function nextText(
  { folder, machine }: Target,
  { prefix, panel, wires, page }: Answers,
  isDone: boolean,
): string {
  const config = join(folder, CONFIG_FILE);
  const reader = `The reader publishes on ${prefix}/…; ${join(folder, SECRETS_FILE)} belongs beside its configuration.`;
  const commands = machine
    ? ["sudo wattframe status", "sudo -u wattframe wattframe doctor"]
    : [`wattframe check --config ${config}`, `wattframe run --config ${config}`];
  const password = join(folder, PAGE_PASSWORD_FILE);
  const opened = page ? [`The page: http://${ownName()}:${PAGE_PORT}, with the password in ${password}.`] : [];
  const wiring = panel === "none" ? [] : ["", ...wiringWords(panelOf(panel), wires)];
  return `${["", reader, ...opened, ...wiring, ...(isDone ? ["", "Then:", ...commands.map((line) => `    ${line}`)] : [])].join("\n")}\n`;
}
