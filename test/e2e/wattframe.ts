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

/** Runs `wattframe ARGS` from the built bundle to its end, half a minute at most. */
export function wattframe(
  args: readonly string[],
  { cwd, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const child = spawn(COMMAND, args, { cwd, env: { ...process.env, ...env }, timeout: 30_000 });
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
