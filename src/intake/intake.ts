import { WattframeError } from "../errors.ts";
import type { History } from "../history/history.ts";
import type { AssumedUnits } from "../meter/assumed-unit.ts";
import type { Message } from "../meter/message.ts";
import type { Now } from "../meter/now.ts";
import { type Quantity, type Values, without } from "../meter/quantity.ts";
import type { Reading } from "../meter/reading.ts";
import { HOME_ASSISTANT_STATUS, isDiscoveryTopic } from "../meter/wire/discovery.ts";
import { quantityReadInAnotherUnit } from "../meter/wire/esphome.ts";
import type { TelegramValues } from "../meter/wire/wattframe-reader.ts";
import type { Decoded, WireOptions } from "../meter/wire/wire-format.ts";
import { meterDecoder, quantitiesOfTopic, wireFormatOf } from "../meter/wire/wire-formats.ts";
import type { NoticeLog } from "../throttled-log.ts";
import { type BurstState, burstQuiet, burstStep, NO_BURSTS } from "./burst.ts";
import type { FailureStore } from "./failure-store.ts";
import { IntakeNotices } from "./intake-notices.ts";
import type { SenseLimits } from "./plausibility.ts";
import { ReadingEntry } from "./reading-entry.ts";
import { ToldUnits } from "./told-units.ts";
import { TopicStore } from "./topic-store.ts";

/** What one message brought. */
export interface Taken {
  /** True when a telegram is whole: time to draw. */
  readonly complete: boolean;
  /** Until when more topics of the same telegram may come, monotonic; then `flush` is due. */
  readonly quietUntilMonoMs?: number;
}

const NOTHING: Taken = { complete: false };

/** What an intake has to know of its meter. */
export interface IntakeMeter extends SenseLimits {
  /** For the log; the prefix by default. */
  readonly name?: string;
  readonly prefix: string;
  readonly wire: WireOptions;
}

/** All telegrams of a message count as having come at one instant; a message of thousands is no meter's. */
const MAX_TELEGRAMS = 64;

/** Values that wait for the rest of their telegram. */
interface Pending {
  readonly values: Values;
  readonly at: Now;
  /** When the first of them came, on the monotonic clock. */
  readonly startMonoMs: number;
  readonly format: string | undefined;
  readonly assumed: AssumedUnits;
}

/**
 * The messages of one meter on their way into its history: decoded, joined to telegrams, every fault logged once a day.
 * Nothing is thrown: a message that cannot be read is a fault of that message, a defect of the program is logged as
 * `INTERNAL`, and the next message is taken in as if nothing had happened.
 */
export class Intake {
  readonly topics = new TopicStore();
  readonly #told: ToldUnits;
  #meter: IntakeMeter;
  #wire: WireOptions;
  #decode: ReturnType<typeof meterDecoder>;
  readonly #history: History;
  readonly #notices: IntakeNotices;
  #burst: BurstState = NO_BURSTS;
  readonly #entry: ReadingEntry;
  #pending: Pending | undefined;
  #isFirstTelegram = true;
  #startedMonoMs: number | undefined;

  constructor(meter: IntakeMeter, history: History, log: NoticeLog) {
    this.#meter = meter;
    this.#told = new ToldUnits(meter.prefix);
    this.#wire = { ...meter.wire, told: this.#told };
    this.#decode = meterDecoder(this.#wire);
    this.#history = history;
    this.#notices = new IntakeNotices(meter, log);
    this.#entry = new ReadingEntry(meter, history, this.#notices);
  }

  /** What could not be read, the last of each kind. */
  get failures(): FailureStore {
    return this.#notices.failures;
  }

  /** How this meter's messages are read: the configuration's word, and what the reader announced of itself. */
  get wire(): WireOptions {
    return this.#wire;
  }

  /**
   * Goes on with the same meter, its prefix the same, as another configuration has it. What came in and is under way stays;
   * what the log was told is forgotten only with the meter's name. Units that were found wrong are weighed again, for the
   * fuse or the mapping may have been set right.
   */
  change(meter: IntakeMeter, log: NoticeLog): void {
    this.#notices.change(meter, log);
    this.#meter = meter;
    this.#wire = { ...meter.wire, told: this.#told };
    this.#decode = meterDecoder(this.#wire);
    this.#entry.change(meter);
  }

  /** Whether a topic concerns this meter: its prefix, one below it, or one on which readers announce their sensors. */
  isMine(topic: string): boolean {
    return this.isBelow(topic) || topic === HOME_ASSISTANT_STATUS || isDiscoveryTopic(topic);
  }

  /** Whether a topic is the meter's prefix or one below it. */
  isBelow(topic: string): boolean {
    return topic === this.#meter.prefix || topic.startsWith(`${this.#meter.prefix}/`);
  }

  /** A connection to the broker was made: its first telegram is logged, and what comes just then may be sent again. */
  connected(monoMs: number): void {
    this.#isFirstTelegram = true;
    this.#entry.connected(monoMs);
  }

  /** Takes in one message. */
  take(message: Message): Taken {
    return this.#guarded(message.at.monoMs, NOTHING, () => this.#take(message));
  }

  /** Lets time pass: ends a telegram whose last topic did not come, or says until when more of it may come. */
  quiet(monoMs: number): Taken {
    return this.#guarded(monoMs, NOTHING, () => {
      const { state, complete, quietUntilMonoMs } = burstQuiet(this.#burst, monoMs);
      this.#burst = state;
      if (quietUntilMonoMs !== undefined) return { complete: false, quietUntilMonoMs };
      return { complete: complete && this.#flush() };
    });
  }

  /** Ends a telegram whatever is still to come; true when there was one. */
  flush(): boolean {
    return this.#guarded(this.#pending?.at.monoMs ?? 0, false, () => this.#flush());
  }

  #guarded<Result>(monoMs: number, otherwise: Result, work: () => Result): Result {
    try {
      return work();
    } catch (thrown) {
      this.#notices.defect(thrown, monoMs);
      return otherwise;
    }
  }

  #take(message: Message): Taken {
    this.#startedMonoMs ??= message.at.monoMs;
    if (!this.isBelow(message.topic)) return this.#hearOthers(message);
    if (!this.topics.keep(message)) this.#notices.tooManyTopics(message.at);
    const topic = message.topic.slice(this.#meter.prefix.length + 1);
    const decoded = this.#decoded(topic, message);
    this.#notices.refusedTelegrams(decoded, message);
    const told = decoded.filter(({ kind }) => kind !== "refused");
    if (told.length < decoded.length && !message.retained) this.#history.unreadable(message.at);
    if (told.length > MAX_TELEGRAMS) this.#notices.tooManyTelegrams(told.length, MAX_TELEGRAMS, message.at);
    return told
      .slice(-MAX_TELEGRAMS)
      .map((item) => this.#enter(item, topic, message))
      .reduce(later, NOTHING);
  }

  /** Takes what concerns more than this meter. Values that were read in another unit than discovery tells were never true. */
  #hearOthers(message: Message): Taken {
    const isBirth = message.topic === HOME_ASSISTANT_STATUS && !message.retained && isOnlineWord(message.payload);
    if (isBirth) this.#entry.republisherStarted(message.at.monoMs);
    for (const { topic, before } of this.#told.take(message)) {
      const quantity = quantityReadInAnotherUnit(topic, before, this.wire);
      if (quantity === undefined) continue;
      if (this.#pending) this.#pending = { ...this.#pending, values: without(this.#pending.values, [quantity]) };
      // What an earlier message told stood until now; what nobody told never did.
      this.#history.forget([quantity], before ? message.at.monoMs : (this.#startedMonoMs ?? 0), message.at);
    }
    return NOTHING;
  }

  #decoded(topic: string, message: Message): readonly Decoded[] {
    try {
      return this.#decode(topic, message.payload) ?? [];
    } catch (thrown) {
      this.#notices.unreadable(thrown, topic, message);
      if (!(thrown instanceof WattframeError)) return [];
      this.#history.heardOf(quantitiesOfTopic(topic, this.#wire), message.at);
      if (!message.retained) this.#history.unreadable(message.at);
      return [];
    }
  }

  #flush(): boolean {
    if (!this.#pending) return false;
    const { values, at, startMonoMs, format, assumed } = this.#pending;
    this.#pending = undefined;
    this.#add({ values, at, retained: false }, startMonoMs, format, assumed);
    return true;
  }

  #enter(item: Decoded, topic: string, message: Message): Taken {
    switch (item.kind) {
      case "status":
        this.#entry.status(item.online, message);
        return { complete: !item.online };
      case "refused":
        return NOTHING; // it was noticed already
      case "values":
        return this.#enterValues(item, topic, message);
      case "ignored":
        return NOTHING;
    }
  }

  #enterValues(item: TelegramValues, topic: string, message: Message): Taken {
    if (item.whole) this.topics.keepTelegram(message, item);
    if (item.none) this.#withdraw(item.none, message.at);
    this.#notices.telegram(item, message);
    const format = this.#isFirstTelegram ? wireFormatOf(topic, message.payload, this.#wire)?.id : undefined;
    if (message.retained || item.whole) {
      this.#flush();
      const { at, retained } = message;
      this.#add({ ...readingOf(item), at, retained }, at.monoMs, format, assumedIn(item));
      return { complete: !message.retained };
    }
    // A reader's own sensors (its signal, its uptime) go on though the meter is silent: they renew nothing.
    if (Object.keys(item.values).length === 0) return NOTHING;
    const step = burstStep(this.#burst, { topic, monoMs: message.at.monoMs });
    this.#burst = step.state;
    const before = step.endedBefore && this.#flush();
    this.#pending = {
      values: { ...this.#pending?.values, ...item.values },
      at: message.at,
      startMonoMs: this.#pending?.startMonoMs ?? message.at.monoMs,
      format,
      assumed: { ...this.#pending?.assumed, ...assumedIn(item) },
    };
    const complete = (step.complete && this.#flush()) || before;
    return step.quietUntilMonoMs === undefined ? { complete } : { complete, quietUntilMonoMs: step.quietUntilMonoMs };
  }

  /** The reader has no value of these now. What came before in the same telegram was true when it came. */
  #withdraw(quantities: readonly Quantity[], at: Now): void {
    if (quantities.some((quantity) => this.#pending?.values[quantity] !== undefined)) this.#flush();
    this.#history.noValue(quantities, at);
  }

  #add(reading: Reading, startMonoMs: number, format: string | undefined, assumed: AssumedUnits): void {
    if (!reading.retained && this.#isFirstTelegram) {
      this.#isFirstTelegram = false;
      this.#notices.firstTelegram(reading.values, reading.at, format);
    }
    this.#entry.add(reading, startMonoMs, assumed);
  }
}

/** What a message says by itself, without when it came. */
function readingOf(item: TelegramValues): Omit<Reading, "at" | "retained"> {
  const { values, whole, meterClock, sequence, check, identity } = item;
  return {
    values,
    ...(whole && { isTelegram: whole }),
    ...(meterClock !== undefined && { meterClock }),
    ...(sequence && { sequence }),
    ...(check ? { check } : identity && { identity }),
  };
}

const isOnlineWord = (payload: Uint8Array): boolean => new TextDecoder().decode(payload.subarray(0, 16)) === "online";

function assumedIn({ values, assumed }: TelegramValues): AssumedUnits {
  return assumed ? Object.fromEntries(Object.keys(values).map((quantity) => [quantity, assumed])) : {};
}

function later(a: Taken, b: Taken): Taken {
  const quiet = b.quietUntilMonoMs ?? a.quietUntilMonoMs;
  return { complete: a.complete || b.complete, ...(quiet === undefined ? {} : { quietUntilMonoMs: quiet }) };
}
