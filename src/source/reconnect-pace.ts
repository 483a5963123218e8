/** Pauses between attempts to reach a broker; milliseconds. */
export interface ReconnectPace {
  /** Nominal wait after the first failure; each further one doubles it. */
  readonly firstMs: number;
  /** No wait is longer. */
  readonly capMs: number;
  /** Nominal wait after the broker refused us: only a person can fix that. */
  readonly refusedMs: number;
  /** A connection that lasted so long was a good one: the next failure counts as the first again. */
  readonly stableMs: number;
}

/** Pace of the kiosk: a second at first, a minute at most, without end. */
export const RECONNECT_PACE: ReconnectPace = { firstMs: 1000, capMs: 60_000, refusedMs: 60_000, stableMs: 10_000 };

/**
 * Milliseconds to wait before the next attempt: between half and all of the nominal wait, so that many clients of a
 * broker that was restarted do not come back in step.
 * @param failures attempts that failed in a row, from 1
 * @param chance uniform in 0 (inclusive) to 1 (exclusive)
 */
export function reconnectDelayMs(pace: ReconnectPace, failures: number, refused: boolean, chance: number): number {
  const doublings = Math.min(Math.max(failures - 1, 0), 30); // beyond, the cap has long been reached
  const nominalMs = refused ? pace.refusedMs : Math.min(pace.capMs, pace.firstMs * 2 ** doublings);
  return nominalMs * (0.5 + chance / 2);
}
