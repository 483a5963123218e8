import cron from "node-cron";
import { localOffsetMs } from "../meter/local-time.ts";

/** Milliseconds that a {@link Schedule} looks ahead at most. */
export const LOOK_AHEAD_MS = 60_000;

/**
 * The first instant after `wallMs` that a schedule names, milliseconds since 1970 UTC; absent when there is none within
 * {@link LOOK_AHEAD_MS}.
 */
export type Schedule = (wallMs: number) => number | undefined;

const SECOND_MS = 1_000;
const DAY_MS = 24 * 3_600_000;
/** Changes of a zone's offset up to this are summer time and its like. @source cron(8), "less than three hours" */
const MAX_SHIFT_MS = 3 * 3_600_000;

/** Tells whether a text is a cron expression of six fields, the second first. */
export function isSchedule(text: string): boolean {
  return text.trim().split(/\s+/u).length === 6 && cron.validate(text);
}

/**
 * The times of a cron expression as the clocks of a time zone show them. A time that the clock skips in spring is due
 * at the moment of the change. A time that comes twice in autumn counts the first time, unless the expression names
 * more than one time an hour or every hour: then it goes on through both. Clocks are asked about instants, never
 * counted on from the last time, so that it does not matter how the machine's own clock gets there.
 * @param expression one that {@link isSchedule}
 * @throws WattframeError `USAGE` when the time zone is unknown
 * @source cron(8), which treats changes of the local time so
 */
export function parseSchedule(expression: string, timeZone: string): Schedule {
  const isShown = clockFace(expression);
  const isDense = isMoreOftenThanHourly(expression);
  const offsetMs = (ms: number): number => localOffsetMs(ms, timeZone);
  const isRepeated = (ms: number): boolean => {
    const backMs = offsetMs(ms - MAX_SHIFT_MS) - offsetMs(ms);
    return backMs > 0 && offsetMs(ms - backMs) - offsetMs(ms) === backMs;
  };
  const isNamed = (ms: number): boolean => {
    const toMs = ms + offsetMs(ms);
    const fromMs = Math.min(toMs, ms + offsetMs(ms - SECOND_MS)); // earlier only where the clock skips something
    for (let shownMs = fromMs; shownMs <= toMs; shownMs += SECOND_MS) {
      if (isShown(shownMs)) return isDense || !isRepeated(ms);
    }
    return false;
  };
  return (wallMs) => {
    const nowMs = Math.floor(wallMs / SECOND_MS) * SECOND_MS;
    for (let aheadMs = SECOND_MS; aheadMs <= LOOK_AHEAD_MS; aheadMs += SECOND_MS) {
      if (isNamed(nowMs + aheadMs)) return nowMs + aheadMs;
    }
    return undefined;
  };
}

/** Mean time between the times that a cron expression names within a day, milliseconds. */
export function schedulePaceMs(expression: string): number {
  const { second, minute, hour } = cron.parse(expression);
  return DAY_MS / (second.length * minute.length * hour.length);
}

/** Tells whether an expression matches what a clock shows, given as if it were UTC. */
function clockFace(expression: string): (shownMs: number) => boolean {
  const { second, minute, hour } = cron.parse(expression);
  const [seconds, minutes, hours] = [new Set(second), new Set(minute), new Set(hour)];
  const isDay = calendar(expression);
  return (shownMs) => {
    const shown = new Date(shownMs);
    const isTime =
      seconds.has(shown.getUTCSeconds()) && minutes.has(shown.getUTCMinutes()) && hours.has(shown.getUTCHours());
    return isTime && isDay(shown);
  };
}

/** Tells whether an expression names a day. To ask node-cron for that is slow, and loads the names of all the world's languages. */
function calendar(expression: string): (shown: Date) => boolean {
  const days = expression.trim().split(/\s+/u).slice(-3);
  if (days.every((field) => field === "*")) return () => true;
  const task = cron.createTask(expression, () => {}, { timezone: "UTC" });
  void task.destroy(); // only its matching is used; node-cron would keep it in its list of tasks
  return (shown) => task.match(shown);
}

function isMoreOftenThanHourly(expression: string): boolean {
  const { second, minute, hour } = cron.parse(expression);
  return hour.length === 24 || minute.length > 1 || second.length > 1;
}
