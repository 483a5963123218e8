import type { History } from "../../history/history.ts";
import { startOfLocalDay } from "../../meter/local-time.ts";
import { QUANTITIES, type Quantity } from "../../meter/quantity.ts";
import { wallTimeOf } from "../../meter/wall-time.ts";
import type { PartInput } from "../part.ts";

/** Mean net power of one span of the day, watts; positive from the grid. */
export interface ChartBucket {
  readonly meanW: number;
}

/** Buckets that no further telegram can change, and the facts that this rests on. */
export interface SettledBuckets<Bucket = ChartBucket> {
  readonly basis: Basis;
  readonly counters: readonly CounterState[];
  /** Length of the longest of them, milliseconds. */
  readonly longestMs: number;
  /** By the wall milliseconds at which they begin. */
  readonly buckets: ReadonlyMap<number, Bucket | null>;
}

/** Facts whose change may change the past: then nothing is settled any more. */
interface Basis {
  readonly history: History;
  readonly phases: 1 | 3;
  readonly timeZone: string;
  /** Objects of the history that are exchanged when a quantity is first heard of, and when something is forgotten. */
  readonly heardOf: object;
  readonly series: object;
  /** Times at which each power was first known: earlier than before once readings that waited for the clock have their place. */
  readonly firstMs: string;
  /** Wall time minus monotonic time: another one once the clock was set. */
  readonly clockMs: number;
}

/** Until when the energy of one counter is settled, wall milliseconds. */
interface CounterState {
  /** Time of its last step. */
  readonly steppedMs: number;
  /** Nothing before this changes any more, whatever the counter does. */
  readonly firmMs: number;
  /** Nothing before this changes until the counter steps or more power flows; a later step says how much of it came before. */
  readonly settledMs: number;
  /** Energy by power since the last step, Wh; absent while power flows. */
  readonly flowedWh?: number;
}

/** Quantities that a mean of net power rests on. */
export const POWERS: readonly Quantity[] = QUANTITIES.filter(({ unit }) => unit === "W").map(({ key }) => key);
const COUNTERS = ["activeEnergyImportWh", "activeEnergyExportWh"] as const;
/** Quantities that energy rests on. */
export const ENERGIES: readonly Quantity[] = [...POWERS, ...COUNTERS];
/** Longest time from a telegram's first part until it is added. */
const LATE_MS = 60_000;
/** A counter's points count for energy within a day of them, milliseconds; one more hour is for those that come late. */
const REACH_MS = 25 * 3_600_000;
/** Change of the clock that is no more than its rate being corrected. */
const SLEW_MS = 1_000;

/** The settled buckets of the view before, where they still are; empty otherwise. @param on what the buckets rest on */
export function settledFor<Bucket>(
  before: SettledBuckets<Bucket> | undefined,
  input: PartInput,
  on: readonly Quantity[],
): SettledBuckets<Bucket>["buckets"] {
  if (!before || !isSameBasis(before.basis, basisOf(input, on))) return new Map();
  const { counters, longestMs, buckets } = before;
  const now = countersOf(input, on);
  const counted = counters.filter(
    ({ steppedMs, flowedWh }, i) => now[i]?.steppedMs !== steppedMs || now[i]?.flowedWh !== flowedWh,
  );
  if (counted.every(({ firmMs, settledMs }) => firmMs === settledMs)) return buckets;
  const firmMs = Math.min(...counted.map((counter) => counter.firmMs));
  return new Map([...buckets].filter(([startMs]) => startMs + longestMs <= firmMs));
}

/** Those of some buckets that are settled. A last value may still come to hold for longer, so nothing after it is. */
export function settledBuckets<Bucket>(
  buckets: readonly { readonly startMs: number; readonly endMs: number; readonly bucket: Bucket | null }[],
  input: PartInput,
  on: readonly Quantity[],
): SettledBuckets<Bucket> {
  const counters = countersOf(input, on);
  const settledMs = Math.min(knownUntilMs(input, on), ...counters.map((counter) => counter.settledMs));
  const settled = buckets.filter(({ endMs }) => endMs <= settledMs);
  return {
    basis: basisOf(input, on),
    counters,
    longestMs: settled.reduce((longestMs, { startMs, endMs }) => Math.max(longestMs, endMs - startMs), 0),
    buckets: new Map(settled.map(({ startMs, bucket }) => [startMs, bucket])),
  };
}

/** Even steps of today and yesterday, each from its local midnight. */
interface TwoDays<Bucket> {
  readonly fromMs: number;
  readonly today: readonly (Bucket | null)[];
  readonly yesterday: readonly (Bucket | null)[];
}

/** The settled ones among the steps of two days; undefined while the clock is not set. */
export function settledOfDays<Bucket>(
  { fromMs, today, yesterday }: TwoDays<Bucket>,
  stepMs: number,
  input: PartInput,
  on: readonly Quantity[],
): SettledBuckets<Bucket> | undefined {
  if (!input.now.clockSet) return undefined;
  const startsFrom = (startMs: number) => (bucket: Bucket | null, i: number) =>
    ({ startMs: startMs + i * stepMs, endMs: startMs + (i + 1) * stepMs, bucket }) as const;
  const yesterdayMs = startOfLocalDay(input.now.wallMs, input.meter.timeZone, -1);
  const buckets = [...yesterday.map(startsFrom(yesterdayMs)), ...today.map(startsFrom(fromMs))];
  return settledBuckets(buckets, input, on);
}

/** The counters that buckets rest on. One with power since its last step may be any part of its next step behind. */
function countersOf(input: PartInput, on: readonly Quantity[]): CounterState[] {
  const { history, now, meter } = input;
  const counters = COUNTERS.filter((counter) => on.includes(counter));
  if (counters.length === 0) return [];
  const [past, knownMs] = [history.past(now, meter.phases), knownUntilMs(input, on)];
  return counters.flatMap((counter) => {
    const counting = past?.countingOf(counter, knownMs - LATE_MS);
    if (!counting) return [];
    const firmMs = Math.max(Math.min(knownMs, counting.firmMs), knownMs - REACH_MS);
    return [{ settledMs: Math.max(firmMs, Math.min(knownMs, counting.idleMs)), ...counting, firmMs }];
  });
}

function knownUntilMs({ history: { latest }, now }: PartInput, on: readonly Quantity[]): number {
  const lasts = on.flatMap((quantity) => latest.known[quantity]?.at ?? []);
  // What came while the clock was not set has no place yet: it gets one with the next that comes.
  if ([...lasts, ...(latest.arrivedAt ? [latest.arrivedAt] : [])].some(({ clockSet }) => !clockSet)) return -Infinity;
  return Math.min(now.wallMs - LATE_MS, ...lasts.map((at) => wallTimeOf(at, now) ?? -Infinity));
}

function basisOf({ history, now, meter }: PartInput, on: readonly Quantity[]): Basis {
  const { latest, series } = history;
  return {
    history,
    phases: meter.phases,
    timeZone: meter.timeZone,
    heardOf: latest.heardOf,
    series: latest.series,
    firstMs: on.map((quantity) => series.firstKnownMs(quantity) ?? "").join(" "),
    clockMs: now.wallMs - now.monoMs,
  };
}

function isSameBasis({ clockMs: aMs, ...a }: Basis, { clockMs: bMs, ...b }: Basis): boolean {
  const keys = Object.keys(a) as (keyof typeof a)[];
  return Math.abs(aMs - bMs) < SLEW_MS && keys.every((key) => a[key] === b[key]);
}
