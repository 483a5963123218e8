import type { ShowResult } from "../display/display.ts";
import { localDayOf } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import { type Raster, sameRaster } from "../raster/raster.ts";

/** Decision of a display about one picture, or that none could be shown. */
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
  const { day, sinceMs, counts } = dayOf(log.today, at, timeZone);
  return {
    ...(glass && { glass }),
    entries: entriesAfter(log.entries, { at, result }),
    counts: countsAfter(log.counts, result),
    today: { day, sinceMs, counts: countsAfter(counts, result) },
  };
}

/** The log after a display refused every picture, so that none was drawn and offered; see {@link afterShow}. */
export function afterRefusal(log: ShowLog, result: ShowResult, at: Now, timeZone: string): ShowLog {
  return { ...log, entries: entriesAfter(log.entries, { at, result }), today: dayOf(log.today, at, timeZone) };
}

function entriesAfter(entries: ShowLog["entries"], entry: ShowEntry): ShowLog["entries"] {
  const [last, ...older] = entries;
  const { changed, reason } = entry.result;
  const isSame = last !== undefined && !changed && !last.result.changed && last.result.reason === reason;
  return [entry, ...(isSame ? older : entries)].slice(0, MAX_ENTRIES);
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

/** Counts of the day of an instant, until now. */
function dayOf(today: DayCounts | undefined, { wallMs }: Now, timeZone: string): DayCounts {
  const day = localDayOf(wallMs, timeZone);
  return today?.day === day ? today : { day, sinceMs: wallMs, counts: NOTHING_SHOWN.counts };
}

function countsAfter(counts: ShowCounts, { changed, facts = {} }: ShowResult): ShowCounts {
  const counted = ["offered", ...(changed ? ["shown"] : []), ...("kind" in facts ? [String(facts["kind"])] : [])];
  return { ...counts, ...Object.fromEntries(counted.map((key) => [key, (counts[key] ?? 0) + 1])) };
}
