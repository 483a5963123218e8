import { type KeyTiers, QUARTER_MS } from "./key-tiers.ts";
import type { CounterRow } from "./rows.ts";
import type { TierSpan } from "./slots.ts";

/** A counter may come hourly: an hour and a quarter. */
const LATE_POINT_MS = 75 * 60_000;

/** What a counter has in a slot of time, and when that begins and ends where it is a day. */
interface Seen extends CounterRow {
  readonly day?: { readonly fromMs: number; readonly toMs: number };
}

/**
 * The values of a counter between two instants, both included, in order of time: one a slot, but of a day in which a gap ends
 * one a quarter of an hour. So a gap has the same ends whether days or quarters are read around it.
 * @param quartersFromMs from when on quarters are kept
 */
export function pointsIn(
  tiers: KeyTiers<CounterRow>,
  spans: readonly TierSpan[],
  { fromMs, toMs, quartersFromMs }: { readonly fromMs: number; readonly toMs: number; readonly quartersFromMs: number },
): CounterRow[] {
  const points: CounterRow[] = [];
  const add = (point: CounterRow) => {
    if (point.atMs >= fromMs && point.atMs <= toMs) points.push(point);
  };
  let last: Seen | undefined;
  for (const span of spans) {
    const { tier } = span;
    const seen: readonly Seen[] =
      tier === "day" ? seenByDays(tiers, span, last, quartersFromMs) : tiers[tier].between(span);
    for (const next of seen) {
      const point = last && pointOf(last, next.day?.fromMs ?? next.atMs);
      // What came at midnight itself takes the place of the day's last before it.
      if (point && point.atMs !== next.atMs) add(point);
      last = next;
    }
  }
  if (last) add(pointOf(last, toMs));
  return points;
}

/** @param last what was seen before */
function seenByDays(
  tiers: KeyTiers<CounterRow>,
  { first, end }: TierSpan,
  last: Seen | undefined,
  quartersFromMs: number,
): readonly Seen[] {
  const { startOf } = tiers.day.shape;
  const seen: Seen[] = [];
  for (let slot = first; slot < end; slot++) {
    const row = tiers.day.get(slot);
    if (!row) continue;
    const [fromMs, toMs] = [startOf(slot), startOf(slot + 1)];
    const seenMs = (seen.at(-1) ?? last)?.atMs ?? -Infinity;
    const endsGap = fromMs >= quartersFromMs && fromMs - seenMs > LATE_POINT_MS;
    const quarters = { first: Math.floor(fromMs / QUARTER_MS), end: Math.ceil(toMs / QUARTER_MS) };
    seen.push(...(endsGap ? tiers.quarter.between(quarters) : [{ ...row, day: { fromMs, toMs } }]));
  }
  return seen;
}

/**
 * The last value of a day that is over counts as its value at midnight, so that days add up to months exactly, unless it came
 * long before or a gap follows.
 * @param nextMs when the next slot that has a value begins, or the next value comes
 */
function pointOf(seen: Seen, nextMs: number): CounterRow {
  const { atMs, value, series, day } = seen;
  if (!day) return seen;
  const isAtEnd = day.toMs - atMs <= LATE_POINT_MS && nextMs - day.toMs <= LATE_POINT_MS;
  return { atMs: isAtEnd ? day.toMs : atMs, value, series };
}
