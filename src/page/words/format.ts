/** A whole number with its thousands apart. */
export function wholeNumber(value: number): string {
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 }).format(value).replaceAll(",", "\u202F");
}

/** A minute of the day, 0 to 1439, as `20:05`. */
export function minuteText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/**
 * A moment as a time of day in the reader's own zone, with the date where that is another day: `20:11:35`, `24 Nov 20:11:35`.
 * @param atMs milliseconds since 1970 UTC
 * @param nowMs the present, likewise
 */
export function momentText(atMs: number, nowMs: number): string {
  const time = TIME.format(atMs);
  return DAY.format(atMs) === DAY.format(nowMs) ? time : `${DAY.format(atMs)} ${time}`;
}

/** Units of time, the largest first: milliseconds, and how many of it are still told in it. */
const UNITS = [
  { ms: 86_400_000, one: "1 day", many: "days" },
  { ms: 3_600_000, one: "1 h", many: "h" },
  { ms: 60_000, one: "1 min", many: "min" },
  { ms: 1_000, one: "1 s", many: "s" },
] as const;

/**
 * How long ago, or in how long, in the largest whole unit: `12 s ago`, `in 5 min`, `now` within a second.
 * @param ageMs negative for what is still to come
 */
export function ageText(ageMs: number): string {
  const distanceMs = Math.abs(ageMs);
  const unit = UNITS.find(({ ms }) => distanceMs >= ms);
  if (unit === undefined) return "now";
  const count = Math.floor(distanceMs / unit.ms);
  const length = count === 1 ? unit.one : `${count} ${unit.many}`;
  return ageMs < 0 ? `in ${length}` : `${length} ago`;
}
