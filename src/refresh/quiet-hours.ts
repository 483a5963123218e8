import { WattframeError } from "../errors.ts";
import { localParts } from "../meter/local-time.ts";

/** Hours of every local day without a refresh, in minutes of the day; `from` later than `to` spans midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

const DAY_MINUTES = 1440;
const MINUTE_MS = 60_000;

/**
 * Reads the hours that a text such as `23:00-06:00` names.
 * @throws WattframeError `USAGE` when it is not two different times
 */
export function parseQuietHours(text: string): QuietHours {
  const found = /^\s*([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)\s*$/.exec(text);
  const [fromHour, fromMinute, toHour, toMinute] = (found ?? []).slice(1).map(Number);
  const from = (fromHour ?? 0) * 60 + (fromMinute ?? 0);
  const to = (toHour ?? 0) * 60 + (toMinute ?? 0);
  if (found === null || from === to) {
    throw new WattframeError("USAGE", `"${text}" is not a span of quiet hours.`, {
      hint: "Give two different times of the day, as in 23:00-06:00.",
    });
  }
  return { fromMinute: from, toMinute: to };
}

/** Quiet hours of one night, milliseconds since 1970 UTC. */
export interface QuietSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * The quiet hours that hold `nowMs`; absent outside them.
 * @param minuteOfDay see {@link localMinuteOfDay}
 */
export function quietSpan(
  quiet: QuietHours,
  nowMs: number,
  minuteOfDay: (ms: number) => number,
): QuietSpan | undefined {
  if (!isWithin(quiet, minuteOfDay(nowMs))) return undefined;
  // Minute by minute, since the clock may be changed on the way; a day has no more than 1,500 of them.
  let fromMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  let untilMs = fromMs + MINUTE_MS;
  while (isWithin(quiet, minuteOfDay(fromMs - MINUTE_MS))) fromMs -= MINUTE_MS;
  while (isWithin(quiet, minuteOfDay(untilMs))) untilMs += MINUTE_MS;
  return { fromMs, untilMs };
}

/**
 * Returns the function that tells the local time of day of an instant, in minutes.
 * @param timeZone an IANA name
 * @throws RangeError from the function, for a time zone that does not exist
 */
export function localMinuteOfDay(timeZone: string): (ms: number) => number {
  return (ms) => {
    const { hour, minute } = localParts(ms, timeZone);
    return hour * 60 + minute;
  };
}

function isWithin({ fromMinute, toMinute }: QuietHours, minute: number): boolean {
  return minutesFrom(fromMinute, minute) < minutesFrom(fromMinute, toMinute);
}

function minutesFrom(from: number, to: number): number {
  return (to - from + DAY_MINUTES) % DAY_MINUTES;
}
