import type { ShowResult } from "../display/display.ts";
import { localDayOf } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import { type Raster, sameRaster } from "../raster/raster.ts";

/** Result of offering one picture to a display. */
export interface ShowEntry {
  readonly at: Now;
  readonly result: ShowResult;
}

/** Activity of a display: plain data that grows by {@link afterShow}. */
export interface ShowLog {
  /** Picture on the display and the time of it; absent while unknown. */
  readonly glass?: { readonly raster: Raster; readonly at: Now };
  /** Newest first; one with the same reason as the one before, without a change, replaces it. */
  readonly entries: readonly ShowEntry[];
  /** `offered` and `shown` pictures, and refreshes by kind, since the start. */
  readonly counts: ShowCounts;
  /** The same of the present local day; absent before the first. */
  readonly today?: DayCounts;
}

type ShowCounts = Readonly<Record<string, number>>;

/** Counts of one local day, from the first picture of it. */
export interface DayCounts {
  /** Local calendar day, days since 1970-01-01. */
  readonly day: number;
  /** Time of its first picture, wall clock: later than midnight where the kiosk started on that day. */
  readonly sinceMs: number;
  readonly counts: ShowCounts;
}

/** Nothing offered yet. */
export const NOTHING_SHOWN: ShowLog = { entries: [], counts: { offered: 0, shown: 0 } };

const MAX_ENTRIES = 10;

/**
 * The log after one more picture was offered.
 * @param timeZone IANA name of the zone whose days are counted
 */
export function afterShow(log: ShowLog, raster: Raster, result: ShowResult, at: Now, timeZone: string): ShowLog {
  const glass = glassAfter(log, raster, result, at);
  const [last, ...older] = log.entries;
  const isSame = last !== undefined && !result.changed && !last.result.changed && last.result.reason === result.reason;
  const entries = [{ at, result }, ...(isSame ? older : log.entries)].slice(0, MAX_ENTRIES);
  const today = dayAfter(log.today, result, at, timeZone);
  return { ...(glass && { glass }), entries, counts: countsAfter(log.counts, result), today };
}

/** Tells whether the picture last offered is still waiting to be shown. */
export function isWaiting({ glass }: ShowLog, offered: Raster | undefined): boolean {
  return offered !== undefined && (glass === undefined || !sameRaster(glass.raster, offered));
}

/** A display that says `unchanged` shows what it was offered; one that holds a picture back shows what it did before. */
function glassAfter({ glass }: ShowLog, raster: Raster, { changed, reason }: ShowResult, at: Now): ShowLog["glass"] {
  if (changed) return { raster, at };
  return glass === undefined && reason === "unchanged" ? { raster, at } : glass;
}

function dayAfter(today: DayCounts | undefined, result: ShowResult, { wallMs }: Now, timeZone: string): DayCounts {
  const day = localDayOf(wallMs, timeZone);
  const { sinceMs, counts } = today?.day === day ? today : { sinceMs: wallMs, counts: NOTHING_SHOWN.counts };
  return { day, sinceMs, counts: countsAfter(counts, result) };
}

function countsAfter(counts: ShowCounts, { changed, facts = {} }: ShowResult): ShowCounts {
  const counted = ["offered", ...(changed ? ["shown"] : []), ...("kind" in facts ? [String(facts["kind"])] : [])];
  return { ...counts, ...Object.fromEntries(counted.map((key) => [key, (counts[key] ?? 0) + 1])) };
}
