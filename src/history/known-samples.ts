import type { Now } from "../meter/now.ts";
import { QUANTITIES, QUANTITY, type Quantity } from "../meter/quantity.ts";
import { wallTimeOf } from "../meter/wall-time.ts";
import { type CounterRun, CounterRuns } from "./counter-runs.ts";
import { heldUntilMonoMs } from "./freshness.ts";
import type { KeptPast } from "./kept-past.ts";
import type { SumsBasis } from "./kept-sums.ts";
import { QUARTER_MS } from "./key-tiers.ts";
import type { Latest } from "./latest.ts";
import { type CounterRow, type GaugeRow, joinedGauge } from "./rows.ts";
import type { Series } from "./series.ts";
import type { TimeSlot } from "./slots.ts";

const MINUTE_MS = 60_000;
/** How far back minutes are read, not quarters: yesterday and today, wherever the day begins, and a step around them. */
const MINUTES_READ_MS = 3 * 24 * 60 * MINUTE_MS;
/** How far around a span its counter is looked at first: a step of a whole kWh takes as long at 40 W. */
export const POINTS_AROUND_MS = 24 * 60 * MINUTE_MS;
/** Of a longer span days are read, whose values depend on those that follow; nothing of it is kept. */
const KEPT_MS = 60 * 24 * 60 * MINUTE_MS;
/** Of a span as long as this that is over the runs up to now are read too, so that they are kept: yesterday is asked for again and again. */
const LONG_MS = 12 * 60 * MINUTE_MS;

/** Registers of power. */
export const POWERS = QUANTITIES.filter(({ unit }) => unit === "W").map(({ key }) => key);

/** Source of samples. */
export interface SampleSource {
  readonly series: Series;
  readonly latest: Latest;
  /** Until when the last value of a quantity is in the series already, milliseconds of the monotonic clock; often undefined. */
  readonly writtenUntil?: (quantity: Quantity) => number | undefined;
  /** What the past before left; without it the same takes longer. */
  readonly kept?: KeptPast;
}

/** Samples of one meter until now: what the series has, and the last values for as long as they hold. */
export class KnownSamples {
  /** Now; nothing is known after it. */
  readonly untilMs: number;
  /** From here on minutes are read, before it quarters; the start of a quarter. The same whatever is asked, so that sums add up. */
  readonly minutesFromMs: number;
  readonly #source: SampleSource;
  readonly #now: Now;
  readonly #lasts = new Map<string, GaugeRow | undefined>();
  /** The last points of each counter since the instant that was last asked for. */
  readonly #newest = new Map<string, { readonly fromMs: number; readonly points: readonly CounterRow[] }>();
  /** The last point of each counter up to the instant that was last asked for. */
  readonly #lastPoints = new Map<string, { readonly untilMs: number; readonly point: CounterRow | undefined }>();

  /** @param now with its clock set */
  constructor(source: SampleSource, now: Now) {
    this.#source = source;
    this.#now = now;
    this.untilMs = now.wallMs;
    this.minutesFromMs = Math.floor((now.wallMs - MINUTES_READ_MS) / QUARTER_MS) * QUARTER_MS;
  }

  /** When a quantity was first heard of: from then on the meter has it. Infinity for never. */
  heardMs(quantity: Quantity): number {
    const { series, latest } = this.#source;
    const heardAt = latest.heardOf[quantity];
    const heardMs = heardAt && wallTimeOf(heardAt, this.#now);
    return Math.min(heardMs ?? Infinity, series.firstKnownMs(quantity) ?? Infinity);
  }

  /** The slots of time of a span of a key, see {@link Series.slots}; with minutes from `minutesFromMs` on where that is given. */
  slots(key: string, fromMs: number, toMs: number, minutesFromMs = this.minutesFromMs): Generator<TimeSlot> {
    return this.#source.series.slots(key, fromMs, toMs, minutesFromMs);
  }

  /** A gauge in a slot of time; undefined where nothing is known. */
  gauge(key: string, slot: TimeSlot): GaugeRow | undefined {
    const row = this.#source.series.gauge(key, slot);
    if (slot.tier !== "minute" || this.untilMs - slot.toMs > MINUTES_READ_MS) return row;
    const last = this.#lastHeld(key, slot);
    return row && last ? joinedGauge([row, last]) : (row ?? last);
  }

  /** A counter's points between two instants, and around them at least as far as the points nearest to them. */
  points(key: string, fromMs: number, toMs: number): readonly CounterRow[] {
    const { series } = this.#source;
    const [firstMs, lastMs] = [fromMs - POINTS_AROUND_MS, Math.min(toMs + POINTS_AROUND_MS, this.untilMs)];
    const points = series.points(key, firstMs, lastMs, this.minutesFromMs);
    const isBegun = (points[0]?.atMs ?? Infinity) <= fromMs;
    const isEnded = lastMs === this.untilMs || (points.at(-1)?.atMs ?? -Infinity) >= toMs;
    const before = isBegun ? undefined : this.#lastPoint(key, firstMs - 1);
    const [after] = isEnded ? [] : series.points(key, lastMs + 1, this.untilMs, this.minutesFromMs);
    if (before) points.unshift(before);
    if (after) points.push(after);
    return points;
  }

  /** The runs of a counter's points between two instants, and around them. Those up to now are kept for the next past. */
  runs(key: string, fromMs: number, toMs: number): readonly CounterRun[] {
    const { series, kept } = this.#source;
    const [untilMs, minutesFromMs] = [this.untilMs, this.minutesFromMs];
    const isOpen = toMs >= untilMs || (toMs + POINTS_AROUND_MS >= untilMs && toMs - fromMs >= LONG_MS);
    const readAll = () => this.points(key, fromMs, toMs);
    if (!kept || !isOpen || toMs - fromMs > KEPT_MS) return new CounterRuns(readAll()).all;
    const readFrom = (ms: number) => this.#pointsFrom(key, ms);
    const [firstMs, standing] = [fromMs - POINTS_AROUND_MS, series.standing(key)];
    return kept.runs.runs({ key, fromMs, firstMs, untilMs, minutesFromMs, standing, readAll, readFrom }).all;
  }

  /** A counter's points from an instant until now: the last few, which all runs of a counter go on with. */
  #pointsFrom(key: string, fromMs: number): readonly CounterRow[] {
    const known = this.#newest.get(key);
    if (known?.fromMs === fromMs) return known.points;
    const points = this.#source.series.points(key, fromMs, this.untilMs, this.minutesFromMs);
    this.#newest.set(key, { fromMs, points });
    return points;
  }

  /** A counter's last point up to an instant. What asks hour by hour through a gap looks through the gap once. */
  #lastPoint(key: string, ms: number): CounterRow | undefined {
    const before = this.#lastPoints.get(key);
    const isBehind = before !== undefined && before.untilMs <= ms;
    const points = this.#source.series.points(key, isBehind ? before.untilMs : -Infinity, ms, this.minutesFromMs);
    const point = points.at(-1) ?? (isBehind ? before.point : undefined);
    this.#lastPoints.set(key, { untilMs: ms, point });
    return point;
  }

  /** Facts that the power of the past rests on, and until when nothing of it changes while they are the same. */
  powerBasis(phases: 1 | 3): SumsBasis {
    const { series, latest } = this.#source;
    let facts = `${phases}`;
    // What came while the clock was not set has no place yet.
    let settledMs = latest.arrivedAt?.clockSet === false ? -Infinity : this.untilMs;
    for (const key of POWERS) {
      const { revision, settledMs: writtenMs } = series.standing(key);
      const last = this.#last(key);
      facts += ` ${revision} ${Math.floor(this.heardMs(key) / MINUTE_MS)}`;
      if (last) settledMs = Math.min(settledMs, last.atMs, writtenMs === -Infinity ? Infinity : writtenMs);
    }
    return { facts, minutesFromMs: this.minutesFromMs, settledMs };
  }

  /** Part of a slot for which the last value has held so far. */
  #lastHeld(key: string, { fromMs, toMs }: TimeSlot): GaugeRow | undefined {
    const last = this.#last(key);
    if (!last) return undefined;
    const startMs = Math.max(fromMs, last.atMs);
    const endMs = Math.min(toMs, last.atMs + last.heldMs);
    return endMs > startMs ? { ...last, atMs: startMs, heldMs: endMs - startMs } : undefined;
  }

  /** The last value for as long as it has held so far. */
  #last(key: string): GaugeRow | undefined {
    if (!this.#lasts.has(key)) this.#lasts.set(key, this.#heldSince(key));
    return this.#lasts.get(key);
  }

  #heldSince(key: string): GaugeRow | undefined {
    const { latest } = this.#source;
    const quantity = QUANTITY.get(key)?.key;
    const known = quantity && latest.known[quantity];
    if (!known || known.retained || known.withdrawn) return undefined;
    const fromMonoMs = Math.max(known.at.monoMs, this.#source.writtenUntil?.(quantity) ?? -Infinity);
    const atMs = wallTimeOf({ ...known.at, monoMs: fromMonoMs }, this.#now) ?? Infinity;
    const heldMs = heldUntilMonoMs(latest, known, this.#now.monoMs) - fromMonoMs;
    return { atMs, heldMs, mean: known.value, min: known.value, max: known.value };
  }
}
