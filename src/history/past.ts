import type { Now } from "../meter/now.ts";
import { type Energy, type EnergySource, energyBetween, energyOf, LEAST_COVERAGE } from "./energy.ts";
import { QUARTER_MS } from "./key-tiers.ts";
import { KnownSamples, POINTS_AROUND_MS, type SampleSource } from "./known-samples.ts";
import { BACKFILL } from "./meter-series.ts";
import { type Direction, NetPower } from "./net-power.ts";
import type { GaugeRow } from "./rows.ts";
import type { CounterPoint, PowerSample } from "./samples.ts";
import type { TimeSlot } from "./slots.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Minutes are kept as long as this at least. */
const MINUTES_KEPT_MS = 8 * DAY_MS;

/** Net power as a key of buckets: made from the registers of power by the way that is known. */
export const NET_POWER = "netPowerW";

/** A counter of energy that power helps to read between its steps. */
export type EnergyQuantity = `activeEnergy${Direction}Wh`;

const DIRECTIONS: { readonly [counter: string]: Direction } & { readonly [Q in EnergyQuantity]: Direction } = {
  activeEnergyImportWh: "Import",
  activeEnergyExportWh: "Export",
};

/** Mean power of a span, watts, and the share of the span that it rests on, 0 to 1. */
export interface MeanPower {
  readonly powerW: number;
  readonly coverage: number;
}

/** Energy between two instants, and when the first that is known of it begins and the last ends, milliseconds since 1970. */
export interface KnownEnergy extends Energy {
  /** Absent when nothing is known. */
  readonly firstMs?: number;
  readonly lastMs?: number;
}

/** Summary of a key between two instants. */
export interface Bucket {
  readonly fromMs: number;
  readonly toMs: number;
  /** Share of the time that is known, 0 to 1. */
  readonly coverage: number;
  /** Of a gauge and of net power, in the key's unit; absent where nothing is known. */
  readonly mean?: number;
  readonly min?: number;
  readonly max?: number;
  /** Of a counter: how much it grew, in its unit; absent where less than half of the time is known. */
  readonly grown?: number;
}

/** Answers to questions about the past of one meter, all as of one instant. Made by `History.past`. */
export class Past {
  readonly #source: SampleSource;
  readonly #samples: KnownSamples;
  readonly #power: NetPower;
  readonly #sources = new Map<string, EnergySource>();

  /** @param now with its clock set */
  constructor(source: SampleSource, phases: 1 | 3, now: Now) {
    this.#source = source;
    this.#samples = new KnownSamples(source, now);
    this.#power = new NetPower(this.#samples, phases);
  }

  /** When a key was first known, milliseconds since 1970, however long ago; undefined when it never was. */
  firstKnownMs(key: string): number | undefined {
    return this.#source.series.firstKnownMs(key);
  }

  /** Mean net power between two instants over the time that is known of it, watts; undefined where none is. */
  meanNet(fromMs: number, toMs: number): MeanPower | undefined {
    const { mean, coverage } = this.#gaugeBucket(NET_POWER, fromMs, toMs);
    return mean === undefined ? undefined : { powerW: mean, coverage };
  }

  /**
   * How much a counter of energy grew between two instants, Wh. Figures of adjacent spans add up to the figure of both.
   * Import and export are known from power too where the counter does not show it, or where the meter has none, and from
   * what was imported where the meter told nothing.
   */
  energy(counter: string, fromMs: number, toMs: number): KnownEnergy {
    return energyIn(this.#energySource(counter), fromMs, toMs);
  }

  /** The same from the meter alone, for each of some spans in order; what was imported does not count. */
  metered(counter: string, spans: readonly (readonly [fromMs: number, toMs: number])[]): KnownEnergy[] {
    return energiesIn(this.#meteredSource(counter), spans);
  }

  /**
   * A key by steps of whole minutes from one instant to another; the last step may be shorter.
   * @param key a gauge or counter of the series, or {@link NET_POWER}
   */
  buckets(key: string, fromMs: number, toMs: number, stepMs: number): Bucket[] {
    return this.bucketsBetween(key, bucketEdges(fromMs, toMs, stepMs));
  }

  /** A key between each of some instants, in order, and the next: days, weeks and months are not of one length. */
  bucketsBetween(key: string, edgesMs: readonly number[]): Bucket[] {
    const spans = edgesMs.slice(1).map((toMs, i) => [edgesMs[i] ?? toMs, toMs] as const);
    if (this.#source.series.kindOf(key) === "counter") return this.#counterBuckets(key, spans);
    return spans.map(([fromMs, toMs]) => this.#gaugeBucket(key, fromMs, toMs));
  }

  #counterBuckets(key: string, spans: readonly (readonly [number, number])[]): Bucket[] {
    return energiesIn(this.#energySource(key), spans).map(({ wh, coverage, spread = 0 }, i) => {
      const [fromMs, toMs] = spans[i] ?? [0, 0];
      // A gap is a gap in a chart, also where the energy of it is known.
      const shown = coverage - spread;
      return { fromMs, toMs, coverage: shown, ...(wh !== undefined && shown >= LEAST_COVERAGE && { grown: wh }) };
    });
  }

  #gaugeBucket(key: string, fromMs: number, toMs: number): Bucket {
    let [sum, heldMs, min, max] = [0, 0, Infinity, -Infinity];
    const isNet = key === NET_POWER;
    const minutesFromMs = this.#minutesFromMs(fromMs, toMs);
    for (const slot of this.#samples.slots(isNet ? this.#power.key : key, fromMs, toMs, minutesFromMs)) {
      const row = isNet ? this.#netRow(slot) : this.#samples.gauge(key, slot);
      if (!row) continue;
      const partMs = Math.min(toMs, row.atMs + row.heldMs) - Math.max(fromMs, row.atMs);
      if (partMs <= 0) continue;
      sum += row.mean * partMs;
      heldMs += partMs;
      min = Math.min(min, row.min);
      max = Math.max(max, row.max);
    }
    if (heldMs === 0) return { fromMs, toMs, coverage: 0 };
    return { fromMs, toMs, coverage: Math.min(1, heldMs / (toMs - fromMs)), mean: sum / heldMs, min, max };
  }

  /** Whole quarters are read as such where they are over for a while; all else by minutes for as long as these are kept. */
  #minutesFromMs(fromMs: number, toMs: number): number {
    const { minutesFromMs, untilMs } = this.#samples;
    if (fromMs % QUARTER_MS === 0 && toMs % QUARTER_MS === 0) return minutesFromMs;
    return Math.floor((untilMs - MINUTES_KEPT_MS) / QUARTER_MS) * QUARTER_MS;
  }

  #netRow(slot: TimeSlot): GaugeRow | undefined {
    const net = this.#power.at(slot);
    return net && { atMs: net.atMs, heldMs: net.holdsMs, mean: net.powerW, min: net.powerW, max: net.powerW };
  }

  #energySource(counter: string): EnergySource {
    const metered = this.#meteredSource(counter);
    const direction = DIRECTIONS[counter];
    const key = direction && BACKFILL[direction];
    const firstMs = key && this.firstKnownMs(key);
    if (!key || firstMs === undefined) return metered;
    const backfilled = (fromMs: number, toMs: number) =>
      this.#backfilled(key, Math.max(fromMs, firstMs), toMs, metered.power);
    return {
      ...metered,
      *power(fromMs, toMs) {
        yield* metered.power(fromMs, toMs);
        yield* backfilled(fromMs, toMs);
      },
    };
  }

  #meteredSource(counter: string): EnergySource {
    const known = this.#sources.get(counter) ?? this.#newMeteredSource(counter);
    this.#sources.set(counter, known);
    return known;
  }

  #newMeteredSource(counter: string): EnergySource {
    const [samples, power, direction] = [this.#samples, this.#power, DIRECTIONS[counter]];
    return {
      untilMs: samples.untilMs,
      points: (fromMs, toMs) => samples.points(counter, fromMs, toMs),
      power: rememberingLong(function* (fromMs, toMs) {
        if (direction === undefined) return;
        for (const slot of samples.slots(power.key, Math.max(fromMs, power.firstMs), toMs)) {
          const sample = power.inDirection(direction, slot);
          if (sample) yield sample;
        }
      }),
    };
  }

  /** What was imported, in each slot as far as the meter leaves time of it. It is kept by quarters and days, not by minutes. */
  *#backfilled(key: string, fromMs: number, toMs: number, metered: EnergySource["power"]): Generator<PowerSample> {
    for (const slot of this.#samples.slots(key, fromMs, toMs, Infinity)) {
      const row = this.#source.series.gauge(key, slot);
      if (!row) continue;
      let freeMs = slot.toMs - slot.fromMs;
      for (const { atMs, holdsMs } of metered(slot.fromMs, slot.toMs))
        freeMs -= Math.max(0, Math.min(slot.toMs, atMs + holdsMs) - Math.max(slot.fromMs, atMs));
      if (freeMs <= 0) continue;
      yield { atMs: row.atMs, holdsMs: Math.min(row.heldMs, freeMs), powerW: row.mean, isCounted: true };
    }
  }
}

/** Reads the power of a span of more than a day once where it is asked for again and again, as for each hour of a long gap. */
function rememberingLong(read: EnergySource["power"]): EnergySource["power"] {
  let last: { readonly fromMs: number; readonly toMs: number; readonly samples: readonly PowerSample[] } | undefined;
  return (fromMs, toMs) => {
    if (toMs - fromMs <= DAY_MS) return read(fromMs, toMs);
    if (last?.fromMs !== fromMs || last.toMs !== toMs) last = { fromMs, toMs, samples: [...read(fromMs, toMs)] };
    return last.samples;
  };
}

/** @throws RangeError when the step is not of whole minutes */
function bucketEdges(fromMs: number, toMs: number, stepMs: number): number[] {
  if (!(stepMs > 0 && stepMs % MINUTE_MS === 0)) throw new RangeError(`a step of ${stepMs} ms is not of whole minutes`);
  const edges: number[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) edges.push(atMs);
  return [...edges, toMs];
}

function energyIn(source: EnergySource, fromMs: number, toMs: number): KnownEnergy {
  const sum = energyBetween(source, fromMs, toMs);
  const { firstMs, lastMs } = sum;
  return {
    ...energyOf(sum, fromMs, toMs),
    ...(firstMs !== undefined && { firstMs }),
    ...(lastMs !== undefined && { lastMs }),
  };
}

function energiesIn(source: EnergySource, spans: readonly (readonly [fromMs: number, toMs: number])[]): KnownEnergy[] {
  const [firstMs, lastMs] = [spans[0]?.[0] ?? 0, spans.at(-1)?.[1] ?? 0];
  // The points are read once for all of them: each span needs some around it.
  const all = source.points(firstMs, Math.min(lastMs, source.untilMs));
  return spans.map(([fromMs, toMs]) => {
    const first = indexFrom(all, fromMs - POINTS_AROUND_MS);
    const end = indexFrom(all, toMs + POINTS_AROUND_MS);
    const points = all.slice(Math.max(0, first - 1), end + 1);
    return energyIn({ ...source, points: () => points }, fromMs, toMs);
  });
}

/** Index of the first of some points that is not before an instant; their number where there is none. */
function indexFrom(points: readonly CounterPoint[], ms: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.atMs ?? ms) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
