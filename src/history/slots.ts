import { QUARTER_DAYS, QUARTER_MS, type QuartersKept, type TierName } from "./key-tiers.ts";
import type { TierShape } from "./tier.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
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

/** The slots that have a part of a span, in order of time, without overlap: at most some thousands, however long it is. */
export function* slotsOf(request: SlotRequest): Generator<TimeSlot> {
  const { toMs, minutesFromMs, nowMs, days } = request;
  if (!Number.isFinite(nowMs)) return; // nothing was ever written
  if (request.fromMs >= minutesFromMs) return yield* evenParts("minute", MINUTE_MS, request.fromMs, toMs);
  let atMs = request.fromMs;
  const keptFromMs = keptQuartersMs(nowMs, request.quartersKept, days);
  if (atMs < keptFromMs) {
    yield* dayParts(atMs, Math.min(toMs, keptFromMs), days);
    atMs = Math.max(atMs, keptFromMs);
  }
  const quartersToMs = Math.min(toMs, minutesFromMs);
  if (quartersToMs - atMs > LONG_MS) {
    const wholeFromMs = days.startOf(days.slotOf(atMs) + END_DAYS);
    const wholeToMs = days.startOf(days.slotOf(quartersToMs) - END_DAYS + 1);
    yield* evenParts("quarter", QUARTER_MS, atMs, wholeFromMs);
    yield* dayParts(wholeFromMs, wholeToMs, days);
    atMs = wholeToMs;
  }
  yield* evenParts("quarter", QUARTER_MS, atMs, quartersToMs);
  yield* evenParts("minute", MINUTE_MS, Math.max(atMs, minutesFromMs), toMs);
}

function* dayParts(fromMs: number, toMs: number, { slotOf, startOf }: TierShape): Generator<TimeSlot> {
  if (fromMs >= toMs) return;
  for (let slot = slotOf(fromMs); startOf(slot) < toMs; slot++)
    yield { tier: "day", slot, fromMs: startOf(slot), toMs: startOf(slot + 1) };
}

/** The slots of an even tier that have a part of a span. */
export function* evenParts(tier: TierName, stepMs: number, fromMs: number, toMs: number): Generator<TimeSlot> {
  if (fromMs >= toMs) return;
  for (let slot = Math.floor(fromMs / stepMs); slot * stepMs < toMs; slot++)
    yield { tier, slot, fromMs: slot * stepMs, toMs: (slot + 1) * stepMs };
}
