import { pointsIn } from "./counter-points.ts";
import { daysOf, KeyTiers, QUARTER_MS, type QuartersKept, type Standing, TIERS, type TierName } from "./key-tiers.ts";
import { COUNTER, type CounterRow, GAUGE, type GaugeRow, type RowKind, type Timed } from "./rows.ts";
import { keptQuartersMs, type SlotRequest, slotsOf, type TimeSlot, tierSpansOf } from "./slots.ts";
import type { StoredRow } from "./store.ts";
import type { TierShape } from "./tier.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Minutes that a clock that was set back goes through again, at most: as many as are kept. */
const MAX_REPEATED = 8 * 24 * 60;

/** Slots of one tier that are given at once, of all keys: some thousand rows. */
const SLOTS_OF_PIECE = 128;

/** Standing of a key of which nothing was ever known. */
const NEVER_WRITTEN: Standing = { revision: -1, settledMs: Number.NEGATIVE_INFINITY };

/** Kind of a key: a gauge has a value that holds for a time, a counter only grows. */
export interface SeriesRow {
  readonly kind: "gauge" | "counter";
  /** True where values may be known before their time, such as prices; anything else from the future is refused. */
  readonly mayBeInFuture?: true;
  /** For how long quarters of an hour are kept: 62 days (`short`, the default) or fourteen months. */
  readonly quartersKept?: QuartersKept;
}

/** The keys of a series, whatever they are: quantities of a meter, prices, temperatures. */
export type SeriesTable = { readonly [key: string]: SeriesRow };

/**
 * The past of some keys on the wall clock: minutes of eight days, quarters of an hour of 62 days or fourteen months, and
 * local days of twenty years. The meaning of the keys is unknown here.
 */
export class Series {
  readonly #table: SeriesTable;
  #timeZone: string;
  #days: TierShape;
  readonly #gauges = new Map<string, KeyTiers<GaugeRow>>();
  readonly #counters = new Map<string, KeyTiers<CounterRow>>();
  /** Minutes that were written before the clock was set back; they are written from nothing when they come again. */
  readonly #repeated = new Set<number>();
  #nowMs = Number.NEGATIVE_INFINITY;
  #isTracked = false;

  /** @param timeZone whose days are kept */
  constructor(table: SeriesTable, timeZone: string) {
    this.#table = table;
    this.#timeZone = timeZone;
    this.#days = daysOf(timeZone);
  }

  /** A copy in memory of its own. It is not saved. */
  copy(): Series {
    const copy = new Series(this.#table, this.#timeZone);
    for (const [key, tiers] of this.#gauges) copy.#gauges.set(key, tiers.copy());
    for (const [key, tiers] of this.#counters) copy.#counters.set(key, tiers.copy());
    for (const minute of this.#repeated) copy.#repeated.add(minute);
    copy.#nowMs = this.#nowMs;
    return copy;
  }

  /** Keeps the days of another time zone from now on, see {@link KeyTiers.changeDays}. */
  changeTimeZone(timeZone: string): void {
    if (timeZone === this.#timeZone) return;
    this.#timeZone = timeZone;
    this.#days = daysOf(timeZone);
    for (const tiers of this.#all()) tiers.changeDays(this.#days, this.#nowMs);
  }

  /**
   * Sets the time before something is written. A clock that was set back goes through minutes again that are there
   * already: these stay until they come, and are then written from nothing.
   */
  advance(nowMs: number): void {
    const [before, minute] = [minuteOf(this.#nowMs), minuteOf(nowMs)];
    for (let later = minute + 1; later <= Math.min(before, minute + MAX_REPEATED); later++) this.#repeated.add(later);
    // Whatever is read is brought up to date first; this is for what nobody reads, long before its minutes go.
    const isNewDay = Math.floor(this.#nowMs / DAY_MS) !== Math.floor(nowMs / DAY_MS);
    this.#nowMs = nowMs;
    if (isNewDay) this.#refresh();
  }

  /** Adds a gauge's value from one instant to another. */
  hold(key: string, value: number, fromMs: number, toMs: number): void {
    const endMs = this.#row(key, "gauge").mayBeInFuture ? toMs : Math.min(toMs, this.#nowMs);
    for (let atMs = fromMs; atMs < endMs; atMs = startOfNext(atMs))
      this.#holdInMinute(key, value, atMs, Math.min(endMs, startOfNext(atMs)));
  }

  /** Adds the value of a counter at an instant. */
  count(key: string, row: CounterRow): void {
    const { mayBeInFuture = false } = this.#row(key, "counter");
    if (row.atMs > this.#nowMs && !mayBeInFuture) return;
    const minute = minuteOf(row.atMs);
    this.#beginAgain(minute);
    const tiers = this.#tiersOf(this.#counters, key, COUNTER);
    tiers.knownAt(row.atMs);
    const last = tiers.minute.get(minute);
    if (last?.value !== row.value || last.series !== row.series) tiers.change(minute, row, this.#nowMs);
  }

  /**
   * Adds a gauge by quarters of an hour, in which nothing is known of it yet; of days of which quarters are no longer kept the
   * day gets it.
   */
  fill(key: string, rows: Iterable<GaugeRow>): void {
    this.#row(key, "gauge");
    this.#tiersOf(this.#gauges, key, GAUGE).fill(rows, this.quartersFromMs(key), this.#nowMs);
  }

  /** Forgets a key from an instant on, by whole minutes. */
  forget(key: string, fromMs: number): void {
    (this.#gauges.get(key) ?? this.#counters.get(key))?.forget(fromMs, this.#nowMs);
  }

  /** The time that was last said to be now; -Infinity before the first. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Kind of a key; undefined where the series does not have it. */
  kindOf(key: string): SeriesRow["kind"] | undefined {
    return this.#table[key]?.kind;
  }

  /** When a key was first known, however long ago; undefined when it never was. */
  firstKnownMs(key: string): number | undefined {
    return (this.#gauges.get(key) ?? this.#counters.get(key))?.firstMs;
  }

  /** How much of what was read of a key still holds. */
  standing(key: string): Standing {
    return (this.#gauges.get(key) ?? this.#counters.get(key))?.standing ?? NEVER_WRITTEN;
  }

  /** When what is known of a gauge ends, to the quarter of an hour; undefined where nothing is. */
  knownUntilMs(key: string): number | undefined {
    const row = this.#gauges.get(key)?.quarter.lastBefore(Infinity) ?? this.#gauges.get(key)?.day.lastBefore(Infinity);
    return row && Math.ceil((row.atMs + row.heldMs) / QUARTER_MS) * QUARTER_MS;
  }

  /** The first day of which quarters of a key are kept, milliseconds since 1970. */
  quartersFromMs(key: string): number {
    return keptQuartersMs(this.#nowMs, this.#quartersKept(key), this.#days);
  }

  /**
   * The slots of time in which a span of a key is kept, in order: minutes from `minutesFromMs` on, quarters before, and days
   * where quarters are no longer kept or the span is long.
   * @param minutesFromMs the start of a quarter
   */
  slots(key: string, fromMs: number, toMs: number, minutesFromMs: number): Generator<TimeSlot> {
    return slotsOf(this.#slotRequest(key, fromMs, toMs, minutesFromMs));
  }

  /** A gauge in a slot of time; undefined where nothing is known. */
  gauge(key: string, { tier, slot }: Pick<TimeSlot, "tier" | "slot">): GaugeRow | undefined {
    const tiers = this.#gauges.get(key);
    if (tier !== "minute") tiers?.refresh(this.#nowMs);
    return tiers?.[tier].get(slot);
  }

  /** The values of a counter between two instants, both included, in order of time, see {@link pointsIn}. */
  points(key: string, fromMs: number, toMs: number, minutesFromMs: number): CounterRow[] {
    const tiers = this.#counters.get(key);
    if (tiers?.firstMs === undefined) return [];
    const startMs = Math.max(fromMs, tiers.firstMs);
    const isByMinutes = startMs >= minutesFromMs;
    if (!isByMinutes) tiers.refresh(this.#nowMs);
    const spans = tierSpansOf(this.#slotRequest(key, startMs, toMs + 1, minutesFromMs));
    return pointsIn(tiers, spans, { fromMs, toMs, quartersFromMs: isByMinutes ? startMs : this.quartersFromMs(key) });
  }

  /** The last value of a counter that was first seen before an instant, as far as the tiers reach. */
  lastBefore(key: string, ms: number): CounterRow | undefined {
    const tiers = this.#counters.get(key);
    tiers?.refresh(this.#nowMs);
    return tiers?.minute.lastBefore(ms) ?? tiers?.quarter.lastBefore(ms) ?? tiers?.day.lastBefore(ms);
  }

  /** Notes from now on what changes, for {@link drainUnsaved}. */
  track(): void {
    this.#isTracked = true;
    for (const tiers of this.#all()) for (const tier of TIERS) tiers[tier].track();
  }

  /** Returns the rows that changed since the last call. */
  drainUnsaved(): StoredRow[] {
    this.#refresh();
    const rows: StoredRow[] = [];
    for (const [key, tiers] of [...this.#gauges, ...this.#counters]) {
      const changed: StoredRow[] = TIERS.flatMap((tier) =>
        tiers[tier].drainUnsaved().map((row) => ({ tier, key, ...row })),
      );
      if (changed.length > 0 && tiers.firstMs !== undefined)
        changed.push({ tier: "first", key, startMs: tiers.firstMs, values: [] });
      rows.push(...changed);
    }
    return rows;
  }

  /** All rows as a store keeps them, in pieces of some slots, those of each tier from the newest to the oldest. */
  *pieces(): Generator<StoredRow[]> {
    this.#refresh();
    const all = [...this.#gauges, ...this.#counters];
    yield all.flatMap(([key, { firstMs }]) =>
      firstMs === undefined ? [] : [{ tier: "first", key, startMs: firstMs, values: [] } as const],
    );
    for (const tier of TIERS) {
      const spans = new Map(all.flatMap(([, tiers]) => tiers[tier].spans()));
      for (const [first, end] of [...spans].sort(([a], [b]) => b - a)) {
        for (let to = end; to > first; to -= SLOTS_OF_PIECE) {
          const [from, before] = [Math.max(first, to - SLOTS_OF_PIECE), to];
          const rows = all.flatMap(([key, tiers]) =>
            tiers[tier].stored(from, before).map((row) => ({ tier, key, ...row })),
          );
          if (rows.length > 0) yield rows;
        }
      }
    }
  }

  /** Gives back rows that could not be saved. */
  markUnsaved(rows: readonly StoredRow[]): void {
    for (const { tier, key, startMs } of rows)
      if (isTier(tier)) (this.#gauges.get(key) ?? this.#counters.get(key))?.[tier].markUnsaved(startMs);
  }

  /** Restores a row of a store. Keys that the series does not have are left out. */
  restore({ tier, key, startMs, values }: StoredRow, nowMs: number): void {
    const kind = this.kindOf(key);
    if (kind === undefined) return;
    const tiers =
      kind === "gauge" ? this.#tiersOf(this.#gauges, key, GAUGE) : this.#tiersOf(this.#counters, key, COUNTER);
    if (tier === "first") tiers.knownAt(startMs);
    if (isTier(tier)) tiers[tier].restore(startMs, values, nowMs);
  }

  #holdInMinute(key: string, value: number, fromMs: number, toMs: number): void {
    const minute = minuteOf(fromMs);
    this.#beginAgain(minute);
    const tiers = this.#tiersOf(this.#gauges, key, GAUGE);
    tiers.knownAt(fromMs);
    const before = tiers.minute.get(minute);
    const heldMs = toMs - fromMs;
    const row = { atMs: fromMs, heldMs, mean: value, min: value, max: value };
    tiers.change(minute, before ? GAUGE.join([before, row]) : row, this.#nowMs);
  }

  /** Empties a minute that was written before the clock was set back. */
  #beginAgain(minute: number): void {
    if (!this.#repeated.delete(minute)) return;
    for (const [key, tiers] of [...this.#gauges, ...this.#counters])
      if (!this.#table[key]?.mayBeInFuture && tiers.minute.get(minute) !== undefined)
        tiers.change(minute, undefined, this.#nowMs);
  }

  #tiersOf<Row extends Timed>(all: Map<string, KeyTiers<Row>>, key: string, kind: RowKind<Row>): KeyTiers<Row> {
    let tiers = all.get(key);
    if (!tiers) {
      tiers = new KeyTiers(kind, { days: this.#days, quartersKept: this.#quartersKept(key) });
      if (this.#isTracked) for (const tier of TIERS) tiers[tier].track();
      all.set(key, tiers);
    }
    return tiers;
  }

  #row(key: string, kind: SeriesRow["kind"]): SeriesRow {
    const row = this.#table[key];
    if (row?.kind !== kind) throw new RangeError(`the series has no ${kind} "${key}"`);
    return row;
  }

  #slotRequest(key: string, fromMs: number, toMs: number, minutesFromMs: number): SlotRequest {
    const quartersKept = this.#quartersKept(key);
    return { fromMs, toMs, minutesFromMs, quartersKept, nowMs: this.#nowMs, days: this.#days };
  }

  #quartersKept(key: string): QuartersKept {
    return this.#table[key]?.quartersKept ?? "short";
  }

  #all(): (KeyTiers<GaugeRow> | KeyTiers<CounterRow>)[] {
    return [...this.#gauges.values(), ...this.#counters.values()];
  }

  #refresh(): void {
    for (const tiers of this.#all()) tiers.refresh(this.#nowMs);
  }
}

function isTier(tier: StoredRow["tier"]): tier is TierName {
  return tier !== "first" && tier !== "series";
}

function minuteOf(ms: number): number {
  return Math.floor(ms / MINUTE_MS);
}

function startOfNext(ms: number): number {
  return (minuteOf(ms) + 1) * MINUTE_MS;
}
