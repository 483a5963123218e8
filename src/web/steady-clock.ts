import type { Now } from "../meter/now.ts";
import type { Clock } from "../source/source.ts";

/** Difference below which the two clocks count as unchanged: they are read one after the other and drift slightly; milliseconds. */
const JITTER_MS = 20;

/**
 * Returns the same clock in whole milliseconds, with a constant difference between wall and monotonic time until the wall
 * clock is set: the wall time of an earlier instant is then the same at each computation.
 */
export function steadyClock(clock: Clock): Clock {
  let distanceMs: number | undefined;
  return (): Now => {
    const { wallMs, monoMs, clockSet } = clock();
    if (distanceMs === undefined || Math.abs(wallMs - monoMs - distanceMs) > JITTER_MS)
      distanceMs = Math.round(wallMs - monoMs);
    const wholeMs = Math.ceil(monoMs); // never before what has just come
    return { wallMs: wholeMs + distanceMs, monoMs: wholeMs, clockSet };
  };
}
