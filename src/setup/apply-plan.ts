import { WattframeError } from "../errors.ts";
import { type PlannedFile, writePlanned } from "./planned-files.ts";
import { type ProgramCall, runProgram } from "./run-program.ts";
import type { Steps } from "./service.ts";

type Environment = Parameters<typeof runProgram>[1];

/** All that a set-up changes, as plain data: files first, then commands. */
export interface SetupPlan extends Steps {
  readonly files: readonly PlannedFile[];
}

/**
 * Carries a plan out: the one place where set-up changes anything.
 * @param stamp the date in the names of files that are kept
 * @param env environment of the commands
 * @throws WattframeError `FILE_WRITE`, `COMMAND_FAILED`
 */
export async function applyPlan({ files, commands }: SetupPlan, stamp: string, env: Environment): Promise<void> {
  await writePlanned(files, stamp);
  for (const command of commands) await run(command, env);
}

async function run(command: ProgramCall, env: Environment): Promise<void> {
  const result = await runProgram(command, env);
  if (result?.isDone) return;
  const why = result?.stderr.trim() || "it failed";
  throw new WattframeError("COMMAND_FAILED", `${commandText(command)}: ${result ? why : "there is no such program"}`, {
    hint: "The files are written. See what is wrong with: journalctl -u wattframe, then run set-up again.",
  });
}

/** A command as it is typed. */
export function commandText({ program, args }: ProgramCall): string {
  return [program, ...args].join(" ");
}
