import { isOwnDefect } from "../errors.ts";
import type { History } from "../history/history.ts";
import type { AssumedUnits } from "../meter/assumed-unit.ts";
import type { Message } from "../meter/message.ts";
import type { Now } from "../meter/now.ts";
import type { Quantity } from "../meter/quantity.ts";
import type { Reading } from "../meter/reading.ts";
import { instantsOf, isAhead } from "../meter/sender-time.ts";
import { isAtOrBelow } from "../meter/topic-prefix.ts";
import type { Decoded, DecodedValues } from "../meter/wire/decoded.ts";
import { isDiscoveryTopic } from "../meter/wire/discovery.ts";
import { announcesStart, bridgeStatus, isRepublisherTopic } from "../meter/wire/republishers.ts";
import type { WireOptions } from "../meter/wire/wire-format.ts";
import type { NoticeLog } from "../throttled-log.ts";
import type { FailureStore } from "./failure-store.ts";
import { IntakeNotices } from "./intake-notices.ts";
import { combined, type IntakeResult, NOTHING } from "./intake-result.ts";
import { MessageDecoder } from "./message-decoder.ts";
import type { PlausibilityLimits } from "./plausibility.ts";
import { ReadingEntry } from "./reading-entry.ts";
import { type JoinedTelegram, TelegramJoiner } from "./telegram-joiner.ts";
import { TopicStore } from "./topic-store.ts";

/** Meter of an intake. */
export interface IntakeMeter extends PlausibilityLimits {
  /** Name in the log; the prefix by default. */
  readonly name?: string;
  readonly prefix: string;
  readonly wire: WireOptions;
}

/** Limit of telegrams in one message, which all count as having come at one instant; no meter sends thousands. */
const MAX_TELEGRAMS = 64;

/**
 * Steps from one meter's messages to its history: decoding, joining to telegrams, plausibility; every fault is logged once
 * a day. It throws nothing: a message that cannot be read is a fault of that message, a defect of the program is logged as
 * `INTERNAL`, and the next message is taken as if nothing had happened. It has no timer; see {@link MeterSession}.
 */
export class Intake {
  readonly topics = new TopicStore();
  readonly #history: History;
  readonly #notices: IntakeNotices;
  readonly #decoder: MessageDecoder;
  readonly #joiner: TelegramJoiner;
  readonly #entry: ReadingEntry;
  #meter: IntakeMeter;
  #isFirstTelegram = true;
  #startedMonoMs: number | undefined;

  constructor(meter: IntakeMeter, history: History, log: NoticeLog) {
    this.#meter = meter;
    this.#history = history;
    this.#notices = new IntakeNotices(meter, log);
    this.#decoder = new MessageDecoder(meter.prefix, meter.wire);
    this.#entry = new ReadingEntry(meter, history, this.#notices);
    this.#joiner = new TelegramJoiner((telegram) => this.#addJoined(telegram));
  }

  /** Messages that could not be read, the last of each kind. */
  get failures(): FailureStore {
    return this.#notices.failures;
  }

  /** Options by which this meter's messages are read: the configuration's, and the units that the reader announced. */
  get wire(): WireOptions {
    return this.#decoder.options;
  }

  /**
   * Continues with the same meter, its prefix unchanged, under another configuration. Telegrams under way are kept; the log
   * starts afresh only when the meter's name changes. Units found wrong are examined again, for the fuse or the mapping may
   * have been corrected.
   */
  change(meter: IntakeMeter, log: NoticeLog): void {
    this.#notices.change(meter, log);
    this.#meter = meter;
    this.#decoder.change(meter.wire);
    this.#entry.change(meter);
  }

  /** Returns whether a topic concerns this meter: its prefix, one below it, or one on which sensors or starts are announced. */
  isMine(topic: string): boolean {
    return this.isBelow(topic) || isRepublisherTopic(topic) || isDiscoveryTopic(topic);
  }

  /** Returns whether a topic is the meter's prefix or one below it. */
  isBelow(topic: string): boolean {
    return isAtOrBelow(this.#meter.prefix, topic);
  }

  /** Notes a new connection to the broker: its first telegram is logged, and the reader may repeat messages now. */
  connected(monoMs: number): void {
    this.#isFirstTelegram = true;
    this.#entry.connected(monoMs);
  }

  /** Takes one message. */
  take(message: Message): IntakeResult {
    return this.#guarded(message.at.monoMs, NOTHING, () => this.#take(message));
  }

  /** Ends a telegram whose last topic did not arrive, or returns until when more of it may arrive. */
  onSilence(monoMs: number): IntakeResult {
    return this.#guarded(monoMs, NOTHING, () => this.#joiner.onSilence(monoMs));
  }

  /** Ends the telegram under way without waiting; returns true when there was one. */
  flush(): boolean {
    return this.#guarded(this.#joiner.lastMonoMs ?? 0, false, () => this.#joiner.flush());
  }

  #guarded<Result>(monoMs: number, otherwise: Result, work: () => Result): Result {
    try {
      return work();
    } catch (thrown) {
      this.#notices.defect(thrown, monoMs);
      return otherwise;
    }
  }

  #take(message: Message): IntakeResult {
    this.#startedMonoMs ??= message.at.monoMs;
    if (!this.isBelow(message.topic)) return this.#readAnnouncement(message);
    if (!this.topics.keep(message)) this.#notices.tooManyTopics(message.at);
    const topic = message.topic.slice(this.#meter.prefix.length + 1);
    const decoded = this.#decoded(topic, message);
    this.#notices.refusedTelegrams(decoded, message);
    const accepted = decoded.filter(({ kind }) => kind !== "refused");
    if (accepted.length < decoded.length && !message.retained) this.#history.unreadable(message.at);
    if (accepted.length > MAX_TELEGRAMS) this.#notices.tooManyTelegrams(accepted.length, MAX_TELEGRAMS, message.at);
    return accepted
      .slice(-MAX_TELEGRAMS)
      .map((item) => this.#enter(item, topic, message))
      .reduce(combined, NOTHING);
  }

  /** Takes a message that concerns more than this meter. Values read in another unit than announced were never true. */
  #readAnnouncement(message: Message): IntakeResult {
    const isBirth = isRepublisherTopic(message.topic) && !message.retained && announcesStart(message.payload);
    if (isBirth) this.#entry.republisherStarted(message.at.monoMs);
    for (const { quantity, wasAnnounced } of this.#decoder.announce(message)) {
      this.#joiner.drop(quantity);
      // An earlier announcement was valid until now; a unit that was only assumed never was.
      this.#history.forget([quantity], wasAnnounced ? message.at.monoMs : (this.#startedMonoMs ?? 0), message.at);
    }
    const isBridgeOnline = bridgeStatus(message, this.#meter.prefix);
    if (isBridgeOnline !== undefined) this.#entry.bridgeStatus(isBridgeOnline, message);
    return { complete: isBridgeOnline === false };
  }

  #decoded(topic: string, message: Message): readonly Decoded[] {
    try {
      const decoded = this.#decoder.decode(topic, message.payload);
      const { format } = this.#decoder.options;
      if (decoded === undefined && format !== undefined) this.#notices.unread(format, message);
      return decoded ?? [];
    } catch (thrown) {
      this.#notices.unreadable(thrown, topic, message);
      if (isOwnDefect(thrown)) return [];
      this.#history.heardOf(this.#decoder.quantitiesOf(topic), message.at);
      if (!message.retained) this.#history.unreadable(message.at);
      return [];
    }
  }

  #enter(item: Decoded, topic: string, message: Message): IntakeResult {
    switch (item.kind) {
      case "status":
        this.#entry.status(item.online, message);
        return { complete: !item.online };
      case "values":
        return this.#enterValues(item, topic, message);
      case "diagnostics":
        this.#history.readerDiagnostics(item.diagnostics);
        return NOTHING;
      case "refused": // it has been reported
      case "ignored":
        return NOTHING;
    }
  }

  #enterValues(item: DecodedValues, topic: string, message: Message): IntakeResult {
    if (item.whole) this.topics.keepTelegram(message, item);
    if (item.none) this.#withdraw(item.none, message.at);
    this.#notices.telegram(item, message);
    const format = this.#isFirstTelegram ? this.#decoder.formatOf(topic, message.payload) : undefined;
    const { at, retained } = message;
    // A reader of one value a topic that said the same twice does not send changes alone, whatever its format can do.
    const isChanges = item.changesOnly === true && (item.whole || !this.#history.latest.repeats);
    if (Object.keys(item.values).length > 0) this.#history.sendsChangesOnly(isChanges);
    const instants = instantsOf(item, at);
    if (isAhead(item, at)) this.#notices.clockAhead(message);
    if (retained || item.whole) {
      this.#joiner.flush();
      this.#add({ at, retained, instants, ...readingOf(item) }, at.monoMs, format, item.assumed ?? {});
      return { complete: !retained };
    }
    // A reader's own sensors (its signal, its uptime) continue while the meter is silent: they renew nothing.
    if (Object.keys(item.values).length === 0) return NOTHING;
    return this.#joiner.add(topic, { values: item.values, at, format, assumed: item.assumed ?? {}, instants });
  }

  /** Notes that the reader has no value of these now. Values that came before in the same telegram were true when they came. */
  #withdraw(quantities: readonly Quantity[], at: Now): void {
    if (this.#joiner.hasAny(quantities)) this.#joiner.flush();
    this.#history.noValue(quantities, at);
  }

  #addJoined({ values, at, startMonoMs, format, assumed, instants }: JoinedTelegram): void {
    this.#add({ values, at, retained: false, instants }, startMonoMs, format, assumed);
  }

  #add(reading: Reading, startMonoMs: number, format: string | undefined, assumed: AssumedUnits): void {
    if (!reading.retained && this.#isFirstTelegram) {
      this.#isFirstTelegram = false;
      this.#notices.firstTelegram(reading.values, reading.at, format);
    }
    this.#entry.add(reading, startMonoMs, assumed);
  }
}

/** Content of a telegram, without its time. */
function readingOf(item: DecodedValues): Omit<Reading, "at" | "retained"> {
  const { values, whole, isState, usualIntervalMs, meterClock, sequence, check, identity } = item;
  return {
    values,
    ...(whole && { isTelegram: whole }),
    ...(isState && { isState }),
    ...(usualIntervalMs !== undefined && { usualIntervalMs }),
    ...(meterClock !== undefined && { meterClock }),
    ...(sequence && { sequence }),
    ...(check ? { check } : identity && { identity }),
  };
}
