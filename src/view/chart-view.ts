import type { Past } from "../history/past.ts";
import { localParts, startOfLocalDay } from "../meter/local-time.ts";
import type { ChartBucket, ChartView } from "./view.ts";

/** Where the means come from. */
type NetPower = Pick<Past, "meanNet">;

const HOUR_MS = 3_600_000;
const BUCKET_MS = 5 * 60_000;
/** A peak below this is not worth a flag. */
const LEAST_PEAK_W = 100;

/** The local day of `nowMs` in buckets of five minutes, yesterday beside it. */
export function chartView(power: NetPower, nowMs: number, timeZone: string): ChartView {
  const fromMs = startOfLocalDay(nowMs, timeZone);
  const toMs = startOfLocalDay(nowMs, timeZone, 1);
  const yesterdayMs = startOfLocalDay(nowMs, timeZone, -1);
  const today = buckets(power, fromMs, nowMs);
  const peak = peakOf(today, fromMs);
  return {
    fromMs,
    toMs,
    bucketMs: BUCKET_MS,
    today,
    yesterday: buckets(power, yesterdayMs, fromMs),
    hours: everyThirdHour(fromMs, toMs, timeZone),
    ...(peak ? { peak } : {}),
  };
}

function buckets(power: NetPower, fromMs: number, toMs: number): (ChartBucket | null)[] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / BUCKET_MS) }, (_, i) => {
    const startMs = fromMs + i * BUCKET_MS;
    const mean = power.meanNet(startMs, Math.min(toMs, startMs + BUCKET_MS));
    return mean ? { meanW: mean.powerW } : null;
  });
}

function peakOf(today: readonly (ChartBucket | null)[], fromMs: number): { atMs: number; powerW: number } | undefined {
  let peak: { atMs: number; powerW: number } | undefined;
  today.forEach((bucket, i) => {
    if (bucket && bucket.meanW >= LEAST_PEAK_W && bucket.meanW > (peak?.powerW ?? 0))
      peak = { atMs: fromMs + i * BUCKET_MS, powerW: bucket.meanW };
  });
  return peak;
}

/** Hours 0, 3, 6 … of the local day at the instants where they are; on days of 23 or 25 hours they stand where the clock says. */
function everyThirdHour(fromMs: number, toMs: number, timeZone: string): { atMs: number; hour: number }[] {
  const hours: { atMs: number; hour: number }[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += HOUR_MS) {
    const { hour, minute } = localParts(atMs, timeZone);
    if (hour % 3 === 0 && minute === 0 && hours.at(-1)?.hour !== hour) hours.push({ atMs, hour });
  }
  return [...hours, { atMs: toMs, hour: 24 }];
}
