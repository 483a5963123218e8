import { readFileSync } from "node:fs";

/** A process, told apart from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Time of its start in the kernel's own count since the machine's start; absent where there is no /proc. */
  readonly started?: string;
  /** The run of the machine that it belongs to; absent where there is no /proc. */
  readonly boot?: string;
}

/** Identity of the process that has this number now. */
export function identityOf(pid: number): ProcessIdentity {
  const started = startedOf(pid);
  const boot = textOf("/proc/sys/kernel/random/boot_id")?.trim();
  return { pid, ...(started !== undefined && { started }), ...(boot !== undefined && { boot }) };
}

/** Tells whether that very process is still there. */
export function isRunning({ pid, started, boot }: ProcessIdentity): boolean {
  if (!isAlive(pid)) return false;
  const now = identityOf(pid);
  const differs = (before: string | undefined, after: string | undefined) =>
    before !== undefined && after !== undefined && before !== after;
  return !differs(boot, now.boot) && !differs(started, now.started);
}

/** Tells whether some process has this number now. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === "EPERM"; // another user's
  }
}

/** Field 22 of `/proc/PID/stat`; the name of the program before it may hold anything. @source proc_pid_stat(5) */
function startedOf(pid: number): string | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(")") + 2).split(" ")[19];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // no /proc, or no such process
  }
}
