import { startOfLocalDay, startOfLocalHour, startOfLocalMonth } from "../meter/local-time.ts";

const HOUR_MS = 3_600_000;

/** Spans of the calendar that energy is summed by. */
export const PERIODS = ["hour", "day", "month"] as const;

/** One of {@link PERIODS}. */
export type Period = (typeof PERIODS)[number];

/** The first instant of the next local period after an instant. */
const NEXT: { readonly [P in Period]: (ms: number, timeZone: string) => number } = {
  hour: (ms, timeZone) => {
    const nextMs = startOfLocalHour(ms, timeZone) + HOUR_MS;
    return Math.max(startOfLocalHour(nextMs, timeZone), ms + 1);
  },
  day: (ms, timeZone) => startOfLocalDay(ms, timeZone, 1),
  month: (ms, timeZone) => startOfLocalMonth(ms, timeZone, 1),
};

/** The first instant after the local hour, day or month that holds an instant. */
export function endOfPeriod(ms: number, period: Period, timeZone: string): number {
  return NEXT[period](ms, timeZone);
}

/** The parts of a span that lie in one local hour, day or month each, in order; the first and the last may be cut. */
export function* periodsOf(
  fromMs: number,
  toMs: number,
  period: Period,
  timeZone: string,
): Generator<readonly [fromMs: number, toMs: number]> {
  for (let atMs = fromMs; atMs < toMs; ) {
    const nextMs = Math.min(toMs, NEXT[period](atMs, timeZone));
    yield [atMs, nextMs];
    atMs = nextMs;
  }
}
