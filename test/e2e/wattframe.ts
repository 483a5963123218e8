import { spawn } from "node:child_process";
import { join } from "node:path";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";

/** What came of one run of the command. */
export interface Ended {
  /** Exit code; absent when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a person calls it from a checkout. */
export const COMMAND = join(PACKAGE_FOLDER, "scripts/wattframe");

/** Longest that a command may take: only one that hangs is ended, however busy the machine. */
export const LONGEST_RUN_MS = 150_000;

/** Runs `wattframe ARGS` from the built bundle to its end. */
export function wattframe(
  args: readonly string[],
  { cwd, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const child = spawn(COMMAND, args, { cwd, env: { ...process.env, ...env }, timeout: LONGEST_RUN_MS });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
    });
  }
  child.stdin.end();
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...output }));
  });
}
