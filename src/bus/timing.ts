import { setTimeout as sleep } from "node:timers/promises";

/** Waiting, and a clock that only grows: what a bus needs of time. Tests put a clock of their own in its place. */
export interface Timing {
  /** Milliseconds since an arbitrary instant; never jumps. */
  nowMs(): number;
  /** Resolves no earlier than after this many milliseconds. */
  sleep(ms: number): Promise<void>;
}

/** The machine's monotonic clock and timers. */
export const REAL_TIMING: Timing = {
  nowMs: () => performance.now(),
  async sleep(ms) {
    const until = performance.now() + ms;
    // A timer may fire a fraction of a millisecond early; a reset pulse must not be shorter than asked for.
    for (let leftMs = ms; leftMs > 0; leftMs = until - performance.now()) {
      await sleep(Math.ceil(leftMs));
    }
  },
};
