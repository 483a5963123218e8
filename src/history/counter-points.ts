import { type KeyTiers, QUARTER_MS } from "./key-tiers.ts";
import type { CounterRow } from "./rows.ts";
import { evenParts, type TimeSlot } from "./slots.ts";

/** A counter may come hourly: an hour and a quarter. */
const LATE_POINT_MS = 75 * 60_000;

/** A slot of time and what a counter has in it. */
interface Seen {
  readonly slot: TimeSlot;
  readonly row: CounterRow;
}

/**
 * The values of a counter between two instants, both included, in order of time: one a slot, but of a day in which a gap ends
 * one a quarter of an hour. So a gap has the same ends whether days or quarters are read around it.
 * @param quartersFromMs from when on quarters are kept
 */
export function* pointsIn(
  tiers: KeyTiers<CounterRow>,
  slots: Iterable<TimeSlot>,
  { fromMs, toMs, quartersFromMs }: { readonly fromMs: number; readonly toMs: number; readonly quartersFromMs: number },
): Generator<CounterRow> {
  const isAsked = ({ atMs }: CounterRow) => atMs >= fromMs && atMs <= toMs;
  let last: Seen | undefined;
  for (const next of seenIn(tiers, slots, quartersFromMs)) {
    const point = last && pointOf(last, next.slot.tier === "day" ? next.slot.fromMs : next.row.atMs);
    // What came at midnight itself takes the place of the day's last before it.
    if (point && point.atMs !== next.row.atMs && isAsked(point)) yield point;
    last = next;
  }
  const point = last && pointOf(last, toMs);
  if (point && isAsked(point)) yield point;
}

function* seenIn(tiers: KeyTiers<CounterRow>, slots: Iterable<TimeSlot>, quartersFromMs: number): Generator<Seen> {
  let seenMs = -Infinity;
  for (const whole of slots) {
    const endsGap = whole.tier === "day" && whole.fromMs >= quartersFromMs && whole.fromMs - seenMs > LATE_POINT_MS;
    if (endsGap && tiers.day.get(whole.slot) === undefined) continue;
    for (const slot of endsGap ? evenParts("quarter", QUARTER_MS, whole.fromMs, whole.toMs) : [whole]) {
      const row = tiers[slot.tier].get(slot.slot);
      if (!row) continue;
      seenMs = row.atMs;
      yield { slot, row };
    }
  }
}

/**
 * The last value of a day that is over counts as its value at midnight, so that days add up to months exactly, unless it came
 * long before or a gap follows.
 * @param nextMs when the next slot that has a value begins, or the next value comes
 */
function pointOf({ slot, row }: Seen, nextMs: number): CounterRow {
  const isAtEnd = slot.toMs - row.atMs <= LATE_POINT_MS && nextMs - slot.toMs <= LATE_POINT_MS;
  return slot.tier === "day" && isAtEnd ? { ...row, atMs: slot.toMs } : row;
}
