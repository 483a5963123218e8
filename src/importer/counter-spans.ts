import type { EnergySpan } from "../history/backfill.ts";
import { isSlip } from "../meter/counter-marks.ts";
import type { SpanList } from "./read-spans.ts";

const HOUR_MS = 3_600_000;
/** Energy of a longer time without a value is not spread over it. */
const MAX_GAP_MS = 31 * 24 * HOUR_MS;

/** A counter of energy at an instant. */
export interface CounterValue {
  readonly atMs: number;
  readonly wh: number;
  /** Place in the file. */
  readonly place: string;
}

/** Energy of whole UTC hours or parts of one. */
export interface HourEnergy {
  readonly fromMs: number;
  readonly toMs: number;
  readonly wh: number;
}

/**
 * Energy by hours between the values of a counter, spread evenly between two of them. Nothing is known across a fall of the
 * counter, or a time of more than a month without a value; those are refused.
 */
export function hoursOfCounter(values: readonly CounterValue[], list: SpanList): HourEnergy[] {
  const hours: { fromMs: number; toMs: number; wh: number }[] = [];
  let from: CounterValue | undefined;
  for (const to of values.toSorted((a, b) => a.atMs - b.atMs)) {
    // A counter that goes back by rounding alone is right when it grows again.
    if (from && (to.atMs === from.atMs || isSlip(from.wh, to.wh))) continue;
    const why = from && faultBetween(from, to);
    if (why !== undefined) list.refuse(to.place, why);
    else if (from) for (const part of partsByHour(from, to)) addPart(hours, part);
    from = to;
  }
  return hours;
}

function faultBetween(from: CounterValue, to: CounterValue): string | undefined {
  if (to.wh < from.wh) return "the counter is lower than before: nothing is known of the time in between";
  return to.atMs - from.atMs > MAX_GAP_MS ? "there is no value of the month before" : undefined;
}

/** Adds a part of an hour, to the part before where that is of the same hour. */
function addPart(hours: { fromMs: number; toMs: number; wh: number }[], part: HourEnergy): void {
  const last = hours.at(-1);
  if (last?.toMs === part.fromMs && part.fromMs % HOUR_MS !== 0) {
    last.toMs = part.toMs;
    last.wh += part.wh;
  } else {
    hours.push({ ...part });
  }
}

function* partsByHour(from: CounterValue, to: CounterValue): Generator<HourEnergy> {
  const whPerMs = (to.wh - from.wh) / (to.atMs - from.atMs);
  for (let atMs = from.atMs; atMs < to.atMs; ) {
    const endMs = Math.min(to.atMs, (Math.floor(atMs / HOUR_MS) + 1) * HOUR_MS);
    yield { fromMs: atMs, toMs: endMs, wh: (endMs - atMs) * whPerMs };
    atMs = endMs;
  }
}

/** Sources of energy, each with its hours: tariffs of one direction are several. */
export interface DirectionHours {
  readonly import: readonly (readonly HourEnergy[])[];
  readonly export: readonly (readonly HourEnergy[])[];
}

/** Joins the hours of both directions: of several sources the sum, where each of them is known. */
export function spansOfHours(hours: DirectionHours): EnergySpan[] {
  const spans = new Map<string, EnergySpan>();
  for (const [key, sources] of [
    ["importWh", hours.import],
    ["exportWh", hours.export],
  ] as const) {
    for (const { fromMs, toMs, wh } of summed(sources)) {
      const id = `${fromMs} ${toMs}`;
      spans.set(id, { coverage: 1, ...spans.get(id), fromMs, toMs, [key]: wh });
    }
  }
  return [...spans.values()];
}

function summed(sources: readonly (readonly HourEnergy[])[]): HourEnergy[] {
  const sums = new Map<string, HourEnergy & { readonly parts: number }>();
  for (const hour of sources.flat()) {
    const id = `${hour.fromMs} ${hour.toMs}`;
    const { wh, parts } = sums.get(id) ?? { wh: 0, parts: 0 };
    sums.set(id, { ...hour, wh: wh + hour.wh, parts: parts + 1 });
  }
  return [...sums.values()].filter(({ parts }) => parts === sources.length);
}
