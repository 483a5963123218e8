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
}

/**
 * The state in what was read from a file: known keys with sound values, the rest left out. Anything but an object is a
 * first start, since a panel that is refreshed once too often beats one that stays dark over a damaged file.
 */
export function parseRefreshState(json: unknown): RefreshState {
  if (typeof json !== "object" || json === null) return {};
  const found = json as Readonly<Record<string, unknown>>;
  return Object.fromEntries(KEYS.flatMap((key) => (isSound(found[key]) ? [[key, found[key]]] : [])));
}

/** The state after one more refresh, which began at that time. */
export function withRefresh(state: RefreshState, isFull: boolean, nowMs: number): RefreshState {
  if (isFull) return { lastRefreshMs: nowMs, lastFullMs: nowMs };
  const { lastFullMs, lesserSinceFull = 0, firstLesserMs = nowMs } = state;
  return {
    lastRefreshMs: nowMs,
    ...(lastFullMs !== undefined && { lastFullMs }),
    lesserSinceFull: lesserSinceFull + 1,
    firstLesserMs,
  };
}

/**
 * The state with every time moved, for when the wall clock was set: intervals then go on as if it had not been.
 * @param byMs how far the clock jumped, positive is forward
 */
export function shiftRefreshState(state: RefreshState, byMs: number): RefreshState {
  return Object.fromEntries(
    Object.entries(state).map(([key, value]) => [key, key === "lesserSinceFull" ? value : value + byMs]),
  );
}

/** The state with no time later than now: what claims to be of the future is taken to have just happened. */
export function clampRefreshState(state: RefreshState, nowMs: number): RefreshState {
  return Object.fromEntries(
    Object.entries(state).map(([key, value]) => [key, key === "lesserSinceFull" ? value : Math.min(value, nowMs)]),
  );
}

const KEYS = [
  "lastRefreshMs",
  "lastFullMs",
  "lesserSinceFull",
  "firstLesserMs",
] as const satisfies readonly (keyof RefreshState)[];

function isSound(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
