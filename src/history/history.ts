import type { CounterMark } from "../meter/counter-pace.ts";
import type { MeterIdentity } from "../meter/meter-identity.ts";
import type { Now } from "../meter/now.ts";
import { QUANTITIES, QUANTITY, type Quantity } from "../meter/quantity.ts";
import type { Diagnostics } from "../meter/reader-diagnosis.ts";
import type { Reading } from "../meter/reading.ts";
import { type Backfilled, backfill, type EnergySpan } from "./backfill.ts";
import { type Event, type Held, heldUntil, withoutThese } from "./event.ts";
import { KeptPast } from "./kept-past.ts";
import {
  type Latest,
  NOTHING_KNOWN,
  valueEntries,
  withChangesOnly,
  withHeardOf,
  withoutQuantities,
  withoutValues,
  withReaderStatus,
  withReading,
} from "./latest.ts";
import { METER_SERIES, TELEGRAMS } from "./meter-series.ts";
import type { Direction } from "./net-power.ts";
import { Past } from "./past.ts";
import { RecentCurrents } from "./recent-currents.ts";
import { Series } from "./series.ts";
import { type IsLate, SeriesKeeper } from "./series-keeper.ts";
import type { Store } from "./store.ts";
import { withoutFormerTariffs, withSumsOf, withTariffSums } from "./tariff-sums.ts";

/** Events that wait for the clock to be set: about four hours at one a second. The oldest go first. */
const MAX_WAITING = 16_384;

/** Options of a history. */
export interface HistoryOptions {
  /** Whose days are kept when quarters of an hour no longer are; UTC by default. */
  readonly timeZone?: string;
  /** Storage that keeps the history over a restart, see {@link History.restore} and {@link History.save}. */
  readonly store?: Store;
}

/** Facts that a past depends on; every change of the history is a change of its latest values too, or makes it forget the past. */
interface PastAsOf extends Now {
  readonly phases: 1 | 3;
  readonly latest: Latest;
}

/**
 * All that is known of one meter: what is true now by the monotonic clock ({@link Latest}), and the past by the wall clock
 * ({@link Series}). A reading enters the series only when its wall time is certain; until the clock is set it waits, and is
 * then placed by how long ago it came on the monotonic clock.
 */
export class History {
  readonly series: Series;
  #recent = new RecentCurrents();
  #latest: Latest = NOTHING_KNOWN;
  #waiting: Event[] = [];
  #identity: MeterIdentity = {};
  /** Number of telegrams in the series. */
  #telegrams = 0;
  /** Currents of the last telegrams. */
  get recentCurrents(): Pick<RecentCurrents, "of"> {
    return this.#recent;
  }

  /** Time up to which the last value of a quantity is in the series though it still holds, on the monotonic clock. */
  readonly #written = new Map<Quantity, number>();
  /** The past that was last asked for, and as of what. */
  #past: (PastAsOf & { readonly past: Past | undefined }) | undefined;
  /** What one past leaves to the next. */
  readonly kept = new KeptPast();
  readonly #keeper: SeriesKeeper | undefined;

  constructor({ timeZone = "UTC", store }: HistoryOptions = {}, series = new Series(METER_SERIES, timeZone)) {
    this.series = series;
    this.#keeper = store && new SeriesKeeper(series, store);
  }

  /** A copy in memory of its own: what is added to either does not reach the other. The copy is not stored. */
  copy(): History {
    const copy = new History({}, this.series.copy());
    copy.#latest = this.#latest;
    copy.#identity = this.#identity;
    copy.#recent = this.#recent.copy();
    copy.#waiting = [...this.#waiting];
    copy.#telegrams = this.#telegrams;
    for (const [quantity, monoMs] of this.#written) copy.#written.set(quantity, monoMs);
    return copy;
  }

  /** Keeps the days of another time zone from now on. */
  changeTimeZone(timeZone: string): void {
    this.series.changeTimeZone(timeZone);
    this.#past = undefined;
  }

  /** The last value of everything. */
  get latest(): Latest {
    return this.#latest;
  }

  /** The meter whose counters are in the series. */
  get identity(): MeterIdentity {
    return this.#identity;
  }

  /** Time up to which the last value of a quantity is in the series though it still holds, milliseconds of the monotonic clock. */
  writtenUntil(quantity: Quantity): number | undefined {
    return this.#written.get(quantity);
  }

  /** Number of telegrams since an instant, to the minute. */
  telegramsSince(ms: number): number {
    return this.#telegrams - (this.series.lastBefore(TELEGRAMS, ms)?.value ?? 0);
  }

  /** Time of the last telegram in the series, wall milliseconds; undefined where there is none, or while the clock is not set. */
  lastTelegramMs({ wallMs, clockSet }: Now): number | undefined {
    return clockSet ? this.series.lastBefore(TELEGRAMS, wallMs)?.atMs : undefined;
  }

  /**
   * The last counters in the series, with when they came on the monotonic clock: -Infinity while the clock is not set, for
   * they may be of any age.
   */
  lastCounters({ wallMs, monoMs, clockSet }: Now): { readonly [Q in Quantity]?: CounterMark } {
    const last = COUNTERS.flatMap((quantity) => {
      const point = this.series.lastBefore(quantity, clockSet ? wallMs : Infinity);
      const cameMs = clockSet && point ? monoMs - (wallMs - point.atMs) : -Infinity;
      return point ? [[quantity, { value: point.value, monoMs: cameMs }] as const] : [];
    });
    return Object.fromEntries(last);
  }

  /**
   * The past as of an instant; undefined while the clock is not set. The same object answers until something comes in,
   * so that whoever asks at the same instant shares its work.
   * @param phases how many phases the meter has
   */
  past(now: Now, phases: 1 | 3): Past | undefined {
    const asOf: PastAsOf = { phases, latest: this.#latest, ...now };
    if (!this.#past || !isSame(this.#past, asOf))
      this.#past = { past: now.clockSet ? new Past(this, phases, now) : undefined, ...asOf };
    return this.#past.past;
  }

  /** Adds one reading. A retained value is known, but never enters an hour or a day: its time is unknown. */
  add(arrived: Reading): void {
    const before = this.#latest;
    const heard = withHeardOf(before, Object.keys(arrived.values) as Quantity[], arrived.at);
    const present = withoutFormerTariffs(heard, arrived);
    const reading = withTariffSums(arrived, present);
    this.#latest = withReading(present, reading);
    if (reading.retained) {
      this.#endReplaced(before, reading.at);
      return;
    }
    this.#identity = { ...this.#identity, ...reading.identity };
    this.#recent.add(reading);
    const held = this.#heldUntil(before, (quantity) => reading.values[quantity] !== undefined, reading.at);
    this.#enter({ at: reading.at, reading, held, series: this.#latest.series });
  }

  /** What held until it was replaced by a kept value counts; the kept value does not. */
  #endReplaced(before: Latest, at: Now): void {
    const held = this.#heldUntil(before, (quantity) => before.known[quantity] !== this.#latest.known[quantity], at);
    if (held.length > 0) this.#enter({ at, held, series: this.#latest.series });
  }

  /** Notes that the meter has these quantities, though their values could not be read or are impossible. */
  heardOf(quantities: readonly Quantity[], at: Now): void {
    this.#latest = withHeardOf(this.#latest, quantities, at);
  }

  /** Notes that something came live and could not be read. */
  unreadable(at: Now): void {
    this.#latest = { ...this.#latest, unreadableAt: at };
  }

  /** Notes the reader's own status. */
  readerStatus(online: boolean, at: Now, retained = false): void {
    this.#latest = withReaderStatus(this.#latest, online, at, retained);
  }

  /** Notes what the reader says of itself. */
  readerDiagnostics(diagnostics: Diagnostics): void {
    this.#latest = { ...this.#latest, diagnostics };
  }

  /** Notes whether the sender of the latest message publishes only changes. */
  sendsChangesOnly(isSo: boolean): void {
    this.#latest = withChangesOnly(this.#latest, isSo);
  }

  /** Notes that the reader has no value of these quantities now. */
  noValue(quantities: readonly Quantity[], at: Now): void {
    const held = this.#heldUntil(this.#latest, (quantity) => quantities.includes(quantity), at);
    this.#latest = withoutValues(withHeardOf(this.#latest, quantities, at), quantities);
    if (held.length > 0) this.#enter({ at, held, series: this.#latest.series });
  }

  /** Forgets the values of these quantities, and of sums of them, since an instant: they were read wrongly. */
  forget(quantities: readonly Quantity[], sinceMonoMs: number, now: Now): void {
    const all = withSumsOf(quantities, this.#latest);
    this.#latest = withoutQuantities(this.#latest, all);
    this.#waiting = this.#waiting.map((event) =>
      event.at.monoMs < sinceMonoMs ? event : withoutThese(event, all, sinceMonoMs),
    );
    this.#recent.forget(all, sinceMonoMs);
    const fromMs = now.wallMs - (now.monoMs - sinceMonoMs);
    for (const quantity of all) this.series.forget(quantity, fromMs);
    this.#past = undefined;
  }

  /**
   * Adds energy that another program knew, where nothing is known of it.
   * @param now with its clock set
   * @param isKnownOfOld see {@link BackfillTarget}
   */
  backfill(
    spans: readonly EnergySpan[],
    now: Now,
    isKnownOfOld: (direction: Direction, quarterMs: number) => boolean,
  ): Backfilled {
    this.series.advance(now.wallMs);
    this.#past = undefined;
    return backfill(spans, { series: this.series, past: new Past(this, 3, now), isKnownOfOld });
  }

  /** Once the clock is set, places what came before by its distance on the monotonic clock. */
  placeWaiting(now: Now): void {
    if (!now.clockSet || this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const event of waiting) this.#place(now.wallMs - (now.monoMs - event.at.monoMs), event);
  }

  #enter(event: Event): void {
    if (event.at.clockSet) {
      this.placeWaiting(event.at);
      this.#place(event.at.wallMs, event);
      return;
    }
    this.#waiting.push(event);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
  }

  #place(wallMs: number, { at, reading, held, series }: Event): void {
    this.#past = undefined;
    const wallOf = (monoMs: number) => wallMs - (at.monoMs - monoMs);
    this.series.advance(wallMs);
    for (const { quantity, value, fromMonoMs, toMonoMs } of held)
      this.series.hold(quantity, value, wallOf(fromMonoMs), wallOf(toMonoMs));
    if (!reading) return;
    for (const [quantity, value] of valueEntries(reading.values)) {
      if (isCounter(quantity)) this.series.count(quantity, { atMs: wallMs, value, series: series[quantity] ?? 0 });
    }
    if (reading.isPart) return;
    this.#telegrams += 1;
    this.series.count(TELEGRAMS, { atMs: wallMs, value: this.#telegrams, series: 0 });
  }

  #heldUntil(latest: Latest, ends: (quantity: Quantity) => boolean, { monoMs }: Now): Held[] {
    return heldUntil(latest, { ends, monoMs, written: this.#written });
  }

  /**
   * Loads what the store kept, see {@link SeriesKeeper.restore}. Call it before anything is added.
   * @returns false when something was left
   * @throws WattframeError `HISTORY_READ` or `HISTORY_NEWER`
   */
  async restore(now: Now, isLate: IsLate = () => false): Promise<boolean> {
    if (!this.#keeper) return true;
    const { series, identity, isWhole } = await this.#keeper.restore(now, isLate);
    this.#latest = { ...this.#latest, series };
    this.#identity = identity;
    this.#past = undefined;
    this.#telegrams = this.series.lastBefore(TELEGRAMS, Infinity)?.value ?? 0;
    return isWhole;
  }

  /**
   * Stores what came since the last time, up to now, see {@link SeriesKeeper.save}.
   * @throws WattframeError `HISTORY_WRITE` or `HISTORY_NEWER`
   */
  async save(now: Now): Promise<void> {
    if (!this.#keeper || !now.clockSet) return;
    this.#writeHeld(now);
    await this.#keeper.save({ series: this.#latest.series, identity: this.#identity });
  }

  /** True while the store has lost what was in it, and did not get all of it back. */
  get isLost(): boolean {
    return this.#keeper?.isLost ?? false;
  }

  /** Gives a store that has lost what was in it all that is still known, see {@link SeriesKeeper.refill}. */
  async refill(isEnough: () => boolean): Promise<void> {
    await this.#keeper?.refill(isEnough);
  }

  /** Writes what holds until now, so that it is not lost with the process. */
  #writeHeld(now: Now): void {
    this.placeWaiting(now);
    const held = this.#heldUntil(this.#latest, () => true, now);
    this.#place(now.wallMs, { at: now, held, series: this.#latest.series });
    for (const { quantity, toMonoMs } of held) this.#written.set(quantity, toMonoMs);
  }
}

const COUNTERS = QUANTITIES.filter(({ kind }) => kind === "counter").map(({ key }) => key);

function isSame(a: PastAsOf, b: PastAsOf): boolean {
  const { wallMs, monoMs, clockSet, phases, latest } = b;
  return (
    a.wallMs === wallMs && a.monoMs === monoMs && a.clockSet === clockSet && a.phases === phases && a.latest === latest
  );
}

function isCounter(quantity: Quantity): boolean {
  return QUANTITY.get(quantity)?.kind === "counter";
}
