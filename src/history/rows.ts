/** Anything that has a time. */
export interface Timed {
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** A gauge over a slot of time: a minute, a quarter of an hour or a day. */
export interface GaugeRow {
  /** When in the slot it was first known, milliseconds since 1970. */
  readonly atMs: number;
  /** Time for which it is known in the slot, milliseconds. */
  readonly heldMs: number;
  /** Mean over the time that is known. */
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** A counter in a slot of time: its last value there, and when that was first seen. */
export interface CounterRow {
  readonly atMs: number;
  readonly value: number;
  /** Number of the counter's series: no difference is computed between values of two, such as an old meter's and a new one's. */
  readonly series: number;
}

/** A gauge over several slots; undefined of none. */
export function joinedGauge(rows: Iterable<GaugeRow>): GaugeRow | undefined {
  let joined: { atMs: number; heldMs: number; mean: number; min: number; max: number } | undefined;
  for (const row of rows) {
    if (!joined) {
      joined = { ...row };
      continue;
    }
    const heldMs = joined.heldMs + row.heldMs;
    joined.mean = (joined.mean * joined.heldMs + row.mean * row.heldMs) / heldMs;
    joined.atMs = Math.min(joined.atMs, row.atMs);
    joined.heldMs = heldMs;
    joined.min = Math.min(joined.min, row.min);
    joined.max = Math.max(joined.max, row.max);
  }
  return joined;
}

/** A counter over several slots: as the last of them has it; undefined of none. */
export function lastCounter(rows: Iterable<CounterRow>): CounterRow | undefined {
  let last: CounterRow | undefined;
  for (const row of rows) last = row;
  return last;
}

/** Rows of one block of slots, in typed arrays. Times are given and kept as distances from the slot's start. */
export interface Columns<Row> {
  /** @returns undefined where the slot is empty */
  get(index: number, startMs: number): Row | undefined;
  set(index: number, row: Row, startMs: number): void;
  clear(index: number): void;
  copy(): Columns<Row>;
}

/** Storage of rows of one kind. */
export interface RowKind<Row> {
  /** @param unitMs what times are kept in; a slot is at most 60 000 of it */
  readonly columns: (slots: number, unitMs: number) => Columns<Row>;
  readonly join: (rows: Iterable<Row>) => Row | undefined;
  /** A row as plain numbers, its time first. */
  readonly toNumbers: (row: Row) => readonly number[];
  /** @returns undefined where the numbers are no row */
  readonly fromNumbers: (numbers: readonly number[]) => Row | undefined;
}

/** Marks an empty slot. */
const EMPTY = 65_535;
const MAX_UNITS = 60_000;

class GaugeColumns implements Columns<GaugeRow> {
  readonly #unitMs: number;
  readonly #at: Uint16Array;
  readonly #held: Uint16Array;
  readonly #mean: Float32Array | Float64Array;
  readonly #min: Float32Array;
  readonly #max: Float32Array;

  constructor(slots: number, unitMs: number, from?: GaugeColumns) {
    this.#unitMs = unitMs;
    this.#at = from ? from.#at.slice() : new Uint16Array(slots).fill(EMPTY);
    this.#held = from ? from.#held.slice() : new Uint16Array(slots);
    // A minute's mean is made from many values, one after the other.
    this.#mean = from ? from.#mean.slice() : unitMs === 1 ? new Float64Array(slots) : new Float32Array(slots);
    this.#min = from ? from.#min.slice() : new Float32Array(slots);
    this.#max = from ? from.#max.slice() : new Float32Array(slots);
  }

  get(index: number, startMs: number): GaugeRow | undefined {
    const at = this.#at[index] ?? EMPTY;
    if (at === EMPTY) return undefined;
    return {
      atMs: startMs + at * this.#unitMs,
      heldMs: (this.#held[index] ?? 0) * this.#unitMs,
      mean: this.#mean[index] ?? 0,
      min: this.#min[index] ?? 0,
      max: this.#max[index] ?? 0,
    };
  }

  set(index: number, { atMs, heldMs, mean, min, max }: GaugeRow, startMs: number): void {
    this.#at[index] = units(atMs - startMs, this.#unitMs);
    this.#held[index] = Math.max(1, Math.min(MAX_UNITS, Math.round(heldMs / this.#unitMs)));
    this.#mean[index] = mean;
    this.#min[index] = min;
    this.#max[index] = max;
  }

  clear(index: number): void {
    this.#at[index] = EMPTY;
  }

  copy(): GaugeColumns {
    return new GaugeColumns(0, this.#unitMs, this);
  }
}

class CounterColumns implements Columns<CounterRow> {
  readonly #unitMs: number;
  readonly #at: Uint16Array;
  readonly #value: Float64Array;
  readonly #series: Uint16Array;

  constructor(slots: number, unitMs: number, from?: CounterColumns) {
    this.#unitMs = unitMs;
    this.#at = from ? from.#at.slice() : new Uint16Array(slots).fill(EMPTY);
    this.#value = from ? from.#value.slice() : new Float64Array(slots);
    this.#series = from ? from.#series.slice() : new Uint16Array(slots);
  }

  get(index: number, startMs: number): CounterRow | undefined {
    const at = this.#at[index] ?? EMPTY;
    if (at === EMPTY) return undefined;
    return { atMs: startMs + at * this.#unitMs, value: this.#value[index] ?? 0, series: this.#series[index] ?? 0 };
  }

  set(index: number, { atMs, value, series }: CounterRow, startMs: number): void {
    this.#at[index] = units(atMs - startMs, this.#unitMs);
    this.#value[index] = value;
    this.#series[index] = series;
  }

  clear(index: number): void {
    this.#at[index] = EMPTY;
  }

  copy(): CounterColumns {
    return new CounterColumns(0, this.#unitMs, this);
  }
}

function units(ms: number, unitMs: number): number {
  return Math.max(0, Math.min(MAX_UNITS, Math.floor(ms / unitMs)));
}

/** Storage of gauges. */
export const GAUGE: RowKind<GaugeRow> = {
  columns: (slots, unitMs) => new GaugeColumns(slots, unitMs),
  join: joinedGauge,
  toNumbers: ({ atMs, heldMs, mean, min, max }) => [atMs, heldMs, mean, min, max],
  fromNumbers: ([atMs, heldMs, mean, min, max]) =>
    atMs === undefined || heldMs === undefined || mean === undefined || min === undefined || max === undefined
      ? undefined
      : { atMs, heldMs, mean, min, max },
};

/** Storage of counters. */
export const COUNTER: RowKind<CounterRow> = {
  columns: (slots, unitMs) => new CounterColumns(slots, unitMs),
  join: lastCounter,
  toNumbers: ({ atMs, value, series }) => [atMs, value, series],
  fromNumbers: ([atMs, value, series]) =>
    atMs === undefined || value === undefined || series === undefined ? undefined : { atMs, value, series },
};
