import type { Told } from "./told.ts";

/** The present as a page knows it: the sender's clocks, counted on since they were heard. */
export interface PageTime {
  /** Milliseconds since 1970 UTC; meaningless while the clock is not set. */
  readonly wallMs: number;
  readonly clockSet: boolean;
  /** How long ago something was on the sender's monotonic clock, milliseconds; never negative. */
  age(atMonoMs: number): number;
}

/** @param browserMs the present, see `browserMonoMs` */
export function pageTime({ dashboard: { clock }, heardAtMs }: Told, browserMs: number): PageTime {
  const goneMs = Math.max(0, browserMs - heardAtMs);
  return {
    wallMs: clock.wallMs + goneMs,
    clockSet: clock.clockSet,
    age: (atMonoMs) => Math.max(0, clock.monoMs + goneMs - atMonoMs),
  };
}
