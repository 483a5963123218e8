import type { Quantity } from "../meter/quantity.ts";
import type { CounterPoint, PowerSample } from "./samples.ts";

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 24 * 60;

/** An instant value over each minute. */
interface Instants {
  /** Value times how long it held, summed, in units of the quantity times milliseconds. */
  readonly sum: Float64Array;
  /** How long of the minute the value is known, milliseconds; 0 where it is not. */
  readonly heldMs: Uint32Array;
  /** When within its minute it was first known, milliseconds. */
  readonly offsetMs: Uint16Array;
}

/** A counter in each minute. */
interface Counters {
  /** Last value within each minute; NaN where none came. */
  readonly last: Float64Array;
  /** When within its minute that value was first seen, milliseconds. */
  readonly offsetMs: Uint16Array;
  readonly series: Uint16Array;
}

/** Minutes of every quantity over some days: how instant values held, and the last value of counters. */
export class MinuteRing {
  readonly #slots: number;
  /** Number of the minute, since 1970, that each slot holds; a minute stays until another one needs its slot. */
  readonly #minutes: Float64Array;
  /** 1 for minutes that came before the clock was set back: they are counted again from nothing. */
  readonly #isPast: Uint8Array;
  readonly #instants = new Map<Quantity, Instants>();
  readonly #counters = new Map<Quantity, Counters>();
  readonly #firstMs = new Map<Quantity, number>();
  #newest = Number.NEGATIVE_INFINITY; // number of the minute of the telegram that came last

  constructor(days: number) {
    this.#slots = days * MINUTES_A_DAY;
    this.#minutes = new Float64Array(this.#slots).fill(Number.NaN);
    this.#isPast = new Uint8Array(this.#slots);
  }

  /** How far back from the newest minute the ring reaches, milliseconds. */
  get reachMs(): number {
    return this.#slots * MINUTE_MS;
  }

  /** The same minutes in memory of its own. */
  copy(): MinuteRing {
    const copy = new MinuteRing(this.#slots / MINUTES_A_DAY);
    copy.#minutes.set(this.#minutes);
    copy.#isPast.set(this.#isPast);
    for (const [quantity, { sum, heldMs, offsetMs }] of this.#instants) {
      copy.#instants.set(quantity, { sum: sum.slice(), heldMs: heldMs.slice(), offsetMs: offsetMs.slice() });
    }
    for (const [quantity, { last, offsetMs, series }] of this.#counters) {
      copy.#counters.set(quantity, { last: last.slice(), offsetMs: offsetMs.slice(), series: series.slice() });
    }
    for (const [quantity, firstMs] of this.#firstMs) copy.#firstMs.set(quantity, firstMs);
    copy.#newest = this.#newest;
    return copy;
  }

  /**
   * Says when the telegram came of which something is to be written. A clock that was set back goes through minutes again
   * that are there already: these stay until they come, and are then counted from nothing.
   */
  advance(atMs: number): void {
    const minute = minuteOf(atMs);
    const last = Math.min(this.#newest, minute + this.#slots);
    for (let later = minute + 1; later <= last; later++) this.#isPast[this.#placeOf(later)] = 1;
    this.#newest = minute;
  }

  /** Has an instant value count from one instant to another. */
  hold(quantity: Quantity, value: number, fromMs: number, toMs: number): void {
    for (let atMs = fromMs; atMs < toMs; atMs = minuteOf(atMs) * MINUTE_MS + MINUTE_MS) {
      const slot = this.#slotFor(quantity, atMs);
      const { sum, heldMs, offsetMs } = this.#instantsOf(quantity);
      const held = heldMs[slot] ?? 0;
      const endMs = Math.min(toMs, minuteOf(atMs) * MINUTE_MS + MINUTE_MS);
      sum[slot] = (sum[slot] ?? 0) + value * (endMs - atMs);
      heldMs[slot] = held + endMs - atMs;
      const offset = atMs % MINUTE_MS;
      offsetMs[slot] = held === 0 ? offset : Math.min(offset, offsetMs[slot] ?? 0);
    }
  }

  /** Forgets a quantity from a time on, by whole minutes. */
  forget(quantity: Quantity, fromMs: number): void {
    const [instants, counters] = [this.#instants.get(quantity), this.#counters.get(quantity)];
    for (let minute = Math.max(minuteOf(fromMs), this.#newest - this.#slots + 1); minute <= this.#newest; minute++) {
      const slot = this.#slotOf(minute);
      if (instants && slot !== undefined) instants.heldMs[slot] = instants.sum[slot] = 0;
      if (counters && slot !== undefined) counters.last[slot] = Number.NaN;
    }
    if ((this.#firstMs.get(quantity) ?? 0) >= fromMs) this.#firstMs.delete(quantity);
  }

  /** Takes in what a counter was at an instant. */
  count(quantity: Quantity, { atMs, value, series }: CounterPoint): void {
    const slot = this.#slotFor(quantity, atMs);
    const counters = this.#countersOf(quantity);
    if (counters.last[slot] === value && counters.series[slot] === series) return;
    counters.last[slot] = value;
    counters.offsetMs[slot] = atMs % MINUTE_MS;
    counters.series[slot] = series;
  }

  /** When a quantity was first known, whether or not that is still within reach; undefined when it never was. */
  firstMs(quantity: Quantity): number | undefined {
    return this.#firstMs.get(quantity);
  }

  /** The mean of an instant value over the minute in which an instant lies; undefined when it is not known. */
  minute(quantity: Quantity, atMs: number): PowerSample | undefined {
    const columns = this.#instants.get(quantity);
    const slot = this.#slotOf(minuteOf(atMs));
    const heldMs = slot === undefined ? 0 : (columns?.heldMs[slot] ?? 0);
    if (slot === undefined || !columns || heldMs === 0) return undefined;
    const holdsMs = Math.min(heldMs, MINUTE_MS);
    const offsetMs = Math.min(columns.offsetMs[slot] ?? 0, MINUTE_MS - holdsMs);
    return { atMs: minuteOf(atMs) * MINUTE_MS + offsetMs, holdsMs, powerW: (columns.sum[slot] ?? 0) / heldMs };
  }

  /** The points of a counter between two instants, both included, one a minute, in order of time. */
  points(quantity: Quantity, fromMs: number, toMs: number): CounterPoint[] {
    const columns = this.#counters.get(quantity);
    if (!columns) return [];
    const points: CounterPoint[] = [];
    const first = Math.max(minuteOf(fromMs), minuteOf(this.#firstMs.get(quantity) ?? 0), minuteOf(toMs) - this.#slots);
    const last = minuteOf(toMs);
    for (let minute = first; minute <= last; minute++) {
      const slot = this.#slotOf(minute);
      const value = slot === undefined ? Number.NaN : (columns.last[slot] ?? Number.NaN);
      if (slot === undefined || Number.isNaN(value)) continue;
      const atMs = minute * MINUTE_MS + (columns.offsetMs[slot] ?? 0);
      if (atMs >= fromMs && atMs <= toMs) points.push({ atMs, value, series: columns.series[slot] ?? 0 });
    }
    return points;
  }

  #placeOf(minute: number): number {
    return ((minute % this.#slots) + this.#slots) % this.#slots;
  }

  /** The slot of a minute; undefined where it holds another one. */
  #slotOf(minute: number): number | undefined {
    const slot = this.#placeOf(minute);
    return this.#minutes[slot] === minute ? slot : undefined;
  }

  /** The slot to write to at an instant, cleared where it held another minute. */
  #slotFor(quantity: Quantity, atMs: number): number {
    this.#firstMs.set(quantity, Math.min(atMs, this.#firstMs.get(quantity) ?? atMs));
    const minute = minuteOf(atMs);
    const slot = this.#placeOf(minute);
    if (this.#minutes[slot] === minute && !this.#isPast[slot]) return slot;
    for (const { heldMs, sum } of this.#instants.values()) heldMs[slot] = sum[slot] = 0;
    for (const { last } of this.#counters.values()) last[slot] = Number.NaN;
    this.#minutes[slot] = minute;
    this.#isPast[slot] = 0;
    return slot;
  }

  #instantsOf(quantity: Quantity): Instants {
    const columns = this.#instants.get(quantity) ?? {
      sum: new Float64Array(this.#slots),
      heldMs: new Uint32Array(this.#slots),
      offsetMs: new Uint16Array(this.#slots),
    };
    this.#instants.set(quantity, columns);
    return columns;
  }

  #countersOf(quantity: Quantity): Counters {
    const columns = this.#counters.get(quantity) ?? {
      last: new Float64Array(this.#slots).fill(Number.NaN),
      offsetMs: new Uint16Array(this.#slots),
      series: new Uint16Array(this.#slots),
    };
    this.#counters.set(quantity, columns);
    return columns;
  }
}

function minuteOf(atMs: number): number {
  return Math.floor(atMs / MINUTE_MS);
}
