import type { Now } from "../meter/now.ts";
import { QUANTITIES, type Quantity, without } from "../meter/quantity.ts";
import type { Reading } from "../meter/reading.ts";
import {
  type Latest,
  NOTHING_KNOWN,
  withHeardOf,
  withoutQuantities,
  withoutValues,
  withReaderStatus,
  withReading,
} from "./latest.ts";
import { MinuteRing } from "./minute-ring.ts";
import { withTariffSums } from "./tariff-sums.ts";
import { TelegramRing } from "./telegram-ring.ts";

const HOUR_MS = 3_600_000;
/** A little more than a day, so that a day's chart is whole on the day that has 25 hours. */
const TELEGRAM_SPAN_MS = 26 * HOUR_MS;
const MINUTE_DAYS = 8;
/** Readings that wait for the clock to be set: about four hours at one a second. The oldest go first. */
const MAX_WAITING = 16_384;

/** What a durable history stores and gives back; the memory below works without one. */
export interface HistoryStore {
  /** Called with each reading once its wall time is certain. */
  append(wallMs: number, reading: Reading): void;
}

/**
 * What one meter has told: the latest of everything, every telegram of a day, minutes of eight days.
 * A reading enters the rings only when its wall time is certain; until the clock is set it waits, and is then placed
 * by how long ago it came on the monotonic clock.
 */
export class History {
  readonly telegrams: TelegramRing;
  readonly minutes: MinuteRing;
  #latest: Latest = NOTHING_KNOWN;
  #waiting: Reading[] = [];
  readonly #store: HistoryStore | undefined;

  constructor(store?: HistoryStore, rings: Pick<History, "telegrams" | "minutes"> = emptyRings()) {
    this.#store = store;
    this.telegrams = rings.telegrams;
    this.minutes = rings.minutes;
  }

  /** The same in memory of its own: what either takes in from now on, the other does not know. Nothing of it is stored. */
  copy(): History {
    const copy = new History(undefined, { telegrams: this.telegrams.copy(), minutes: this.minutes.copy() });
    copy.#latest = this.#latest;
    copy.#waiting = [...this.#waiting];
    return copy;
  }

  /** The last value of everything. */
  get latest(): Latest {
    return this.#latest;
  }

  /** Takes in one reading. What the broker had kept is known, but never enters an hour or a day: its time is unknown. */
  add(told: Reading): void {
    this.#latest = withHeardOf(this.#latest, Object.keys(told.values) as Quantity[], told.at);
    const reading = withTariffSums(told, this.#latest);
    this.#latest = withReading(this.#latest, reading);
    if (reading.retained) return;
    if (!reading.at.clockSet) {
      this.#waiting.push(reading);
      if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
      return;
    }
    this.placeWaiting(reading.at);
    this.#place(reading.at.wallMs, reading);
  }

  /** Takes in that the meter has these quantities, though what came of them cannot be read or cannot be. */
  heardOf(quantities: readonly Quantity[], at: Now): void {
    this.#latest = withHeardOf(this.#latest, quantities, at);
  }

  /** Takes in that something came live and could not be read. */
  unreadable(at: Now): void {
    this.#latest = { ...this.#latest, unreadableAt: at };
  }

  /** Takes in what the reader said of itself. */
  readerStatus(online: boolean, at: Now): void {
    this.#latest = withReaderStatus(this.#latest, online, at);
  }

  /** Takes in that the reader has no value of these quantities now. */
  noValue(quantities: readonly Quantity[], at: Now): void {
    this.#latest = withoutValues(withHeardOf(this.#latest, quantities, at), quantities);
  }

  /** Forgets what was taken in of these quantities, and of sums of them, since an instant: it was read wrongly. */
  forget(quantities: readonly Quantity[], sinceMonoMs: number, now: Now): void {
    const all = withSumsOf(quantities, this.#latest);
    this.#latest = withoutQuantities(this.#latest, all);
    this.#waiting = this.#waiting.map((reading) =>
      reading.at.monoMs < sinceMonoMs ? reading : { ...reading, values: without(reading.values, all) },
    );
    const fromMs = now.wallMs - (now.monoMs - sinceMonoMs);
    for (const quantity of all) {
      this.telegrams.forget(quantity, fromMs);
      this.minutes.forget(quantity, fromMs);
    }
  }

  /** Once the clock is set, places what came before by its distance on the monotonic clock. */
  placeWaiting(now: Now): void {
    if (!now.clockSet || this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const reading of waiting) this.#place(now.wallMs - (now.monoMs - reading.at.monoMs), reading);
  }

  #place(wallMs: number, reading: Reading): void {
    this.telegrams.add(wallMs, reading.values);
    this.minutes.add(wallMs, reading.values);
    this.#store?.append(wallMs, reading);
  }
}

/** These quantities, and the totals that are summed of any of them. */
function withSumsOf(quantities: readonly Quantity[], { known }: Latest): Quantity[] {
  const sums = QUANTITIES.map(({ key }) => key).filter((key) =>
    known[key]?.summed?.some((part) => quantities.includes(part)),
  );
  return [...quantities, ...sums];
}

function emptyRings(): Pick<History, "telegrams" | "minutes"> {
  return { telegrams: new TelegramRing(TELEGRAM_SPAN_MS), minutes: new MinuteRing(MINUTE_DAYS) };
}
