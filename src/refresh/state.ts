/**
 * Refreshes done to a panel, as plain JSON. Times are milliseconds since 1970 UTC on the machine's wall clock.
 * Empty at a first start, when nothing is known.
 */
export interface RefreshState {
  /** Beginning of the last refresh of any kind. */
  readonly lastRefreshMs?: number;
  /** Beginning of the last full refresh. */
  readonly lastFullMs?: number;
  /** Refreshes since then that were not full; absent means none. */
  readonly lesserSinceFull?: number;
  /** Beginning of the first of those. */
  readonly firstLesserMs?: number;
  /** What the last refresh showed; absent means an ordinary picture. */
  readonly shown?: Occasion;
}

/** Occasions on which the policy refreshes sooner than for an ordinary picture: an overload, and the rest of quiet hours. */
export const OCCASIONS = ["alarm", "rest"] as const;

/** One of {@link OCCASIONS}. */
export type Occasion = (typeof OCCASIONS)[number];

/**
 * The state in what was read from a file: known keys with sound values, the rest left out. Anything but an object is a
 * first start, since a panel that is refreshed once too often beats one that stays dark over a damaged file.
 */
export function parseRefreshState(json: unknown): RefreshState {
  if (typeof json !== "object" || json === null) return {};
  const found = json as Readonly<Record<string, unknown>>;
  const shown = OCCASIONS.find((occasion) => occasion === found["shown"]);
  const numbers = [...TIMES, "lesserSinceFull"].filter((key) => isSound(found[key]));
  return { ...Object.fromEntries(numbers.map((key) => [key, found[key]])), ...(shown && { shown }) };
}

/** The state after one more refresh, which began at that time. @param occasion absent for an ordinary picture */
export function withRefresh(state: RefreshState, isFull: boolean, nowMs: number, occasion?: Occasion): RefreshState {
  const shown = occasion && { shown: occasion };
  if (isFull) return { lastRefreshMs: nowMs, lastFullMs: nowMs, ...shown };
  const { lastFullMs, lesserSinceFull = 0, firstLesserMs = nowMs } = state;
  return {
    lastRefreshMs: nowMs,
    ...(lastFullMs !== undefined && { lastFullMs }),
    lesserSinceFull: lesserSinceFull + 1,
    firstLesserMs,
    ...shown,
  };
}

/**
 * The state with every time moved, for when the wall clock was set: intervals then go on as if it had not been.
 * @param byMs how far the clock jumped, positive is forward
 */
export function shiftRefreshState(state: RefreshState, byMs: number): RefreshState {
  return withTimes(state, (ms) => ms + byMs);
}

/** The state with no time later than now: what claims to be of the future is taken to have just happened. */
export function clampRefreshState(state: RefreshState, nowMs: number): RefreshState {
  const isLater = TIMES.some((key) => (state[key] ?? nowMs) > nowMs);
  return isLater ? withTimes(state, (ms) => Math.min(ms, nowMs)) : state;
}

const TIMES = ["lastRefreshMs", "lastFullMs", "firstLesserMs"] as const satisfies readonly (keyof RefreshState)[];

function withTimes(state: RefreshState, change: (ms: number) => number): RefreshState {
  const times = TIMES.flatMap((key) => (state[key] === undefined ? [] : [[key, change(state[key])] as const]));
  return { ...state, ...Object.fromEntries(times) };
}

function isSound(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
