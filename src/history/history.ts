import type { Now } from "../meter/now.ts";
import { QUANTITIES, QUANTITY, type Quantity, without } from "../meter/quantity.ts";
import type { Reading } from "../meter/reading.ts";
import { heldUntilMonoMs } from "./freshness.ts";
import {
  type Latest,
  NOTHING_KNOWN,
  valueEntries,
  withHeardOf,
  withoutQuantities,
  withoutValues,
  withReaderStatus,
  withReading,
} from "./latest.ts";
import { MinuteRing } from "./minute-ring.ts";
import { Past } from "./past.ts";
import { withTariffSums } from "./tariff-sums.ts";
import { TelegramRing } from "./telegram-ring.ts";

const HOUR_MS = 3_600_000;
/** A little more than a day, so that a day's chart is whole on the day that has 25 hours. */
const TELEGRAM_SPAN_MS = 26 * HOUR_MS;
const MINUTE_DAYS = 8;
/** Events that wait for the clock to be set: about four hours at one a second. The oldest go first. */
const MAX_WAITING = 16_384;

/** What a durable history stores and gives back; the memory below works without one. */
export interface HistoryStore {
  /** Called with each reading once its wall time is certain. */
  append(wallMs: number, reading: Reading): void;
}

/** What enters the rings, once the wall time is certain: a reading, and how long the values held that it ends. */
interface Event {
  readonly at: Now;
  readonly reading?: Reading;
  readonly held: readonly Held[];
  /** The series of each counter. */
  readonly series: Latest["series"];
}

/** What a past depends on; every change of the history is a change of its latest values too, or makes it forget the past. */
interface PastAsOf extends Now {
  readonly phases: 1 | 3;
  readonly latest: Latest;
}

/** How long a value held, on the monotonic clock. */
interface Held {
  readonly quantity: Quantity;
  readonly value: number;
  readonly fromMonoMs: number;
  readonly toMonoMs: number;
}

/**
 * What one meter has told: the latest of everything, every telegram of a day, powers and counters by the minutes of eight days.
 * A reading enters the rings only when its wall time is certain; until the clock is set it waits, and is then placed
 * by how long ago it came on the monotonic clock.
 */
export class History {
  readonly telegrams: TelegramRing;
  readonly minutes: MinuteRing;
  #latest: Latest = NOTHING_KNOWN;
  #waiting: Event[] = [];
  /** The past that was last asked for, and as of what. */
  #past: (PastAsOf & { readonly past: Past | undefined }) | undefined;
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

  /**
   * The past as of an instant; undefined while the clock is not set. The same object answers until something comes in,
   * so that whoever asks at the same instant shares its work.
   * @param phases how many phases the meter has
   */
  past(now: Now, phases: 1 | 3): Past | undefined {
    const asOf: PastAsOf = { ...now, phases, latest: this.#latest };
    if (!this.#past || !isSame(this.#past, asOf))
      this.#past = { ...asOf, past: now.clockSet ? new Past(this, phases, now) : undefined };
    return this.#past.past;
  }

  /** Takes in one reading. What the broker had kept is known, but never enters an hour or a day: its time is unknown. */
  add(told: Reading): void {
    const before = this.#latest;
    const heard = withHeardOf(before, Object.keys(told.values) as Quantity[], told.at);
    const reading = withTariffSums(told, heard);
    this.#latest = withReading(heard, reading);
    if (reading.retained) {
      this.#endReplaced(before, reading.at);
      return;
    }
    const held = heldUntil(before, (quantity) => reading.values[quantity] !== undefined, reading.at);
    this.#enter({ at: reading.at, reading, held, series: this.#latest.series });
  }

  /** What held until it was replaced by a kept value counts; the kept value does not. */
  #endReplaced(before: Latest, at: Now): void {
    const held = heldUntil(before, (quantity) => before.known[quantity] !== this.#latest.known[quantity], at);
    if (held.length > 0) this.#enter({ at, held, series: this.#latest.series });
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
  readerStatus(online: boolean, at: Now, retained = false): void {
    this.#latest = withReaderStatus(this.#latest, online, at, retained);
  }

  /** Takes in that the reader has no value of these quantities now. */
  noValue(quantities: readonly Quantity[], at: Now): void {
    const held = heldUntil(this.#latest, (quantity) => quantities.includes(quantity), at);
    this.#latest = withoutValues(withHeardOf(this.#latest, quantities, at), quantities);
    if (held.length > 0) this.#enter({ at, held, series: this.#latest.series });
  }

  /** Forgets what was taken in of these quantities, and of sums of them, since an instant: it was read wrongly. */
  forget(quantities: readonly Quantity[], sinceMonoMs: number, now: Now): void {
    const all = withSumsOf(quantities, this.#latest);
    this.#latest = withoutQuantities(this.#latest, all);
    this.#waiting = this.#waiting.map((event) => (event.at.monoMs < sinceMonoMs ? event : withoutThese(event, all)));
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
    this.minutes.advance(wallMs);
    for (const { quantity, value, fromMonoMs, toMonoMs } of held)
      this.minutes.hold(quantity, value, wallOf(fromMonoMs), wallOf(toMonoMs));
    if (!reading) return;
    for (const [quantity, value] of valueEntries(reading.values)) {
      if (isCounter(quantity)) this.minutes.count(quantity, { atMs: wallMs, value, series: series[quantity] ?? 0 });
    }
    this.telegrams.add(wallMs, reading.values);
    this.#store?.append(wallMs, reading);
  }
}

/** These quantities, and the totals that are summed of any of them. */
function withSumsOf(quantities: readonly Quantity[], { known }: Latest): Quantity[] {
  const sums = QUANTITIES.map(({ key }) => key).filter((key) =>
    known[key]?.summed?.some((part) => quantities.includes(part.quantity)),
  );
  return [...quantities, ...sums];
}

function withoutThese({ reading, held, ...event }: Event, quantities: readonly Quantity[]): Event {
  return {
    ...event,
    held: held.filter(({ quantity }) => !quantities.includes(quantity)),
    ...(reading && { reading: { ...reading, values: without(reading.values, quantities) } }),
  };
}

/** Powers: of other instant values the past is not asked. */
const POWERS = QUANTITIES.filter(({ unit }) => unit === "W").map(({ key }) => key);

/** How long the powers that end now have held, each as long as it was fresh. */
function heldUntil(latest: Latest, ends: (quantity: Quantity) => boolean, { monoMs }: Now): Held[] {
  const held: Held[] = [];
  for (const quantity of POWERS) {
    const known = latest.known[quantity];
    if (!known || known.retained || known.withdrawn || !ends(quantity)) continue;
    const toMonoMs = heldUntilMonoMs(latest, known, monoMs);
    if (toMonoMs > known.at.monoMs) held.push({ quantity, value: known.value, fromMonoMs: known.at.monoMs, toMonoMs });
  }
  return held;
}

function isSame(a: PastAsOf, b: PastAsOf): boolean {
  const { wallMs, monoMs, clockSet, phases, latest } = b;
  return (
    a.wallMs === wallMs && a.monoMs === monoMs && a.clockSet === clockSet && a.phases === phases && a.latest === latest
  );
}

function isCounter(quantity: Quantity): boolean {
  return QUANTITY.get(quantity)?.kind === "counter";
}

function emptyRings(): Pick<History, "telegrams" | "minutes"> {
  return { telegrams: new TelegramRing(TELEGRAM_SPAN_MS), minutes: new MinuteRing(MINUTE_DAYS) };
}
