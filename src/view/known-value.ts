import { type Freshness, freshnessOf } from "../history/freshness.ts";
import type { Latest } from "../history/latest.ts";
import type { Now } from "../meter/now.ts";
import type { Quantity } from "../meter/quantity.ts";
import { wallTimeOf } from "../meter/wall-time.ts";

/** Freshness of a group of values, and the time at which they were true. */
export interface Trust {
  readonly state: Freshness["state"];
  /** Time at which the values were true, wall milliseconds; absent when unknown or while the clock is not set. */
  readonly atMs?: number;
}

/** One value with its trust; `value` is absent where nothing is known or it was forgotten. */
export interface KnownValue extends Trust {
  readonly value?: number;
}

/** Value of one quantity that may be shown now. A value that the broker had kept has no time: only that it is old is known. */
export function knownValue(latest: Latest, quantity: Quantity, now: Now): KnownValue {
  const { state } = freshnessOf(latest, quantity, now);
  const known = latest.known[quantity];
  if (!known || state === "absent") return { state: "absent" };
  const atMs = state === "retained" ? undefined : wallTimeOf(known.at, now);
  return { state, value: known.value, ...(atMs === undefined ? {} : { atMs }) };
}

const ORDER = ["absent", "retained", "stale", "fresh"] as const;

/** True when a value of one state may be believed at least as far as one of another. */
export function isTrustedLikewise(state: KnownValue["state"], other: KnownValue["state"]): boolean {
  return ORDER.indexOf(state) >= ORDER.indexOf(other);
}

/** Trust in several values together: the least trusted state and the earliest time among those that are present. */
export function leastTrusted(values: readonly KnownValue[]): Trust {
  const present = values.filter((value) => value.state !== "absent");
  const state = ORDER.find((candidate) => present.some((value) => value.state === candidate)) ?? "absent";
  const times = present.flatMap((value) => (value.atMs === undefined ? [] : [value.atMs]));
  return times.length === 0 || state === "retained" ? { state } : { state, atMs: Math.min(...times) };
}

/** The first of those that may be believed furthest. */
export function mostTrusted<T extends Pick<KnownValue, "state">>(values: readonly T[]): T | undefined {
  return [...values].sort((a, b) => ORDER.indexOf(b.state) - ORDER.indexOf(a.state))[0];
}
