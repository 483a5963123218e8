import { Temporal } from "temporal-polyfill";
import { WattframeError } from "../errors.ts";
import type { OffsetPeriod } from "./zone-file.ts";

/** One instant as a clock on the wall of that zone shows it. */
export interface LocalParts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  /** 1 Monday to 7 Sunday, as ISO 8601 counts. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Minutes east of UTC at that instant; summer time included. */
  readonly offsetMinutes: number;
}

/**
 * Looks a zone up where it is faster than in the runtime's own data: its periods of one offset, of all time or of most. Undefined where
 * there is no such zone.
 */
export type ZoneDatabase = (name: string) => readonly OffsetPeriod[] | undefined;

interface Zone {
  readonly name: string;
  /** What the database says of it. */
  readonly listed: readonly OffsetPeriod[];
  /** The periods that were asked for last. */
  readonly periods: OffsetPeriod[];
  readonly dayStarts: Map<number, number>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const PERIODS_KEPT = 16; // eight years of summer times: more than a chart, a history and a simulation ever span
const DAYS_KEPT = 2_048;

const zones = new Map<string, Zone>();
let database: ZoneDatabase = () => undefined;

/** Takes the offsets of all zones from a database from here on; what that does not say comes from the runtime's own data. */
export function useZoneDatabase(used: ZoneDatabase): void {
  database = used;
  zones.clear();
}

/**
 * The start of a local day: of the day that holds `ms`, moved by `dayOffset` calendar days. That is midnight, or the
 * first instant after it where the clock skips midnight; a day may last 23, 24 or 25 hours.
 * @param ms milliseconds since 1970 UTC
 * @returns milliseconds since 1970 UTC
 * @throws WattframeError `USAGE` when the time zone is unknown
 */
export function startOfLocalDay(ms: number, timeZone: string, dayOffset = 0): number {
  const zone = zoneOf(timeZone);
  return startOfDay(zone, Math.floor((ms + periodAt(zone, ms).offsetMs) / DAY_MS) + dayOffset);
}

/**
 * Number of the local day that holds `ms`: days since 1970-01-01 of the local calendar.
 * @throws WattframeError `USAGE` when the time zone is unknown
 */
export function localDayOf(ms: number, timeZone: string): number {
  return Math.floor((ms + periodAt(zoneOf(timeZone), ms).offsetMs) / DAY_MS);
}

/**
 * The start of a local day by its number, see {@link localDayOf}.
 * @returns milliseconds since 1970 UTC
 * @throws WattframeError `USAGE` when the time zone is unknown
 */
export function startOfDayNumber(day: number, timeZone: string): number {
  return startOfDay(zoneOf(timeZone), day);
}

/**
 * The start of the local month that holds `ms`, moved by `monthOffset` months.
 * @returns milliseconds since 1970 UTC
 * @throws WattframeError `USAGE` when the time zone is unknown
 */
export function startOfLocalMonth(ms: number, timeZone: string, monthOffset = 0): number {
  const zone = zoneOf(timeZone);
  const local = new Date(ms + periodAt(zone, ms).offsetMs);
  return startOfDay(zone, Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + monthOffset, 1) / DAY_MS);
}

/**
 * The start of the local hour that holds `ms`. Where summer time ends, the hour that the clock shows twice is two hours;
 * where a change of the clock cuts an hour, the part after the cut starts at the cut.
 * @returns milliseconds since 1970 UTC
 * @throws WattframeError `USAGE` when the time zone is unknown
 */
export function startOfLocalHour(ms: number, timeZone: string): number {
  const { fromMs, offsetMs } = periodAt(zoneOf(timeZone), ms);
  return Math.max(fromMs, Math.floor((ms + offsetMs) / HOUR_MS) * HOUR_MS - offsetMs);
}

/**
 * Milliseconds by which local time is ahead of UTC at `ms`; summer time included.
 * @throws WattframeError `USAGE` when the time zone is unknown
 */
export function localOffsetMs(ms: number, timeZone: string): number {
  return periodAt(zoneOf(timeZone), ms).offsetMs;
}

/**
 * Local date and time at `ms`; fractions of a second are cut.
 * @throws WattframeError `USAGE` when the time zone is unknown
 */
export function localParts(ms: number, timeZone: string): LocalParts {
  const { offsetMs } = periodAt(zoneOf(timeZone), ms);
  const local = new Date(ms + offsetMs);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay() || 7,
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    offsetMinutes: offsetMs / 60_000,
  };
}

/**
 * Local date and time without zone, `YYYY-MM-DDTHH:MM:SS`, the form in which meters send their clock; fractions of a second are cut.
 * @throws WattframeError `USAGE` when the time zone is unknown
 */
export function localIso(ms: number, timeZone: string): string {
  return new Date(ms + periodAt(zoneOf(timeZone), ms).offsetMs).toISOString().slice(0, -5);
}

/**
 * The instant of a local date and time such as `2026-01-15T18:00:00`. Of a time that occurs twice it is the first; a time
 * that is skipped is moved later by as much as was skipped.
 * @param isoLocal date and time without zone; seconds and the time of day may be left out
 * @returns milliseconds since 1970 UTC
 * @throws WattframeError `USAGE` when the text is not a local date and time, or the time zone is unknown
 */
export function epochOfLocal(isoLocal: string, timeZone: string): number {
  const zone = zoneOf(timeZone);
  const localMs = LOCAL_ISO.test(isoLocal)
    ? Date.parse(`${isoLocal.length === DATE_LENGTH ? `${isoLocal}T00:00` : isoLocal}Z`)
    : Number.NaN;
  // A day that its month does not have would be taken for one of the next.
  if (Number.isNaN(localMs) || !new Date(localMs).toISOString().startsWith(isoLocal.slice(0, DATE_LENGTH)))
    throw notLocal(isoLocal);
  return earliestAt(zone, localMs) ?? localMs - periodAt(zone, localMs - DAY_MS).offsetMs;
}

/** Returns whether the text names a time zone that this machine knows, such as `Europe/Helsinki` or `UTC`. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false; // bare offsets have no summer time and are never a place
  if (database(text)) return true;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const DATE_LENGTH = "2026-01-15".length;
const LOCAL_ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?$/;

function notLocal(text: string): WattframeError {
  return new WattframeError("USAGE", `"${text}" is not a local date and time`, {
    hint: "Write it as 2026-01-15T18:00:00, without a zone.",
  });
}

function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const listed = database(name);
  if (!listed && !isTimeZone(name)) {
    throw new WattframeError("USAGE", `unknown time zone "${name}"`, { hint: "Use a name such as Europe/Helsinki." });
  }
  const zone: Zone = { name, listed: listed ?? [], periods: [], dayStarts: new Map() };
  zones.set(name, zone);
  return zone;
}

/** A frame asks hundreds of times within one or two periods: they are kept. */
function periodAt(zone: Zone, ms: number): OffsetPeriod {
  const holds = ({ fromMs, toMs }: OffsetPeriod): boolean => ms >= fromMs && ms < toMs;
  for (const period of zone.periods) {
    if (holds(period)) return period;
  }
  const found = zone.listed.find(holds) ?? findOffsetPeriod(zone.name, ms);
  if (zone.periods.length >= PERIODS_KEPT) zone.periods.length = 0;
  zone.periods.push(found);
  return found;
}

function findOffsetPeriod(name: string, ms: number): OffsetPeriod {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(name);
  const next = at.getTimeZoneTransition("next");
  // One nanosecond on, so that a transition at this very instant counts as the one before.
  const previous = at.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
  return {
    fromMs: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    toMs: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: at.offsetNanoseconds / 1e6,
  };
}

/** @param day days since 1970-01-01 of the local calendar */
function startOfDay(zone: Zone, day: number): number {
  const known = zone.dayStarts.get(day);
  if (known !== undefined) return known;
  const localMs = day * DAY_MS;
  const startMs =
    earliestAt(zone, localMs) ?? periodAt(zone, localMs - periodAt(zone, localMs - DAY_MS).offsetMs).fromMs;
  if (zone.dayStarts.size >= DAYS_KEPT) zone.dayStarts.clear();
  zone.dayStarts.set(day, startMs);
  return startMs;
}

/**
 * The first instant at which a clock of the zone shows a time; undefined where it skips that time. The offset is that of a day before or of a day
 * after, since no clock is changed twice within two days.
 * @param localMs the time shown, counted as if it were UTC
 */
function earliestAt(zone: Zone, localMs: number): number | undefined {
  const instants = [localMs - DAY_MS, localMs + DAY_MS].map((aroundMs) => localMs - periodAt(zone, aroundMs).offsetMs);
  return instants.find((ms) => ms + periodAt(zone, ms).offsetMs === localMs);
}
