import { QUANTITY, type Quantity, type Values } from "../meter/quantity.ts";
import { valueEntries } from "./latest.ts";

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 24 * 60;

/** One quantity over one minute. */
export interface Minute {
  /** Start of the minute, milliseconds of wall time. */
  readonly startMs: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** A counter's value at an instant. */
export interface CounterPoint {
  readonly atMs: number;
  readonly value: number;
}

interface Instants {
  readonly min: Float32Array;
  readonly sum: Float32Array;
  readonly max: Float32Array;
  readonly count: Uint16Array;
}

interface Counters {
  /** Last value within each minute; NaN where none came. */
  readonly last: Float64Array;
  /** When within its minute that value came, milliseconds. */
  readonly offsetMs: Uint16Array;
}

/** Minutes of every quantity over some days: least, mean and greatest of instants, the last value of counters. */
export class MinuteRing {
  readonly #slots: number;
  readonly #instants = new Map<Quantity, Instants>();
  readonly #counters = new Map<Quantity, Counters>();
  readonly #firstMs = new Map<Quantity, number>();
  #newest = -1; // number of the newest minute since 1970

  constructor(days: number) {
    this.#slots = days * MINUTES_A_DAY;
  }

  /** The same minutes in memory of its own. */
  copy(): MinuteRing {
    const copy = new MinuteRing(this.#slots / MINUTES_A_DAY);
    for (const [quantity, { min, sum, max, count }] of this.#instants) {
      copy.#instants.set(quantity, { min: min.slice(), sum: sum.slice(), max: max.slice(), count: count.slice() });
    }
    for (const [quantity, { last, offsetMs }] of this.#counters) {
      copy.#counters.set(quantity, { last: last.slice(), offsetMs: offsetMs.slice() });
    }
    for (const [quantity, firstMs] of this.#firstMs) copy.#firstMs.set(quantity, firstMs);
    copy.#newest = this.#newest;
    return copy;
  }

  /** Adds what one telegram told. One that is earlier than the newest minute drops what lies after it. */
  add(atMs: number, values: Values): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    this.#advance(minute);
    const slot = minute % this.#slots;
    for (const [quantity, value] of valueEntries(values)) {
      this.#firstMs.set(quantity, Math.min(atMs, this.#firstMs.get(quantity) ?? atMs));
      if (QUANTITY.get(quantity)?.kind === "counter") this.#addCounter(quantity, slot, value, atMs % MINUTE_MS);
      else this.#addInstant(quantity, slot, value);
    }
  }

  /** Forgets a quantity from a time on, by whole minutes. */
  forget(quantity: Quantity, fromMs: number): void {
    const [instants, counters] = [this.#instants.get(quantity), this.#counters.get(quantity)];
    const first = Math.max(Math.floor(fromMs / MINUTE_MS), this.#newest - this.#slots + 1);
    for (let minute = first; minute <= this.#newest; minute++) {
      if (instants) instants.count[minute % this.#slots] = 0;
      if (counters) counters.last[minute % this.#slots] = Number.NaN;
    }
    if ((this.#firstMs.get(quantity) ?? 0) >= fromMs) this.#firstMs.delete(quantity);
  }

  /** When a quantity first came, whether or not that is still within reach; undefined when it never did. */
  firstMs(quantity: Quantity): number | undefined {
    return this.#firstMs.get(quantity);
  }

  /** One minute of an instant value; undefined when nothing came in it or it is out of reach. */
  minute(quantity: Quantity, atMs: number): Minute | undefined {
    const slot = this.#slotOf(atMs);
    const columns = this.#instants.get(quantity);
    if (slot === undefined || !columns) return undefined;
    const count = columns.count[slot] ?? 0;
    if (count === 0) return undefined;
    const mean = (columns.sum[slot] ?? 0) / count;
    const startMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
    return { startMs, min: columns.min[slot] ?? mean, mean, max: columns.max[slot] ?? mean };
  }

  /** The counter's last known point at or before a time, no further back than `reachMs`. */
  counterBefore(quantity: Quantity, atMs: number, reachMs: number): CounterPoint | undefined {
    for (let at = atMs; at > atMs - reachMs - MINUTE_MS; at -= MINUTE_MS) {
      const point = this.#point(quantity, at);
      if (point && point.atMs <= atMs && point.atMs >= atMs - reachMs) return point;
    }
    return undefined;
  }

  /** The counter's first known point at or after a time, no further on than `reachMs`. */
  counterAfter(quantity: Quantity, atMs: number, reachMs: number): CounterPoint | undefined {
    for (let at = atMs; at <= atMs + reachMs + MINUTE_MS; at += MINUTE_MS) {
      const point = this.#point(quantity, at);
      if (point && point.atMs >= atMs && point.atMs <= atMs + reachMs) return point;
    }
    return undefined;
  }

  #point(quantity: Quantity, atMs: number): CounterPoint | undefined {
    const slot = this.#slotOf(atMs);
    const columns = this.#counters.get(quantity);
    if (slot === undefined || !columns) return undefined;
    const value = columns.last[slot] ?? Number.NaN;
    if (Number.isNaN(value)) return undefined;
    return { atMs: Math.floor(atMs / MINUTE_MS) * MINUTE_MS + (columns.offsetMs[slot] ?? 0), value };
  }

  #slotOf(atMs: number): number | undefined {
    const minute = Math.floor(atMs / MINUTE_MS);
    return minute > this.#newest || minute <= this.#newest - this.#slots || minute < 0
      ? undefined
      : minute % this.#slots;
  }

  #advance(minute: number): void {
    const from = this.#newest < 0 ? minute : Math.min(minute, this.#newest) + 1;
    const to = Math.max(minute, this.#newest);
    const first = Math.max(from, to - this.#slots + 1);
    if (minute !== this.#newest) for (let m = first; m <= to; m++) this.#clear(m % this.#slots);
    this.#newest = minute;
  }

  #clear(slot: number): void {
    for (const columns of this.#instants.values()) columns.count[slot] = 0;
    for (const columns of this.#counters.values()) columns.last[slot] = Number.NaN;
  }

  #addInstant(quantity: Quantity, slot: number, value: number): void {
    const columns = this.#instants.get(quantity) ?? {
      min: new Float32Array(this.#slots),
      sum: new Float32Array(this.#slots),
      max: new Float32Array(this.#slots),
      count: new Uint16Array(this.#slots),
    };
    this.#instants.set(quantity, columns);
    const count = columns.count[slot] ?? 0;
    columns.min[slot] = count === 0 ? value : Math.min(columns.min[slot] ?? value, value);
    columns.max[slot] = count === 0 ? value : Math.max(columns.max[slot] ?? value, value);
    columns.sum[slot] = (count === 0 ? 0 : (columns.sum[slot] ?? 0)) + value;
    columns.count[slot] = Math.min(count + 1, 65_535);
  }

  #addCounter(quantity: Quantity, slot: number, value: number, offsetMs: number): void {
    const columns = this.#counters.get(quantity) ?? {
      last: new Float64Array(this.#slots).fill(Number.NaN),
      offsetMs: new Uint16Array(this.#slots),
    };
    this.#counters.set(quantity, columns);
    columns.last[slot] = value;
    columns.offsetMs[slot] = offsetMs;
  }
}
