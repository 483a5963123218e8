import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import type { Log } from "../log.ts";
import type { Clock } from "./source.ts";

/** A machine's clocks, and whether its wall clock is known to be right. */
export interface SystemClock {
  readonly now: Clock;
  /** Asks once more whether the clock is set; resolves when the answer is known. */
  probe(): Promise<boolean>;
  stop(): void;
}

/** One way to learn whether the clock is synchronised; undefined when this way has no answer. */
export type ClockProbe = () => Promise<boolean | undefined>;

/** While the clock is not set it is asked for often, afterwards rarely. */
const UNSET_PROBE_MS = 10_000;
const SET_PROBE_MS = 600_000;
const PROBE_TIMEOUT_MS = 5_000;

/** systemd-timesyncd touches this file at its first synchronisation since boot. @source systemd-timesyncd.service(8) */
const TIMESYNC_FILE = "/run/systemd/timesync/synchronized";

/** What may know: systemd-timesyncd's own mark, then the kernel as timedatectl reads it, whoever disciplines the clock. */
export const CLOCK_PROBES: readonly ClockProbe[] = [
  () => Promise.resolve(existsSync(TIMESYNC_FILE) ? true : undefined),
  async () => {
    const text = await output("timedatectl", ["show", "--property=NTPSynchronized", "--value"]);
    return text === "yes" ? true : text === "no" ? false : undefined;
  },
];

/**
 * Both clocks of this machine. The wall clock counts as set when `trusted` says so or a probe does; a plausible year
 * proves nothing, for a Pi without a battery starts with the time of its last shutdown.
 */
export function systemClock(options: { readonly trusted: boolean }, log: Log, probes = CLOCK_PROBES): SystemClock {
  let isSet = options.trusted;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const probe = async (): Promise<boolean> => {
    if (options.trusted) return true;
    const answer = await firstAnswer(probes);
    if (answer !== isSet) log.info({ clockSet: answer }, answer ? "the clock is set" : "the clock is not set");
    isSet = answer;
    return answer;
  };
  const watch = async (): Promise<void> => {
    await probe();
    if (isStopped) return;
    timer = setTimeout(() => void watch(), isSet ? SET_PROBE_MS : UNSET_PROBE_MS);
    timer.unref();
  };
  if (!options.trusted) void watch();
  return {
    now: () => ({ wallMs: Date.now(), monoMs: performance.now(), clockSet: isSet }),
    probe,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

async function firstAnswer(probes: readonly ClockProbe[]): Promise<boolean> {
  for (const probe of probes) {
    const answer = await probe().catch(() => undefined);
    if (answer !== undefined) return answer;
  }
  return false;
}

function output(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: PROBE_TIMEOUT_MS }, (error, stdout) =>
      resolve(error ? undefined : stdout.trim()),
    );
  });
}
