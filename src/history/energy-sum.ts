import type { PowerSample } from "./samples.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Between two points of a counter that are further apart than this, its difference is spread: an hourly list and a quarter. */
export const REACH_MS = 75 * MINUTE_MS;
/** A span of which this much is known is known as a whole: a day to its last half hour. */
export const WHOLE = 0.98;

/** Energy of a span as far as it is known. Sums of adjacent spans add up. */
export interface EnergySum {
  readonly wh: number;
  /** Part of the span that the sum rests on, and the part of that which rests on the counter, milliseconds. */
  readonly knownMs: number;
  readonly countedMs: number;
  /** Part of `knownMs` over which a difference of the counter, or the mean power of a day, is spread evenly, for want of anything closer. */
  readonly spreadMs: number;
  /** When the first that is known begins, and the last ends; undefined when nothing is. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
}

/** Sum of a span of which nothing is known. */
export const NOTHING: EnergySum = {
  wh: 0,
  knownMs: 0,
  countedMs: 0,
  spreadMs: 0,
  firstMs: undefined,
  lastMs: undefined,
};

/** Sum of two spans, the second after the first. */
export function added(a: EnergySum, b: EnergySum): EnergySum {
  return {
    wh: a.wh + b.wh,
    knownMs: a.knownMs + b.knownMs,
    countedMs: a.countedMs + b.countedMs,
    spreadMs: a.spreadMs + b.spreadMs,
    firstMs: a.firstMs ?? b.firstMs,
    lastMs: b.lastMs ?? a.lastMs,
  };
}

/** Energy by power alone: each value counts while it held. A part of one that stands for hours is an even share of them. */
export function powerBetween(samples: Iterable<PowerSample>, fromMs: number, toMs: number): EnergySum {
  let [wh, knownMs, countedMs, spreadMs, firstMs, lastMs] = [0, 0, 0, 0, Infinity, -Infinity];
  for (const { atMs, holdsMs, powerW, isCounted } of samples) {
    const [startMs, endMs] = [Math.max(fromMs, atMs), Math.min(toMs, atMs + holdsMs)];
    if (endMs <= startMs) continue;
    wh += (powerW * (endMs - startMs)) / HOUR_MS;
    knownMs += endMs - startMs;
    if (isCounted) countedMs += endMs - startMs;
    if (holdsMs > REACH_MS && endMs - startMs < WHOLE * holdsMs) spreadMs += endMs - startMs;
    firstMs = Math.min(firstMs, startMs);
    lastMs = Math.max(lastMs, endMs);
  }
  if (knownMs === 0) return NOTHING;
  return { wh, knownMs: Math.min(knownMs, toMs - fromMs), countedMs, spreadMs, firstMs, lastMs };
}
