import type { Log } from "../log.ts";
import { CLOCK_PROBES, type ClockProbe } from "./clock-probe.ts";
import type { Clock } from "./source.ts";

const POLL_MS = 10_000; // while not set: within one telegram of a common meter

/** Returns milliseconds since 1970 UTC that no step of the wall clock disturbs: for paces, which must never hurry or stop. */
export function steadyMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Options of {@link systemClock}. */
export interface ClockOptions {
  /** True to trust the wall clock although nothing says that it is synchronised. */
  readonly trusted: boolean;
  /** Programs to ask; {@link CLOCK_PROBES} by default. */
  readonly probes?: readonly ClockProbe[];
  /** Milliseconds between two questions while the answer is no; 10 s by default. */
  readonly pollMs?: number;
}

/** This machine's two clocks. */
export interface SystemClock {
  /** Reads both clocks; costs nothing, asks nobody. */
  readonly now: Clock;
  /** Resolves once it is known for the first time whether the wall clock is set. */
  readonly ready: Promise<void>;
  /** Asks no more. Idempotent. */
  stop(): void;
}

/**
 * The clocks of this machine, and whether its wall clock was set. It is asked about in the background until the first
 * yes, which holds from then on: a clock that was set once and lost its network is off by seconds a day, not by months.
 */
export function systemClock(options: ClockOptions, log: Log): SystemClock {
  const { trusted, probes = CLOCK_PROBES, pollMs = POLL_MS } = options;
  let clockSet = trusted;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let asked = false;
  const ask = async (): Promise<void> => {
    const id = await firstYes(probes);
    if (stopped) return;
    clockSet = id !== undefined;
    if (id !== undefined) log.info({ by: id }, "clock is set");
    else if (!asked)
      log.warn(
        {},
        "the system clock is not synchronised, so charts and totals wait; if it is right, set clock: { trusted: true }",
      );
    asked = true;
    if (!clockSet) timer = setTimeout(() => void ask(), pollMs).unref();
  };
  return {
    now: () => ({ wallMs: Date.now(), monoMs: performance.now(), clockSet }),
    ready: trusted ? Promise.resolve() : ask(),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function firstYes(probes: readonly ClockProbe[]): Promise<string | undefined> {
  for (const probe of probes) {
    if (await probe.ask()) return probe.id;
  }
  return undefined;
}
