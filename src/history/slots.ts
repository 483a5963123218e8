import { MINUTES, QUARTER_DAYS, QUARTERS, type QuartersKept, type TierName } from "./key-tiers.ts";
import type { TierShape } from "./tier.ts";

const DAY_MS = 24 * 60 * 60_000;
/** A span longer than this is read by days but for its ends. */
const LONG_MS = 62 * DAY_MS;
/** Days at each end that are read by quarters: points are asked for a day around what they are needed for. */
const END_DAYS = 3;

/** One slot of a tier: the instants from `fromMs` on, before `toMs`. */
export interface TimeSlot {
  readonly tier: TierName;
  readonly slot: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Request for the slots of a span. */
export interface SlotRequest {
  readonly fromMs: number;
  readonly toMs: number;
  /** From when on minutes are read: the start of a quarter. */
  readonly minutesFromMs: number;
  /** For how long quarters are kept of what is to be read. */
  readonly quartersKept: QuartersKept;
  readonly nowMs: number;
  readonly days: TierShape;
}

/** Start of the first day of which quarters are read: those before may have made room for others. */
export function keptQuartersMs(nowMs: number, kept: QuartersKept, days: TierShape): number {
  return days.startOf(days.slotOf(nowMs - QUARTER_DAYS[kept] * DAY_MS));
}

/** Slots of one tier one after another: from `first` on, before `end`. */
export interface TierSpan {
  readonly tier: TierName;
  readonly first: number;
  readonly end: number;
}

/** The slots that have a part of a span by their tiers, in order of time, without overlap: at most some thousands, however long it is. */
export function tierSpansOf(request: SlotRequest): TierSpan[] {
  const { fromMs, toMs, minutesFromMs, nowMs, days } = request;
  if (!Number.isFinite(nowMs)) return []; // nothing was ever written
  if (fromMs >= minutesFromMs) return partsBy("minute", MINUTES, fromMs, toMs);
  const quartersToMs = Math.min(toMs, minutesFromMs);
  const keptFromMs = keptQuartersMs(nowMs, request.quartersKept, days);
  const quartersFromMs = Math.max(fromMs, keptFromMs);
  return [
    ...partsBy("day", days, fromMs, Math.min(toMs, keptFromMs)),
    ...(quartersToMs - quartersFromMs > LONG_MS
      ? longParts(quartersFromMs, quartersToMs, days)
      : partsBy("quarter", QUARTERS, quartersFromMs, quartersToMs)),
    ...partsBy("minute", MINUTES, Math.max(quartersFromMs, minutesFromMs), toMs),
  ];
}

/** The same slot by slot. */
export function* slotsOf(request: SlotRequest): Generator<TimeSlot> {
  const shapes: { readonly [T in TierName]: Slots } = { minute: MINUTES, quarter: QUARTERS, day: request.days };
  for (const { tier, first, end } of tierSpansOf(request)) {
    const { startOf } = shapes[tier];
    for (let slot = first; slot < end; slot++) yield { tier, slot, fromMs: startOf(slot), toMs: startOf(slot + 1) };
  }
}

type Slots = Pick<TierShape, "slotOf" | "startOf">;

/** A long span by whole days but for its ends. */
function longParts(fromMs: number, toMs: number, days: TierShape): TierSpan[] {
  const wholeFromMs = days.startOf(days.slotOf(fromMs) + END_DAYS);
  const wholeToMs = days.startOf(days.slotOf(toMs) - END_DAYS + 1);
  return [
    ...partsBy("quarter", QUARTERS, fromMs, wholeFromMs),
    ...partsBy("day", days, wholeFromMs, wholeToMs),
    ...partsBy("quarter", QUARTERS, wholeToMs, toMs),
  ];
}

/** The slots of a tier that have a part of a span; none of an empty one. */
function partsBy(tier: TierName, { slotOf, startOf }: Slots, fromMs: number, toMs: number): TierSpan[] {
  if (fromMs >= toMs) return [];
  let end = slotOf(toMs);
  while (startOf(end) < toMs) end++;
  return [{ tier, first: slotOf(fromMs), end }];
}
