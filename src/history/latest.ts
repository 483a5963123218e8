import type { Now } from "../meter/now.ts";
import { PHASE_QUANTITIES, PHASES } from "../meter/phases.ts";
import { QUANTITIES, type Quantity, type Values } from "../meter/quantity.ts";
import type { Diagnostics } from "../meter/reader-diagnosis.ts";
import type { Reading, Summand } from "../meter/reading.ts";
import { subMeterRow } from "../meter/sub-meter.ts";

/** Times of a sub-meter are the same where they differ by less, milliseconds: seconds are the finest that it gives. */
const SAME_TIME_MS = 30_000;
/** Number of arrival intervals remembered per quantity. */
const INTERVALS = 10;

/** State of one quantity: its last value and how often it comes. */
export interface Known {
  readonly value: number;
  readonly at: Now;
  /** True until the value came live and new: the broker had kept it or the reader sent it again, so its age is unknown. */
  readonly retained: boolean;
  /** True when it is kept because the reader may have sent it again. */
  readonly republished?: true;
  /** True when the value was corrected: its reader has a known fault. */
  readonly repaired?: true;
  /** Its summands; absent when the meter sent it itself. */
  readonly summed?: readonly Summand[];
  /** Present when its telegram carried a checksum that does not fit. */
  readonly check?: "wrong";
  /** True when the reader has said since that it has no value of this quantity. */
  readonly withdrawn?: true;
  /** The last arrival intervals, at most ten, milliseconds of the monotonic clock, oldest first. */
  readonly intervalsMs: readonly number[];
}

/** The last value of every quantity of one meter, and its reader's status. Plain data. */
export interface Latest {
  readonly known: { readonly [Q in Quantity]?: Known };
  /** When each quantity was first heard of, with a value or without one: from then on the meter has it. */
  readonly heardOf: { readonly [Q in Quantity]?: Now };
  /** Number of times that each counter has begun a series again; absent for never. */
  readonly series: { readonly [Q in Quantity]?: number };
  /** When anything last came live from this reader. */
  readonly arrivedAt?: Now;
  /** True once a value came live that was the same as before: then this reader does not send changes only. */
  readonly repeats?: true;
  /** True while the sender publishes only what changes, so that its silence says nothing while it is online. */
  readonly changesOnly?: true;
  /** True once a current was negative: this meter's currents carry their direction. */
  readonly signsCurrents?: true;
  /** When something last came live that could not be read. */
  readonly unreadableAt?: Now;
  /** Status that the reader published, when we heard it, and whether the broker had kept it; forgotten when values that came later prove it wrong. */
  readonly reader?: { readonly online: boolean; readonly at: Now; readonly retained?: true };
  /** What the reader last said of itself. */
  readonly diagnostics?: Diagnostics;
  /** When the reader's will last said that it is gone: what came before is not fresh. */
  readonly offlineAt?: Now;
  /** The meter's own clock as last sent, local time without zone. */
  readonly meterClock?: string;
}

/** Nothing known yet. */
export const NOTHING_KNOWN: Latest = { known: {}, heardOf: {}, series: {} };

/** Latest values with these quantities marked as ones that the meter has, whatever their values are. */
export function withHeardOf(latest: Latest, quantities: readonly Quantity[], at: Now): Latest {
  const unheard = quantities.filter((quantity) => !latest.heardOf[quantity]);
  if (unheard.length === 0) return latest;
  return { ...latest, heardOf: { ...latest.heardOf, ...Object.fromEntries(unheard.map((q) => [q, at])) } };
}

/**
 * What is known after one more reading. A retained value never replaces one that came live, and the same sent again does
 * not renew it; another value that the reader sends again is later than the known one by an unknown time.
 */
export function withReading(latest: Latest, reading: Reading): Latest {
  const { reader, ...before } = latest;
  const known: { [Q in Quantity]?: Known } = { ...latest.known };
  for (const [quantity, value] of valueEntries(reading.values)) {
    const next = renew(known[quantity], quantity, value, reading);
    if (next) known[quantity] = next;
  }
  return {
    ...before,
    known,
    series: withRestarts(latest.series, reading.restarted ?? []),
    ...(reader && !isRefuted(reader, reading) && { reader }),
    ...(!reading.retained && { arrivedAt: laterOf(latest.arrivedAt, reading.at) }),
    ...clockOf(latest, reading),
    ...((latest.repeats || hasRepeat(latest, reading)) && { repeats: true }),
    ...((latest.signsCurrents || hasNegativeCurrent(reading.values)) && { signsCurrents: true }),
  };
}

/** Number of times that each counter has begun again, with these added. */
export function withRestarts(series: Latest["series"], restarted: readonly Quantity[]): Latest["series"] {
  if (restarted.length === 0) return series;
  return { ...series, ...Object.fromEntries(restarted.map((quantity) => [quantity, (series[quantity] ?? 0) + 1])) };
}

/** A kept clock is no later than the one that is known. */
function clockOf(latest: Latest, { meterClock, retained }: Reading): Pick<Latest, "meterClock"> {
  return meterClock === undefined || (retained && latest.meterClock !== undefined) ? {} : { meterClock };
}

/** A sender may give a value a time before that of values which came earlier. */
function laterOf(before: Now | undefined, at: Now): Now {
  return before !== undefined && before.monoMs > at.monoMs ? before : at;
}

/** The later of two signs counts: a reader that was reported offline is online when values come after that. */
function isRefuted({ online, at }: NonNullable<Latest["reader"]>, reading: Reading): boolean {
  return !online && !reading.retained && reading.at.monoMs > at.monoMs;
}

/** Latest values without those of these quantities. */
export function withoutQuantities(latest: Latest, quantities: readonly Quantity[]): Latest {
  const known: { [Q in Quantity]?: Known } = { ...latest.known };
  for (const quantity of quantities) delete known[quantity];
  return { ...latest, known, series: withRestarts(latest.series, quantities) };
}

/** Latest values after the reader reported that it has none of these quantities: the earlier ones are not true any more. */
export function withoutValues(latest: Latest, quantities: readonly Quantity[]): Latest {
  const known: { [Q in Quantity]?: Known } = { ...latest.known };
  for (const quantity of quantities) {
    const before = known[quantity];
    if (before) known[quantity] = { ...before, withdrawn: true };
  }
  return { ...latest, known };
}

function hasRepeat({ known }: Latest, { values, retained }: Reading): boolean {
  if (retained) return false;
  return valueEntries(values).some(([quantity, value]) => {
    const before = known[quantity];
    return before !== undefined && !before.retained && before.value === value;
  });
}

function hasNegativeCurrent(values: Values): boolean {
  return PHASES.some((phase) => (values[PHASE_QUANTITIES[phase].currentA] ?? 0) < 0);
}

/** Latest values once a message shows whether its sender publishes only changes. */
export function withChangesOnly(latest: Latest, isSo: boolean): Latest {
  if (isSo === (latest.changesOnly === true)) return latest;
  const { changesOnly: _before, ...rest } = latest;
  return isSo ? { ...rest, changesOnly: true } : rest;
}

/** Latest values after the reader said that it is online or offline (its birth, its last will). */
export function withReaderStatus(latest: Latest, online: boolean, at: Now, retained = false): Latest {
  // One that says so again has been online since it first said so.
  const isSame = online && latest.reader?.online === true;
  const reader = isSame ? latest.reader : { online, at, ...(retained && { retained }) };
  return { ...latest, reader, ...(online ? {} : { offlineAt: at }) };
}

function renew(before: Known | undefined, quantity: Quantity, value: number, reading: Reading): Known | undefined {
  const { at, retained } = reading;
  if (retained) {
    const isReplaced = !before || before.retained || (reading.republished && before.value !== value);
    return isReplaced ? { value, at, retained, intervalsMs: [], ...remarksOn(quantity, reading) } : undefined;
  }
  if (before && !before.retained && at.monoMs < before.at.monoMs) return undefined;
  if (before && !before.retained && isSentAgain(before, quantity, value, at)) return undefined;
  const intervalsMs =
    before && !before.retained
      ? withInterval(before.intervalsMs, at.monoMs - before.at.monoMs)
      : usualInterval(reading);
  const known = { value, at, retained: false, intervalsMs };
  // Most readings have none, and this runs for each value of each telegram.
  return hasRemarks(reading) ? { ...known, ...remarksOn(quantity, reading) } : known;
}

/** Stands for the intervals that are not known yet; undefined in a reading is no interval. */
function usualInterval({ usualIntervalMs }: Reading): readonly number[] {
  return usualIntervalMs === undefined ? [] : [usualIntervalMs];
}

/** Returns whether every value of a reading is one of a sub-meter that is known already, of the same time. */
export function isKnownAlready({ known }: Latest, { values, at }: Reading): boolean {
  return valueEntries(values).every(([quantity, value]) => {
    const before = known[quantity];
    return before !== undefined && !before.retained && isSentAgain(before, quantity, value, at);
  });
}

/** The same time of a sub-meter's own, as near as its clock shows: one value that several telegrams carry. */
function isSentAgain(before: Known, quantity: Quantity, value: number, at: Now): boolean {
  if (!subMeterRow(quantity) || before.value !== value || before.withdrawn) return false;
  return at.monoMs - before.at.monoMs < SAME_TIME_MS;
}

function hasRemarks({ repaired, check, summed, republished }: Reading): boolean {
  return Boolean(repaired ?? check ?? summed ?? republished);
}

function remarksOn(quantity: Quantity, { repaired, check, summed, republished }: Reading): Partial<Known> {
  const sum = summed?.[quantity];
  return {
    ...(repaired?.includes(quantity) && { repaired: true as const }),
    ...(check && { check }),
    ...(sum && { summed: sum }),
    ...(republished && { republished: true as const }),
  };
}

/** The last intervals with one more; the same array where nothing changes, for a meter that keeps its pace. */
function withInterval(intervalsMs: readonly number[], intervalMs: number): readonly number[] {
  if (intervalsMs.length === INTERVALS && intervalsMs.every((each) => each === intervalMs)) return intervalsMs;
  return [...intervalsMs, intervalMs].slice(-INTERVALS);
}

/** The quantities that are present with their values, typed, in the order of the table. */
export function valueEntries(values: Values): [Quantity, number][] {
  const entries: [Quantity, number][] = [];
  // By the table and not by Object.entries, which takes four times as long: this runs three times per telegram.
  for (const { key } of QUANTITIES) {
    const value = values[key];
    if (typeof value === "number") entries.push([key, value]);
  }
  return entries;
}
