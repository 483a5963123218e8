import { WattframeError } from "../errors.ts";
import { callProgram } from "./call-program.ts";
import { commandText, type PlannedCommand, type SetupPlan } from "./plan.ts";
import { writePlanned } from "./planned-files.ts";

type Environment = Parameters<typeof callProgram>[1];

/**
 * Carries a plan out: the one place where set-up changes anything.
 * @param stamp the date in the names of files that are kept
 * @param env environment of the commands
 * @param warn receives what failed without ending the set-up, with its remedy
 * @throws WattframeError `FILE_WRITE`, `COMMAND_FAILED`
 */
export async function applyPlan(
  { files, commands }: SetupPlan,
  stamp: string,
  env: Environment,
  warn: (line: string) => void,
): Promise<void> {
  // A kiosk that waits for its configuration reads it at once, and then needs the passwords.
  const secretsFirst = files.toSorted((a, b) => Number(b.isSecret ?? false) - Number(a.isSecret ?? false));
  await writePlanned(secretsFirst, stamp);
  for (const command of commands) {
    const failure = await failureOf(command, env);
    if (failure === undefined) continue;
    if (command.remedy === undefined) throw new WattframeError("COMMAND_FAILED", failure, { hint: HINT });
    warn(`${failure}\n${command.remedy}`);
  }
}

const HINT = "The files are written. See what is wrong with: journalctl -u wattframe; then run set-up again.";

async function failureOf(command: PlannedCommand, env: Environment): Promise<string | undefined> {
  const result = await callProgram(command, env);
  if (result?.isDone) return undefined;
  const why = result ? result.stderr.trim() || "it failed" : "there is no such program";
  return `${commandText(command)}: ${why}`;
}
