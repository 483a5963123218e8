import type { Now } from "./now.ts";

/**
 * The wall time of an earlier instant, by its distance on the monotonic clock, so that a wall clock that was set or
 * that jumped in between does not matter. Undefined while the clock is not set.
 */
export function wallTimeOf(at: Now, now: Now): number | undefined {
  return now.clockSet ? now.wallMs - (now.monoMs - at.monoMs) : undefined;
}

/** `{ [key]: wall time }`, or nothing where the wall time is unknown. */
export function atWall<K extends string>(key: K, at: Now | undefined, now: Now): { readonly [k in K]?: number } {
  const wallMs = at && wallTimeOf(at, now);
  return wallMs === undefined ? {} : ({ [key]: wallMs } as { readonly [k in K]: number });
}
