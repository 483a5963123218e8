import type { Now } from "../meter/now.ts";
import type { Clock } from "../source/source.ts";

/** The two clocks are read one after the other, and drift by parts in a million: less than this is no change of either. */
const WAVER_MS = 20;

/**
 * The same clock in whole milliseconds, whose wall and monotonic time keep their distance until it has really changed: so
 * the wall time of an earlier instant is the same each time it is reckoned.
 */
export function steadyClock(clock: Clock): Clock {
  let distanceMs: number | undefined;
  return (): Now => {
    const { wallMs, monoMs, clockSet } = clock();
    if (distanceMs === undefined || Math.abs(wallMs - monoMs - distanceMs) > WAVER_MS)
      distanceMs = Math.round(wallMs - monoMs);
    const wholeMs = Math.ceil(monoMs); // never before what has just come
    return { wallMs: wholeMs + distanceMs, monoMs: wholeMs, clockSet };
  };
}
