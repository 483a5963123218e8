const LENGTH = "YYYY-MM-DDTHH:MM:SS".length;

/** A time as a meter writes it, and whether it says that it is summer time; meters that do not say have no flag. */
export interface Stamp {
  /** Local time as if it were UTC, milliseconds since 1970. */
  readonly localMs: number;
  readonly isSummer?: boolean;
}

/** The meter's clock from its parts as `YYYY-MM-DDTHH:MM:SS`, local, no zone; absent when it is not a possible instant. */
export function meterClockOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): string | undefined {
  const text = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T${digits(hour, 2)}:${digits(minute, 2)}:${digits(second, 2)}`;
  return isMeterClock(text) ? text : undefined;
}

/** Returns whether a text is an instant of some local clock, `YYYY-MM-DDTHH:MM:SS`; no 30 February, no hour 24. */
export function isMeterClock(text: string): boolean {
  const ms = text.length === LENGTH ? Date.parse(`${text}Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString() === `${text}.000Z`;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, "0");
}
