import type { Now } from "./now.ts";
import { type Quantity, type Values, without } from "./quantity.ts";
import type { Instants, Reading } from "./reading.ts";
import type { DecodedValues } from "./wire/decoded.ts";

/** Difference that two clocks may have though both are set, milliseconds. */
const CLOCK_DOUBT_MS = 60_000;
/** An earlier time is of a clock that was never set: it counts from 1970 or 2000. */
const EARLIEST_MS = Date.UTC(2020, 0);

/**
 * Instants of the values whose sender gave them a time that can be believed and is before their arrival; for the other
 * values the arrival counts.
 */
export function instantsOf({ values, atMs, atMsOf = {}, ageMsOf = {} }: DecodedValues, arrival: Now): Instants {
  const instants: { [Q in Quantity]?: Now } = {};
  if (atMs === undefined && Object.keys(atMsOf).length + Object.keys(ageMsOf).length === 0) return instants;
  for (const quantity of Object.keys(values) as Quantity[]) {
    const ageMs = ageMsOf[quantity];
    const instant = ageMs === undefined ? sentAt(atMsOf[quantity] ?? atMs, arrival) : before(arrival, ageMs);
    if (instant) instants[quantity] = instant;
  }
  return instants;
}

/** Returns whether a sender's time is further ahead of the arrival than two set clocks can differ. */
export function isAhead({ atMs = -Infinity, atMsOf = {} }: DecodedValues, { wallMs, clockSet }: Now): boolean {
  return clockSet && Math.max(atMs, ...Object.values(atMsOf)) > wallMs + CLOCK_DOUBT_MS;
}

/** An age is right whatever the clocks say: both times of it are of the sender. */
function before(arrival: Now, ageMs: number): Now | undefined {
  return ageMs > 0 ? { ...arrival, wallMs: arrival.wallMs - ageMs, monoMs: arrival.monoMs - ageMs } : undefined;
}

/** The sender's time on both clocks of this machine; undefined where it is not before the arrival or not to be believed. */
function sentAt(atMs: number | undefined, arrival: Now): Now | undefined {
  // While this machine's clock is not set, the two cannot be compared.
  if (atMs === undefined || !arrival.clockSet || !(atMs >= EARLIEST_MS && atMs < arrival.wallMs)) return undefined;
  return { ...arrival, wallMs: atMs, monoMs: arrival.monoMs - (arrival.wallMs - atMs) };
}

/** Splits a reading into those of one instant each, the oldest first; a reading without instants stays whole. */
export function byInstant({ instants = {}, ...reading }: Reading): readonly Reading[] {
  const older = new Map<number, { at: Now; values: Values }>();
  for (const [quantity, at] of Object.entries(instants) as [Quantity, Now][]) {
    const value = reading.values[quantity];
    if (value === undefined) continue;
    const values = { ...older.get(at.monoMs)?.values, [quantity]: value };
    older.set(at.monoMs, { at, values });
  }
  if (older.size === 0) return [reading];
  const rest = without(reading.values, Object.keys(instants) as Quantity[]);
  const parts = [...older.values()].sort((a, b) => a.at.monoMs - b.at.monoMs);
  if (Object.keys(rest).length > 0) parts.push({ at: reading.at, values: rest });
  return parts.map(({ at, values }, i) => ({
    ...reading,
    at,
    values,
    ...restartedIn(reading, values),
    ...(i < parts.length - 1 && { isPart: true }),
  }));
}

/** Counters that begin a series in one part of a reading. */
function restartedIn({ restarted }: Reading, values: Values): Pick<Reading, "restarted"> {
  return restarted ? { restarted: restarted.filter((quantity) => values[quantity] !== undefined) } : {};
}
