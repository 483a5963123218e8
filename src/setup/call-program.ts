import { execFile } from "node:child_process";

/** What came of a program. */
export interface ProgramResult {
  readonly isDone: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** A display in the middle of a refresh may keep a restart waiting for minutes. */
const TIMEOUT_MS = 300_000;

/** A program that set-up runs, found by the PATH of its environment. */
export interface ProgramCall {
  readonly program: string;
  readonly args: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs a program to its end; undefined where there is none of that name. */
export function callProgram({ program, args }: ProgramCall, env: Environment): Promise<ProgramResult | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: TIMEOUT_MS, env: { ...env, LC_ALL: "C" } }, (error, stdout, stderr) =>
      resolve(error?.code === "ENOENT" ? undefined : { isDone: error === null, stdout, stderr }),
    );
  });
}
