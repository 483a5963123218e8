import { type Freshness, freshnessOf } from "../history/freshness.ts";
import type { Latest } from "../history/latest.ts";
import type { Now } from "../meter/now.ts";
import type { Quantity } from "../meter/quantity.ts";
import { wallTimeOf } from "../meter/wall-time.ts";

/** A value with how far it may be believed; `value` is absent where nothing is known or it was forgotten. */
export interface KnownValue {
  readonly state: Freshness["state"];
  readonly value?: number;
  /** When it was true, wall milliseconds; absent when unknown. */
  readonly atMs?: number;
}

/** What may be shown of one quantity now. A value that the broker had kept has no time: only that it is old is known. */
export function knownValue(latest: Latest, quantity: Quantity, now: Now): KnownValue {
  const { state } = freshnessOf(latest, quantity, now);
  const known = latest.known[quantity];
  if (!known || state === "absent") return { state: "absent" };
  const atMs = state === "retained" ? undefined : wallTimeOf(known.at, now);
  return { state, value: known.value, ...(atMs === undefined ? {} : { atMs }) };
}

const ORDER = ["absent", "retained", "stale", "fresh"] as const;

/** Whether one value may be believed at least as far as another. */
export function isTrustedLikewise(state: KnownValue["state"], other: KnownValue["state"]): boolean {
  return ORDER.indexOf(state) >= ORDER.indexOf(other);
}

/** The least that can be said of several values together: the least trusted state and the earliest time among those that are there. */
export function leastTrusted(values: readonly KnownValue[]): { state: KnownValue["state"]; atMs?: number } {
  const present = values.filter((value) => value.state !== "absent");
  const state = ORDER.find((candidate) => present.some((value) => value.state === candidate)) ?? "absent";
  const times = present.flatMap((value) => (value.atMs === undefined ? [] : [value.atMs]));
  return times.length === 0 || state === "retained" ? { state } : { state, atMs: Math.min(...times) };
}

/** The first of those that may be believed furthest. */
export function mostTrusted<T extends Pick<KnownValue, "state">>(values: readonly T[]): T | undefined {
  return [...values].sort((a, b) => ORDER.indexOf(b.state) - ORDER.indexOf(a.state))[0];
}
