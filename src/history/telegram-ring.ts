import type { Quantity, Values } from "../meter/quantity.ts";
import { valueEntries } from "./latest.ts";

const START_ROWS = 1_024;

/**
 * Every telegram of a recent span, in order of time: one row a telegram, one column a quantity.
 * Columns come into being when their quantity does; memory grows by doubling up to the span, then rows are reused.
 */
export class TelegramRing {
  readonly #spanMs: number;
  readonly #maxRows: number;
  #timesMs = new Float64Array(START_ROWS);
  readonly #columns = new Map<Quantity, Float64Array>();
  #start = 0;
  #length = 0;

  /** @param maxRows bounds memory should a meter send faster than expected; the oldest rows go first. */
  constructor(spanMs: number, maxRows = 131_072) {
    this.#spanMs = spanMs;
    this.#maxRows = maxRows;
  }

  /** How many telegrams are held. */
  get length(): number {
    return this.#length;
  }

  /** The same telegrams in memory of its own, no more of it than they take. */
  copy(): TelegramRing {
    const copy = new TelegramRing(this.#spanMs, this.#maxRows);
    const rows = Math.max(START_ROWS, this.#length);
    copy.#timesMs = this.#unrolled(this.#timesMs, rows, 0);
    for (const [quantity, column] of this.#columns) {
      copy.#columns.set(quantity, this.#unrolled(column, rows, Number.NaN));
    }
    copy.#length = this.#length;
    return copy;
  }

  /** Adds one telegram. One that is earlier than the last drops what lies after it: the later clock is believed. */
  add(atMs: number, values: Values): void {
    while (this.#length > 0 && this.timeAt(this.#length - 1) > atMs) this.#length--;
    while (this.#length > 0 && this.timeAt(0) < atMs - this.#spanMs) this.#dropFirst();
    if (this.#length === this.#timesMs.length && !this.#grow()) this.#dropFirst();
    const row = this.#row(this.#length++);
    this.#timesMs[row] = atMs;
    for (const column of this.#columns.values()) column[row] = Number.NaN;
    for (const [quantity, value] of valueEntries(values)) this.#column(quantity)[row] = value;
  }

  /** Forgets a quantity from a time on. */
  forget(quantity: Quantity, fromMs: number): void {
    const column = this.#columns.get(quantity);
    if (column) for (let i = this.rowFrom(fromMs); i < this.#length; i++) column[this.#row(i)] = Number.NaN;
  }

  /** The time of row i (0 is the oldest), milliseconds of wall time. */
  timeAt(i: number): number {
    return this.#timesMs[this.#row(i)] ?? Number.NaN;
  }

  /** The value of a quantity in row i; undefined when that telegram did not report it. */
  valueAt(i: number, quantity: Quantity): number | undefined {
    const value = this.#columns.get(quantity)?.[this.#row(i)];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }

  /** All that the telegram of row i reported. */
  valuesAt(i: number): Values {
    const row = this.#row(i);
    const values: { [Q in Quantity]?: number } = {};
    for (const [quantity, column] of this.#columns) {
      const value = column[row] ?? Number.NaN;
      if (!Number.isNaN(value)) values[quantity] = value;
    }
    return values;
  }

  /** The first row at or after a time; `length` when there is none. */
  rowFrom(atMs: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timeAt(middle) < atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #row(i: number): number {
    return (this.#start + i) % this.#timesMs.length;
  }

  #dropFirst(): void {
    this.#start = (this.#start + 1) % this.#timesMs.length;
    this.#length--;
  }

  #column(quantity: Quantity): Float64Array {
    const column = this.#columns.get(quantity) ?? new Float64Array(this.#timesMs.length).fill(Number.NaN);
    this.#columns.set(quantity, column);
    return column;
  }

  #grow(): boolean {
    const rows = Math.min(this.#maxRows, this.#timesMs.length * 2);
    if (rows === this.#timesMs.length) return false;
    for (const [quantity, column] of this.#columns)
      this.#columns.set(quantity, this.#unrolled(column, rows, Number.NaN));
    this.#timesMs = this.#unrolled(this.#timesMs, rows, 0);
    this.#start = 0;
    return true;
  }

  /** A column that begins with its oldest row. */
  #unrolled(column: Float64Array, rows: number, fill: number): Float64Array<ArrayBuffer> {
    const unrolled = new Float64Array(rows).fill(fill);
    const older = column.subarray(this.#start, this.#start + this.#length);
    unrolled.set(older);
    unrolled.set(column.subarray(0, this.#length - older.length), older.length);
    return unrolled;
  }
}
