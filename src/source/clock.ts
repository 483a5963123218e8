import type { Log } from "../log.ts";
import { CLOCK_PROBES, type ClockProbe } from "./clock-probe.ts";
import type { Clock } from "./source.ts";

const POLL_MS = 10_000; // while not set: within one telegram of a common meter

/** Returns milliseconds since 1970 UTC that no step of the wall clock disturbs: for playing at a steady pace. */
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
  /** Reads both clocks; costs nothing and queries nothing. */
  readonly now: Clock;
  /** Resolves once it is known for the first time whether the wall clock is set. */
  readonly ready: Promise<void>;
  /** Stops asking. Idempotent. */
  stop(): void;
}

/**
 * The clocks of this machine, and whether its wall clock was set. It is queried in the background until the first
 * yes, which holds from then on: a clock that was set once and lost its network is off by seconds a day, not by months.
 */
export function systemClock(options: ClockOptions, log: Log): SystemClock {
  const { trusted, probes = CLOCK_PROBES, pollMs = POLL_MS } = options;
  let clockSet = trusted;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let hasQueried = false;
  const query = async (): Promise<void> => {
    const id = await firstYes(probes);
    if (stopped) return;
    clockSet = id !== undefined;
    if (id !== undefined) log.info({ by: id }, "clock is set");
    else if (!hasQueried)
      log.warn(
        {},
        "the system clock is not synchronised, so charts and totals wait; if it is right, set clock: { trusted: true }",
      );
    hasQueried = true;
    if (!clockSet) timer = setTimeout(() => void query(), pollMs).unref();
  };
  return {
    now: () => ({ wallMs: Date.now(), monoMs: performance.now(), clockSet }),
    ready: trusted ? Promise.resolve() : query(),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

async function firstYes(probes: readonly ClockProbe[]): Promise<string | undefined> {
  for (const probe of probes) {
    if (await probe.query()) return probe.id;
  }
  return undefined;
}
