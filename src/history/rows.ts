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
  /** @param wholeMs how long most slots last */
  readonly columns: (slots: number, wholeMs: number) => Columns<Row>;
  readonly join: (rows: Iterable<Row>) => Row | undefined;
  /** A row as plain numbers, its time first. */
  readonly toNumbers: (row: Row) => readonly number[];
  /** @returns undefined where the numbers are no row */
  readonly fromNumbers: (numbers: readonly number[]) => Row | undefined;
}

/** Marks an empty slot: no slot is that long, milliseconds. */
const EMPTY = 2 ** 32 - 1;

/**
 * How a gauge was known in each slot of a block: from when on and how long, to the millisecond, for energy is a mean times a
 * time. Nearly all slots are known as a whole, and the running one is not yet: memory comes when a second one is known in part.
 */
class GaugeTimes {
  readonly #wholeMs: number;
  #part: { readonly index: number; readonly at: number; readonly held: number } | undefined;
  #at: Uint32Array | undefined;
  #held: Uint32Array | undefined;

  constructor(wholeMs: number, from?: GaugeTimes) {
    this.#wholeMs = from ? from.#wholeMs : wholeMs;
    this.#part = from ? from.#part : undefined;
    this.#at = from ? from.#at?.slice() : undefined;
    this.#held = from ? from.#held?.slice() : undefined;
  }

  get(index: number): readonly [at: number, held: number] {
    if (this.#part?.index === index) return [this.#part.at, this.#part.held];
    return [this.#at?.[index] ?? 0, this.#held?.[index] ?? this.#wholeMs];
  }

  set(index: number, at: number, held: number, slots: number): void {
    if (this.#part?.index === index) this.#part = undefined;
    const isWhole = at === 0 && held === this.#wholeMs;
    if (!this.#at && isWhole) return;
    if (!this.#at && !this.#part) {
      this.#part = { index, at, held };
      return;
    }
    this.#at ??= new Uint32Array(slots);
    this.#held ??= new Uint32Array(slots).fill(this.#wholeMs);
    if (this.#part) this.#write(this.#part.index, this.#part.at, this.#part.held);
    this.#part = undefined;
    this.#write(index, at, held);
  }

  #write(index: number, at: number, held: number): void {
    if (!this.#at || !this.#held) return;
    this.#at[index] = at;
    this.#held[index] = held;
  }
}

class GaugeColumns implements Columns<GaugeRow> {
  readonly #times: GaugeTimes;
  /** Not a number where the slot is empty. */
  readonly #mean: Float32Array;
  readonly #min: Float32Array;
  readonly #max: Float32Array;

  constructor(slots: number, wholeMs: number, from?: GaugeColumns) {
    this.#times = new GaugeTimes(wholeMs, from ? from.#times : undefined);
    this.#mean = from ? from.#mean.slice() : new Float32Array(slots).fill(Number.NaN);
    this.#min = from ? from.#min.slice() : new Float32Array(slots);
    this.#max = from ? from.#max.slice() : new Float32Array(slots);
  }

  get(index: number, startMs: number): GaugeRow | undefined {
    const mean = this.#mean[index] ?? Number.NaN;
    if (Number.isNaN(mean)) return undefined;
    const [at, held] = this.#times.get(index);
    return {
      atMs: startMs + at,
      heldMs: held,
      mean,
      min: this.#min[index] ?? 0,
      max: this.#max[index] ?? 0,
    };
  }

  set(index: number, { atMs, heldMs, mean, min, max }: GaugeRow, startMs: number): void {
    this.#times.set(index, inSlot(atMs - startMs), Math.max(1, inSlot(Math.round(heldMs))), this.#mean.length);
    this.#mean[index] = mean;
    this.#min[index] = min;
    this.#max[index] = max;
  }

  clear(index: number): void {
    this.#mean[index] = Number.NaN;
  }

  copy(): GaugeColumns {
    return new GaugeColumns(0, 0, this);
  }
}

class CounterColumns implements Columns<CounterRow> {
  readonly #at: Uint32Array;
  readonly #value: Float64Array;
  /** Absent while every value is of series 0. */
  #series: Uint16Array | undefined;

  constructor(slots: number, from?: CounterColumns) {
    this.#at = from ? from.#at.slice() : new Uint32Array(slots).fill(EMPTY);
    this.#value = from ? from.#value.slice() : new Float64Array(slots);
    this.#series = from ? from.#series?.slice() : undefined;
  }

  get(index: number, startMs: number): CounterRow | undefined {
    const at = this.#at[index] ?? EMPTY;
    if (at === EMPTY) return undefined;
    return { atMs: startMs + at, value: this.#value[index] ?? 0, series: this.#series?.[index] ?? 0 };
  }

  set(index: number, { atMs, value, series }: CounterRow, startMs: number): void {
    this.#at[index] = inSlot(atMs - startMs);
    this.#value[index] = value;
    if (series !== 0) this.#series ??= new Uint16Array(this.#value.length);
    if (this.#series) this.#series[index] = series;
  }

  clear(index: number): void {
    this.#at[index] = EMPTY;
  }

  copy(): CounterColumns {
    return new CounterColumns(0, this);
  }
}

function inSlot(ms: number): number {
  return Math.max(0, Math.min(EMPTY - 1, Math.floor(ms)));
}

/** Storage of gauges. */
export const GAUGE: RowKind<GaugeRow> = {
  columns: (slots, wholeMs) => new GaugeColumns(slots, wholeMs),
  join: joinedGauge,
  toNumbers: ({ atMs, heldMs, mean, min, max }) => [atMs, heldMs, mean, min, max],
  fromNumbers: ([atMs, heldMs, mean, min, max]) =>
    atMs === undefined || heldMs === undefined || mean === undefined || min === undefined || max === undefined
      ? undefined
      : { atMs, heldMs, mean, min, max },
};

/** Storage of counters. */
export const COUNTER: RowKind<CounterRow> = {
  columns: (slots) => new CounterColumns(slots),
  join: lastCounter,
  toNumbers: ({ atMs, value, series }) => [atMs, value, series],
  fromNumbers: ([atMs, value, series]) =>
    atMs === undefined || value === undefined || series === undefined ? undefined : { atMs, value, series },
};
