import type { Now } from "../meter/now.ts";
import { type EnergySource, LEAST_COVERAGE } from "./energy.ts";
import { powerBetween } from "./energy-sum.ts";
import { KeptPast } from "./kept-past.ts";
import type { SumsBasis } from "./kept-sums.ts";
import { QUARTER_MS } from "./key-tiers.ts";
import { energiesIn, energyIn, type KnownEnergy, type PointSource } from "./known-energy.ts";
import { KnownSamples, type SampleSource } from "./known-samples.ts";
import { BACKFILL } from "./meter-series.ts";
import { type Direction, NetPower } from "./net-power.ts";
import { sumOfPower } from "./power-sum.ts";
import type { GaugeRow } from "./rows.ts";
import type { PowerSample } from "./samples.ts";
import type { TimeSlot } from "./slots.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
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

/** How the energy of a counter rests on its steps. */
export interface Counting {
  /** Time of the last step. */
  readonly steppedMs: number;
  /** The last step before which energy is known for good: after it, the next one or a counter that began again may change it. */
  readonly firmMs: number;
  /**
   * Until when, to the hour, nothing but a step and more power changes the energy after it: no power is known to have flowed
   * since then. The time of the firm step where it did.
   */
  readonly idleMs: number;
  /** Energy by power from the last step until then, Wh; absent while power flows. */
  readonly flowedWh?: number;
}

/** The power that held at any time between two instants. */
type Samples = (fromMs: number, toMs: number) => Iterable<PowerSample>;

/** Source of energy with all that it is made from. */
interface PastSource extends EnergySource, PointSource {
  readonly samples: Samples;
}

/** Answers to questions about the past of one meter, all as of one instant. Made by `History.past`. */
export class Past {
  readonly #source: SampleSource;
  readonly #samples: KnownSamples;
  readonly #power: NetPower;
  readonly #kept: KeptPast;
  readonly #basis: SumsBasis;
  readonly #sources = new Map<string, PastSource>();
  readonly #countings = new Map<string, Counting | undefined>();

  /** @param now with its clock set */
  constructor(source: SampleSource, phases: 1 | 3, now: Now) {
    this.#source = source;
    this.#samples = new KnownSamples(source, now);
    this.#power = new NetPower(this.#samples, phases);
    this.#kept = source.kept ?? new KeptPast();
    this.#basis = this.#samples.powerBasis(phases);
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
   * How a counter of energy goes on, by its points since the day before yesterday; undefined where there are none.
   * @param byMs steps that ended later may still get another power
   */
  countingOf(counter: EnergyQuantity, byMs: number): Counting | undefined {
    const key = `${counter} ${byMs}`;
    if (!this.#countings.has(key)) this.#countings.set(key, this.#newCounting(counter, byMs));
    return this.#countings.get(key);
  }

  #newCounting(counter: EnergyQuantity, byMs: number): Counting | undefined {
    const { runs, power, untilMs } = this.#energySource(counter);
    const all = runs((Math.floor(untilMs / DAY_MS) - 1) * DAY_MS, untilMs);
    const [first, last] = [all[0], all.at(-1)];
    if (!first || !last) return undefined;
    const { steppedMs, stoodUntilMs } = last;
    const firmMs = first.steppedUntil(byMs);
    const hourMs = Math.floor(Math.min(byMs, stoodUntilMs) / HOUR_MS) * HOUR_MS;
    const isIdle = firmMs === steppedMs && hourMs > firmMs && power(hourMs, stoodUntilMs).wh === 0;
    if (!isIdle) return { steppedMs, firmMs, idleMs: firmMs };
    return { steppedMs, firmMs, idleMs: hourMs, flowedWh: power(steppedMs, hourMs).wh };
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

  #energySource(counter: string): PastSource {
    const metered = this.#meteredSource(counter);
    const direction = DIRECTIONS[counter];
    const key = direction && BACKFILL[direction];
    const firstMs = key && this.firstKnownMs(key);
    if (!key || firstMs === undefined) return metered;
    const facts = `${this.#basis.facts} ${this.#source.series.standing(key).revision} ${firstMs}`;
    const sinceMs = Math.min(firstMs, this.#power.firstMs);
    return this.#withPower(metered, `${counter} and ${key}`, { ...this.#basis, facts }, sinceMs, [
      metered.samples,
      (fromMs, toMs) => this.#backfilled(key, Math.max(fromMs, firstMs), toMs, metered.samples),
    ]);
  }

  #meteredSource(counter: string): PastSource {
    const known = this.#sources.get(counter) ?? this.#newMeteredSource(counter);
    this.#sources.set(counter, known);
    return known;
  }

  #newMeteredSource(counter: string): PastSource {
    const [samples, power, direction] = [this.#samples, this.#power, DIRECTIONS[counter]];
    const runs: PointSource = {
      untilMs: samples.untilMs,
      points: (fromMs, toMs) => samples.points(counter, fromMs, toMs),
      runs: (fromMs, toMs) => samples.runs(counter, fromMs, toMs),
    };
    return this.#withPower(runs, counter, this.#basis, power.firstMs, [
      function* (fromMs, toMs) {
        if (direction === undefined) return;
        for (const slot of samples.slots(power.key, Math.max(fromMs, power.firstMs), toMs)) {
          const sample = power.inDirection(direction, slot);
          if (sample) yield sample;
        }
      },
    ]);
  }

  /**
   * A source with energy by power, of which the sums that are settled are kept.
   * @param name of all that the power is made from
   * @param firstMs when the first of it was known
   */
  #withPower(
    source: PointSource,
    name: string,
    basis: SumsBasis,
    firstMs: number,
    parts: readonly Samples[],
  ): PastSource {
    const [kept, minutesFromMs] = [this.#kept.sums(name), this.#samples.minutesFromMs];
    const samples: Samples = function* (fromMs, toMs) {
      for (const part of parts) yield* part(fromMs, toMs);
    };
    const between = (fromMs: number, toMs: number) =>
      kept.sum(basis, fromMs, toMs, () => powerBetween(samples(fromMs, toMs), fromMs, toMs));
    const power = (fromMs: number, toMs: number) => sumOfPower({ minutesFromMs, firstMs, between }, fromMs, toMs);
    return { ...source, samples, power };
  }

  /** What was imported, in each slot as far as the meter leaves time of it. It is kept by quarters and days, not by minutes. */
  *#backfilled(key: string, fromMs: number, toMs: number, metered: Samples): Generator<PowerSample> {
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

/** @throws RangeError when the step is not of whole minutes */
function bucketEdges(fromMs: number, toMs: number, stepMs: number): number[] {
  if (!(stepMs > 0 && stepMs % MINUTE_MS === 0)) throw new RangeError(`a step of ${stepMs} ms is not of whole minutes`);
  const edges: number[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) edges.push(atMs);
  return [...edges, toMs];
}
