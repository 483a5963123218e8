import { type ChildProcess, spawn } from "node:child_process";
import { messageOf } from "../errors.ts";

/** End of a program: the way it ended, its output on stdout and stderr together, and the time it ran. */
export type ProgramEnd = { readonly output: string; readonly tookMs: number } & (
  | { readonly how: "exit"; readonly code: number }
  | { readonly how: "signal"; readonly signal: string }
  | { readonly how: "timeout" }
  | { readonly how: "stopped" }
  | { readonly how: "not-started"; readonly why: string }
);

/** Limits of one run. */
export interface ProgramLimits {
  readonly timeoutMs: number;
  /** Ends the run when aborted. */
  readonly stop?: AbortSignal;
  /** Bytes of output that are kept, its last ones; 2,048 when absent. The rest is read and dropped, so that the program never waits. */
  readonly keptBytes?: number;
}

const GRACE_MS = 2000; // from SIGTERM to SIGKILL
const DRAIN_MS = 500; // for the last output of a program that has ended

/**
 * Runs a program to its end, without a shell and without input. Past a limit it is ended with everything it started.
 * Never throws.
 */
export async function runBoundedProgram(
  program: string,
  args: readonly string[],
  limits: ProgramLimits,
): Promise<ProgramEnd> {
  const beganMs = performance.now();
  const tail = new Tail(limits.keptBytes ?? 2048);
  const ended = (how: Ending): ProgramEnd => ({ ...how, output: tail.text(), tookMs: performance.now() - beganMs });
  if (limits.stop?.aborted === true) return ended({ how: "stopped" });
  let child: ChildProcess;
  try {
    // A group of its own, so that what the program starts can be ended with it.
    child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  } catch (failure) {
    return ended({ how: "not-started", why: startReason(failure) });
  }
  child.stdout?.on("data", (bytes: Buffer) => tail.add(bytes));
  child.stderr?.on("data", (bytes: Buffer) => tail.add(bytes));
  return ended(await endOf(child, limits));
}

/** Reasons why a program does not start, by the name of the errno; the system's own words are for programmers. */
const START_REASONS = new Map<unknown, string>([
  ["ENOENT", "it does not exist"],
  ["EACCES", "it may not be run by this user"],
  ["ENOEXEC", "it is no program of this machine"],
]);

function startReason(failure: unknown): string {
  const code = failure instanceof Error && "code" in failure ? failure.code : undefined;
  return START_REASONS.get(code) ?? messageOf(failure);
}

type Ending = ProgramEnd extends infer End ? (End extends ProgramEnd ? Omit<End, "output" | "tookMs"> : never) : never;

function endOf(child: ChildProcess, { timeoutMs, stop }: ProgramLimits): Promise<Ending> {
  return new Promise((resolve) => {
    let forced: "timeout" | "stopped" | undefined;
    let killer: NodeJS.Timeout | undefined;
    let drain: NodeJS.Timeout | undefined;
    const end = (why: "timeout" | "stopped") => {
      forced ??= why;
      signalGroup(child, "SIGTERM");
      killer ??= setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS);
    };
    const timer = setTimeout(() => end("timeout"), timeoutMs);
    const stopped = () => end("stopped");
    stop?.addEventListener("abort", stopped, { once: true });
    const settle = (ending: Ending) => {
      for (const running of [timer, killer, drain]) clearTimeout(running);
      stop?.removeEventListener("abort", stopped);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(forced === undefined ? ending : { how: forced });
    };
    child.once("error", (failure) => settle({ how: "not-started", why: startReason(failure) }));
    child.once("exit", (code, signal) => {
      const ending: Ending = signal === null ? { how: "exit", code: code ?? 0 } : { how: "signal", signal };
      signalGroup(child, "SIGKILL"); // whatever it left behind keeps no pipe and no panel
      child.once("close", () => settle(ending));
      drain = setTimeout(() => settle(ending), DRAIN_MS);
    });
  });
}

function signalGroup(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // the group is gone already
  }
}

/** The last bytes of a stream. */
class Tail {
  readonly #mostBytes: number;
  #bytes = Buffer.alloc(0);
  #dropped = false;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  add(bytes: Buffer): void {
    const all = Buffer.concat([this.#bytes, bytes.subarray(-this.#mostBytes)]);
    this.#dropped ||= this.#bytes.length + bytes.length > this.#mostBytes;
    this.#bytes = Buffer.from(all.subarray(-this.#mostBytes));
  }

  text(): string {
    return `${this.#dropped ? "…" : ""}${this.#bytes.toString("utf8").trim()}`;
  }
}
