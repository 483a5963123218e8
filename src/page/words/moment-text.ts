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
