import { epochOfLocal, localIso, startOfLocalDay } from "../meter/local-time.ts";
import { localMinuteOfDay, type QuietHours, type QuietSpan, quietSpan } from "./quiet-hours.ts";

/** Times of the refresh policy that the clock on the wall sets, milliseconds since 1970 UTC. */
export interface RefreshTimes {
  /** The quiet hours that last now; absent outside them. */
  readonly quiet?: QuietSpan;
  /** The last time at which the full refresh of a day was due. */
  readonly dailyMs: number;
}

/** Local time of the full refresh that each day has. */
const DAILY = "04:00";
/** The same as a schedule, see `parseSchedule`. */
const DAILY_SCHEDULE = "0 0 4 * * *";

/**
 * Returns the times that hold at an instant.
 * @param timeZone an IANA name
 * @throws WattframeError `USAGE` when the time zone is unknown
 */
export function refreshTimes(nowMs: number, timeZone: string, quietHours?: QuietHours): RefreshTimes {
  const quiet = quietHours && quietSpan(quietHours, nowMs, localMinuteOfDay(timeZone));
  const todayMs = dailyOf(nowMs, timeZone);
  const dailyMs = todayMs <= nowMs ? todayMs : dailyOf(startOfLocalDay(nowMs, timeZone, -1), timeZone);
  return { dailyMs, ...(quiet && { quiet }) };
}

const MINUTE_MS = 60_000;

/**
 * Returns {@link refreshTimes} of one zone and its quiet hours as a function that remembers its last answer: clocks show
 * whole minutes, so that all instants of one have the same.
 * @throws WattframeError `USAGE` from the function, when the time zone is unknown
 */
export function refreshTimesIn(timeZone: string, quietHours?: QuietHours): (nowMs: number) => RefreshTimes {
  let last: { readonly minute: number; readonly times: RefreshTimes } | undefined;
  return (nowMs) => {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (last?.minute !== minute) last = { minute, times: refreshTimes(nowMs, timeZone, quietHours) };
    return last.times;
  };
}

/** Schedules of the times at which the policy allows what it did not before: the full of the day, and the edges of the quiet hours. */
export function policySchedules(quietHours?: QuietHours): readonly string[] {
  const edges = quietHours ? [quietHours.fromMinute, quietHours.toMinute] : [];
  return [DAILY_SCHEDULE, ...edges.map((minute) => `0 ${minute % 60} ${Math.floor(minute / 60)} * * *`)];
}

/** The time of the full refresh on the local day that holds an instant. */
function dailyOf(ms: number, timeZone: string): number {
  return epochOfLocal(`${localIso(ms, timeZone).slice(0, 10)}T${DAILY}`, timeZone);
}
