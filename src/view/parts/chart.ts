import type { Past } from "../../history/past.ts";
import { localParts, startOfLocalDay } from "../../meter/local-time.ts";
import type { PartInput } from "../part.ts";
import { type ChartBucket, POWERS, type SettledBuckets, settledFor, settledOfDays } from "./settled-buckets.ts";

/** Power over a local day. */
export interface ChartView {
  /** Local midnight that begins the day, and the one that ends it; 23, 24 or 25 hours apart. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucketMs: number;
  /** From `fromMs` on, one a bucket until now; null where nothing is known: a gap. */
  readonly today: readonly (ChartBucket | null)[];
  /** Yesterday's buckets at the same hours, for what is still to come. */
  readonly yesterday: readonly (ChartBucket | null)[];
  /** Every third hour with its instant. */
  readonly hours: readonly { readonly atMs: number; readonly hour: number }[];
  /** The bucket of today with the greatest import; absent below 100 W. */
  readonly peak?: { readonly atMs: number; readonly powerW: number };
}

/** Part of the view: the day of power. It remembers the buckets that no telegram changes any more. */
export const chart = {
  key: "chart",
  needs: [],
  build: (input: PartInput, _needed: object, before?: SettledBuckets): ChartView => {
    const { history, now, meter } = input;
    const past = history.past(now, meter.phases);
    return past ? chartView(past, now.wallMs, meter.timeZone, settledFor(before, input, POWERS)) : NO_CHART;
  },
  remember: (value: ChartView, input: PartInput): SettledBuckets | undefined =>
    settledOfDays(value, BUCKET_MS, input, POWERS),
} as const;

/** Source of the means. */
type NetPower = Pick<Past, "meanNet">;

const HOUR_MS = 3_600_000;
const BUCKET_MS = 5 * 60_000;
/** Least peak that deserves a flag. */
const LEAST_PEAK_W = 100;

const NO_CHART: ChartView = {
  fromMs: 0,
  toMs: 24 * HOUR_MS,
  bucketMs: BUCKET_MS,
  today: [],
  yesterday: [],
  hours: [],
};

/** The local day of `nowMs` in buckets of five minutes, yesterday beside it. Settled buckets are not computed again. */
export function chartView(
  power: NetPower,
  nowMs: number,
  timeZone: string,
  settled: SettledBuckets["buckets"] = new Map(),
): ChartView {
  const fromMs = startOfLocalDay(nowMs, timeZone);
  const toMs = startOfLocalDay(nowMs, timeZone, 1);
  const bucketAt = (startMs: number, untilMs: number): ChartBucket | null => {
    const known = settled.get(startMs);
    if (known !== undefined) return known;
    const mean = power.meanNet(startMs, Math.min(untilMs, startMs + BUCKET_MS));
    return mean ? { meanW: mean.powerW } : null;
  };
  const buckets = (startMs: number, endMs: number) =>
    Array.from({ length: Math.ceil((endMs - startMs) / BUCKET_MS) }, (_, i) =>
      bucketAt(startMs + i * BUCKET_MS, endMs),
    );
  const today = buckets(fromMs, nowMs);
  const peak = peakOf(today, fromMs);
  return {
    fromMs,
    toMs,
    bucketMs: BUCKET_MS,
    today,
    yesterday: buckets(startOfLocalDay(nowMs, timeZone, -1), fromMs),
    hours: everyThirdHour(fromMs, toMs, timeZone),
    ...(peak ? { peak } : {}),
  };
}

function peakOf(today: readonly (ChartBucket | null)[], fromMs: number): { atMs: number; powerW: number } | undefined {
  let peak: { atMs: number; powerW: number } | undefined;
  today.forEach((bucket, i) => {
    if (bucket && bucket.meanW >= LEAST_PEAK_W && bucket.meanW > (peak?.powerW ?? 0))
      peak = { atMs: fromMs + i * BUCKET_MS, powerW: bucket.meanW };
  });
  return peak;
}

/** Hours 0, 3, 6 … of the local day with their instants, which on days of 23 or 25 hours follow the clock. */
function everyThirdHour(fromMs: number, toMs: number, timeZone: string): { atMs: number; hour: number }[] {
  const hours: { atMs: number; hour: number }[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += HOUR_MS) {
    const { hour, minute } = localParts(atMs, timeZone);
    if (hour % 3 === 0 && minute === 0 && hours.at(-1)?.hour !== hour) hours.push({ atMs, hour });
  }
  return [...hours, { atMs: toMs, hour: 24 }];
}
