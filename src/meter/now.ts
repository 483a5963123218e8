/** One instant on both clocks of the machine. Passed in everywhere; only the edges of the program read a clock. */
export interface Now {
  /** Milliseconds since 1970 UTC by the machine's wall clock; may jump. */
  readonly wallMs: number;
  /** Milliseconds of the monotonic clock: never jumps, zero is arbitrary. Ages are measured on it. */
  readonly monoMs: number;
  /** True when the wall clock is known to be right; while it is not, nothing enters an hour or a day. */
  readonly clockSet: boolean;
}

/** Instant of a recording or a scenario, which have one time only: both clocks show it. */
export function pastNow(atMs: number): Now {
  return { wallMs: atMs, monoMs: atMs, clockSet: true };
}
