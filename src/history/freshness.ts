import type { Now } from "../meter/now.ts";
import { QUANTITY, type Quantity, type QuantityRow } from "../meter/quantity.ts";
import { subMeterRow } from "../meter/sub-meter.ts";
import type { Known, Latest } from "./latest.ts";
import { medianOf } from "./median.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Between these a value's limit follows how often it comes. */
const MIN_LIMIT_MS = 30 * SECOND_MS;
const MAX_LIMIT_MS = 15 * MINUTE_MS;
/** The limit until two arrivals have shown how often it comes. */
const FIRST_LIMIT_MS = 60 * SECOND_MS;
/** Counters may come hourly (Norwegian list 3, Kamstrup), so theirs is an hour and a quarter. */
const COUNTER_LIMIT_MS = 75 * MINUTE_MS;
/** The same of counters that other meters renew by their own clock, from five minutes to a day, once two of their times are known. */
const MIN_OWN_LIMIT_MS = 15 * MINUTE_MS;
const OWN_LIMIT_FACTOR = 1.25;
/** So long a sender of changes alone may be silent while it says that it is online. */
const SILENT_LIMIT_MS = 75 * MINUTE_MS;
/** A value older than a day is not shown at all. */
const FORGET_MS = 24 * 60 * MINUTE_MS;

/** Reason why a value is not fresh. */
export type StaleReason =
  | "too-old"
  | "reader-offline"
  | "kept-by-broker"
  | "sent-again"
  | "no-value"
  | "day-old"
  | "never-came";

/** Trust in a value. `ageMs` is measured on the monotonic clock; absent when nothing is known. */
export interface Freshness {
  readonly state: "fresh" | "stale" | "retained" | "absent";
  readonly why?: StaleReason;
  readonly ageMs?: number;
}

/** A counter grows, an instant is true now, a sub-meter's counter is true at times of its own; their limits differ. */
export type Pace = QuantityRow["kind"] | "sub-meter";

/** Pace at which a quantity is renewed. */
export function paceOf(quantity: Quantity): Pace {
  return subMeterRow(quantity) ? "sub-meter" : (QUANTITY.get(quantity)?.kind ?? "instant");
}

/** When a value came, and how often it does. */
export type Arrivals = Pick<Known, "at" | "retained" | "republished" | "withdrawn" | "intervalsMs">;

/**
 * Time for which a value stays fresh without being renewed, milliseconds: three times its usual interval, within bounds; a
 * sub-meter's a quarter more than its interval.
 */
export function limitMs(pace: Pace, { intervalsMs }: Pick<Known, "intervalsMs">): number {
  if (pace === "counter" || (pace === "sub-meter" && intervalsMs.length === 0)) return COUNTER_LIMIT_MS;
  if (pace === "sub-meter") return Math.max(MIN_OWN_LIMIT_MS, OWN_LIMIT_FACTOR * medianOf(intervalsMs));
  if (intervalsMs.length === 0) return FIRST_LIMIT_MS;
  return Math.min(MAX_LIMIT_MS, Math.max(MIN_LIMIT_MS, 3 * medianOf(intervalsMs)));
}

/**
 * Until when an instant value that came live holds for the time after it: until now, as long as it is fresh. Milliseconds
 * of the monotonic clock.
 */
export function heldUntilMonoMs(latest: Latest, arrivals: Arrivals, nowMonoMs: number): number {
  const endMs = predatesOffline(latest, arrivals)
    ? Math.min(nowMonoMs, latest.offlineAt?.monoMs ?? nowMonoMs)
    : nowMonoMs;
  // Nothing is overdue before the shortest limit; this runs for every value of every telegram.
  return endMs - arrivals.at.monoMs <= MIN_LIMIT_MS ? endMs : Math.min(endMs, dueMonoMs(latest, "instant", arrivals));
}

/** Freshness of the last value of a quantity now. */
export function freshnessOf(latest: Latest, quantity: Quantity, now: Now): Freshness {
  const known = latest.known[quantity];
  if (!known) return { state: "absent", why: "never-came" };
  return freshnessOfArrivals(latest, paceOf(quantity), known, now);
}

/** The same of anything that this reader sent, by when it came itself. */
export function freshnessOfArrivals(latest: Latest, pace: Pace, arrivals: Arrivals, now: Now): Freshness {
  const ageMs = Math.max(0, now.monoMs - arrivals.at.monoMs);
  if (ageMs >= FORGET_MS) return { state: "absent", why: "day-old", ageMs };
  if (arrivals.retained)
    return { state: "retained", why: arrivals.republished ? "sent-again" : "kept-by-broker", ageMs };
  if (arrivals.withdrawn) return { state: "stale", why: "no-value", ageMs };
  // A sub-meter's value is older than the telegram that brought it: only its own age counts.
  if (pace !== "sub-meter" && predatesOffline(latest, arrivals))
    return { state: "stale", why: "reader-offline", ageMs };
  if (ageMs > MIN_LIMIT_MS && now.monoMs > dueMonoMs(latest, pace, arrivals))
    return { state: "stale", why: "too-old", ageMs };
  return { state: "fresh", ageMs };
}

/**
 * When a value that is not renewed is overdue. One of a sender that publishes only changes, and says that it is online, is
 * overdue when nothing at all has come for long; any other after its limit. What it sent before it said so it may not have
 * known any more when it said it. A reader that has never sent the same value twice in
 * a row sends only changes: any other message from it shows that the value still holds, up to the longest limit.
 */
function dueMonoMs(latest: Latest, pace: Pace, arrivals: Arrivals): number {
  const { monoMs } = arrivals.at;
  const limit = limitMs(pace, arrivals);
  if (pace === "sub-meter") return monoMs + limit;
  if (latest.changesOnly && latest.reader?.online && latest.reader.at.monoMs <= monoMs)
    return Math.max(monoMs, latest.arrivedAt?.monoMs ?? monoMs) + SILENT_LIMIT_MS;
  if (latest.repeats || !latest.arrivedAt) return monoMs + limit;
  return Math.min(latest.arrivedAt.monoMs + limit, monoMs + Math.max(limit, MAX_LIMIT_MS));
}

/** A reader's will makes everything that came before it stale at once; a later birth does not make it fresh again. */
function predatesOffline(latest: Latest, { at }: Arrivals): boolean {
  const { offlineAt } = latest;
  return offlineAt !== undefined && at.monoMs <= offlineAt.monoMs;
}
