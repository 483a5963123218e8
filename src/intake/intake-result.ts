/** Result of one step of an intake. */
export interface IntakeResult {
  /** True when a telegram is complete, or the reader went offline: time to draw. */
  readonly complete: boolean;
  /** Time until which more topics of the same telegram may arrive, on the monotonic clock; `onSilence` is due then. */
  readonly quietUntilMonoMs?: number;
}

/** Result of a step that completed nothing. */
export const NOTHING: IntakeResult = { complete: false };

/** Combines the results of two steps; the later silence counts. */
export function combined(first: IntakeResult, second: IntakeResult): IntakeResult {
  const quiet = second.quietUntilMonoMs ?? first.quietUntilMonoMs;
  const complete = first.complete || second.complete;
  return { complete, ...(quiet === undefined ? {} : { quietUntilMonoMs: quiet }) };
}
