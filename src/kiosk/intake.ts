import { errorFacts, WattframeError } from "../errors.ts";
import type { History } from "../history/history.ts";
import { type BurstState, burstQuiet, burstStep, NO_BURSTS } from "../meter/burst.ts";
import { hexOf } from "../meter/bytes.ts";
import { type FailureRecord, FailureStore } from "../meter/failure-store.ts";
import { maskFailure, maskRefused } from "../meter/mask-failure.ts";
import { maskSuspects } from "../meter/mask-raw.ts";
import type { Message } from "../meter/message.ts";
import type { Now } from "../meter/now.ts";
import { type Quantity, type Values, without } from "../meter/quantity.ts";
import type { Reading } from "../meter/reading.ts";
import { NO_SENSE, type SenseLimits, type Senseless, type SenseState, sense } from "../meter/sense.ts";
import { ToldUnits } from "../meter/told-units.ts";
import { TopicStore } from "../meter/topic-store.ts";
import { type AssumedUnit, type AssumedUnits, unitHint } from "../meter/unit-doubt.ts";
import { isDiscoveryTopic } from "../meter/wire/discovery.ts";
import { quantityReadInAnotherUnit } from "../meter/wire/esphome.ts";
import type { TelegramValues } from "../meter/wire/wattframe-reader.ts";
import type { Decoded, WireOptions } from "../meter/wire/wire-format.ts";
import { meterDecoder, quantitiesOfTopic, wireFormatOf } from "../meter/wire/wire-formats.ts";
import { type Notice, type NoticeLog, ThrottledLog } from "../throttled-log.ts";

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

/** A topic may have 64 kB; of a longer one this many characters are logged. */
const MAX_LOGGED_TOPIC = 200;

/** All telegrams of a message count as having come at one instant; a message of thousands is no meter's. */
const MAX_TELEGRAMS = 64;

/** Of what cannot be read this many bytes are logged, masked. */
const FIRST_BYTES = 16;

/** Values that wait for the rest of their telegram. */
interface Pending {
  readonly values: Values;
  readonly at: Now;
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
  readonly failures = new FailureStore();
  readonly #told: ToldUnits;
  #meter: IntakeMeter;
  #wire: WireOptions;
  #decode: ReturnType<typeof meterDecoder>;
  readonly #history: History;
  #log: ThrottledLog;
  #burst: BurstState = NO_BURSTS;
  #sense: SenseState = NO_SENSE;
  #pending: Pending | undefined;
  #isFirstTelegram = true;
  #startedMonoMs: number | undefined;

  constructor(meter: IntakeMeter, history: History, log: NoticeLog) {
    this.#meter = meter;
    this.#told = new ToldUnits(meter.prefix);
    this.#wire = { ...meter.wire, told: this.#told };
    this.#decode = meterDecoder(this.#wire);
    this.#history = history;
    this.#log = new ThrottledLog(log);
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
    if (meter.name !== this.#meter.name) this.#log = new ThrottledLog(log);
    this.#meter = meter;
    this.#wire = { ...meter.wire, told: this.#told };
    this.#decode = meterDecoder(this.#wire);
    this.#sense = { ...this.#sense, units: {} };
  }

  /** Whether a topic concerns this meter: its prefix, one below it, or one on which readers announce their sensors. */
  isMine(topic: string): boolean {
    return this.#isBelow(topic) || isDiscoveryTopic(topic);
  }

  #isBelow(topic: string): boolean {
    return topic === this.#meter.prefix || topic.startsWith(`${this.#meter.prefix}/`);
  }

  /** Has the next telegram logged as the first one of a new connection. */
  connected(): void {
    this.#isFirstTelegram = true;
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
      const facts = errorFacts(thrown);
      const message = "a message could not be taken in";
      this.#log.say({ kind: facts.code, about: facts.error, level: "error", facts, message }, monoMs);
      return otherwise;
    }
  }

  #take(message: Message): Taken {
    this.#startedMonoMs ??= message.at.monoMs;
    if (!this.#isBelow(message.topic)) return this.#learn(message);
    const isKept = this.topics.keep(message);
    if (!isKept) this.#warn("topics", "too many topics; further ones are not kept", message.at);
    const topic = message.topic.slice(this.#meter.prefix.length + 1);
    const decoded = this.#decoded(topic, message);
    this.#refuse(decoded, message);
    const told = decoded.filter(({ kind }) => kind !== "refused");
    if (told.length > MAX_TELEGRAMS) {
      const why = `${told.length} telegrams in one message: the last ${MAX_TELEGRAMS} are taken`;
      this.#warn("telegrams", why, message.at);
    }
    return told
      .slice(-MAX_TELEGRAMS)
      .map((item) => this.#enter(item, topic, message))
      .reduce(later, NOTHING);
  }

  /** Takes a discovery message: values that were read in another unit than it tells were never true. */
  #learn(message: Message): Taken {
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
      this.#cannotRead(thrown, topic, message);
      if (thrown instanceof WattframeError) this.#history.heardOf(quantitiesOfTopic(topic, this.#wire), message.at);
      return [];
    }
  }

  #flush(): boolean {
    if (!this.#pending) return false;
    const { values, at, format, assumed } = this.#pending;
    this.#pending = undefined;
    this.#add({ values, at, retained: false }, format, assumed);
    return true;
  }

  #enter(item: Decoded, topic: string, message: Message): Taken {
    switch (item.kind) {
      case "status":
        this.#history.readerStatus(item.online, message.at);
        return { complete: !item.online };
      case "refused":
        return NOTHING; // see #refuse
      case "values":
        return this.#enterValues(item, topic, message);
      case "ignored":
        return NOTHING;
    }
  }

  #enterValues(item: TelegramValues, topic: string, message: Message): Taken {
    if (item.whole) this.topics.keepTelegram(message, item);
    if (item.none) this.#withdraw(item.none, message.at);
    this.#sayOfTelegram(item, message);
    const format = this.#isFirstTelegram ? wireFormatOf(topic, message.payload, this.#wire)?.id : undefined;
    if (message.retained || item.whole) {
      this.#flush();
      const { values, meterClock, check } = item;
      const more = { ...(meterClock !== undefined && { meterClock }), ...(check && { check }) };
      this.#add({ values, at: message.at, retained: message.retained, ...more }, format, assumedIn(item));
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
      format,
      assumed: { ...this.#pending?.assumed, ...assumedIn(item) },
    };
    const complete = (step.complete && this.#flush()) || before;
    return step.quietUntilMonoMs === undefined ? { complete } : { complete, quietUntilMonoMs: step.quietUntilMonoMs };
  }

  /** A telegram that is believed though it is not as its meter sent it, or not certain to be. */
  #sayOfTelegram({ check, hasOtherLineEnds }: TelegramValues, { topic, at }: Message): void {
    const facts = { topic: topic.slice(0, MAX_LOGGED_TOPIC) };
    if (check === "wrong") {
      const message =
        "a telegram's checksum is wrong: it was taken because allowNoCrc says so; any of its values may be wrong";
      this.#log.say({ kind: "wrong checksum", about: topic, facts, message }, at.monoMs);
    }
    if (hasOtherLineEnds) {
      const message =
        "something on the way has changed the telegrams' line ends; their checksum holds with CR LF, as the meter sent them";
      this.#log.say({ kind: "line ends", about: topic, level: "info", facts, message }, at.monoMs);
    }
  }

  /** The reader has no value of these now. What came before in the same telegram was true when it came. */
  #withdraw(quantities: readonly Quantity[], at: Now): void {
    if (quantities.some((quantity) => this.#pending?.values[quantity] !== undefined)) this.#flush();
    this.#history.noValue(quantities, at);
  }

  /** The way into the history: nothing that cannot be gets past. */
  #add(reading: Reading, format: string | undefined, assumed: AssumedUnits): void {
    if (!reading.retained) this.#sayFirst(reading, format);
    const { at, retained: isKept } = reading;
    const sensed = sense(this.#sense, reading.values, at.monoMs, this.#meter, { assumed, isKept });
    this.#sense = sensed.state;
    for (const { quantities, sinceMonoMs } of sensed.wronglyRead) this.#history.forget(quantities, sinceMonoMs, at);
    this.#history.heardOf(
      sensed.refused.map(({ quantity }) => quantity),
      reading.at,
    );
    for (const refused of sensed.refused) this.#sayRefused(refused, assumed[refused.quantity], at);
    for (const quantity of sensed.repaired)
      this.#warn("repaired", "a current came without its sign and was mended; update the reader", reading.at, {
        quantity,
      });
    this.#history.add({
      ...reading,
      values: sensed.values,
      ...(sensed.repaired.length > 0 && { repaired: sensed.repaired }),
      ...(sensed.restarted.length > 0 && { restarted: sensed.restarted }),
    });
  }

  #sayRefused({ quantity, value, why, clue }: Senseless, assumed: AssumedUnit | undefined, at: Now): void {
    if (assumed === undefined || clue === "none") {
      this.#warn("refused", `refused: ${why}`, at, { quantity });
      return;
    }
    const { name, unit } = assumed;
    const topic = `${this.#meter.prefix}/${assumed.topic}`;
    const text = maskSuspects(assumed.text);
    const message = `${name} ${text} would be ${text} ${unit}, ${why}; ${unitHint(quantity, assumed, value)}`;
    const payload = new TextEncoder().encode(text);
    if (clue === "known") this.failures.keep({ topic, code: "WIRE_UNIT", message, payload, bytes: payload.length, at });
    else this.#fail({ code: "WIRE_UNIT", message, payload, bytes: payload.length }, { topic, at }, { quantity });
  }

  #sayFirst({ values, at }: Reading, format: string | undefined): void {
    if (!this.#isFirstTelegram) return;
    this.#isFirstTelegram = false;
    const count = Object.keys(values).length;
    const { name, prefix } = this.#meter;
    const message = `first telegram from ${name ?? prefix}: ${count} values`;
    this.#log.say({ kind: "first telegram", level: "info", facts: { format, values: count }, message }, at.monoMs);
  }

  #cannotRead(thrown: unknown, topic: string, message: Message): void {
    const { code, error, hint, stack } = errorFacts(thrown);
    const masked = maskFailure(topic, error, message.payload);
    const { payload } = masked;
    // Decoders lead a message with their topic, which is relative and so empty for the prefix itself.
    const said = topic === "" ? `${this.#meter.prefix}${masked.message}` : masked.message;
    const facts = {
      ...(hint !== undefined && { hint }),
      ...(stack !== undefined && { stack: stack.replaceAll(error, () => said) }),
    };
    const kept = { code, message: said, ...(hint !== undefined && { hint }), payload, bytes: message.payload.length };
    this.#fail(kept, message, facts);
    if (code !== "INTERNAL" && !message.retained) this.#history.unreadable(message.at);
  }

  /** Of all telegrams in a message that were refused for one reason the last is kept: garbage may look like hundreds. */
  #refuse(decoded: readonly Decoded[], message: Message): void {
    const refused = decoded.filter((item) => item.kind === "refused");
    if (refused.length > 0 && !message.retained) this.#history.unreadable(message.at);
    for (const item of new Map(refused.map((item) => [item.code, item])).values()) {
      const times = refused.filter(({ code }) => code === item.code).length;
      const payload = maskRefused(item.bytes);
      const { code, message: why, hint } = item;
      const facts = { first: hexOf(payload.subarray(0, FIRST_BYTES)), ...(hint !== undefined && { hint }) };
      this.#fail(
        { code, message: why, ...(hint !== undefined && { hint }), payload, bytes: item.bytes.length },
        message,
        facts,
        times,
      );
    }
  }

  /** Keeps what could not be read, identifiers in it already masked, and logs it by topic and kind of fault. */
  #fail(
    failure: Pick<FailureRecord, "code" | "message" | "hint" | "payload" | "bytes">,
    { topic, at }: Pick<Message, "topic" | "at">,
    more: object,
    times = 1,
  ): void {
    const { code, message, bytes } = failure;
    this.failures.keep({ ...failure, topic, at }, times);
    const level: Notice["level"] = code === "INTERNAL" ? "error" : "warn";
    const facts = { topic: topic.slice(0, MAX_LOGGED_TOPIC), code, bytes, ...more };
    this.#log.say({ kind: code, about: topic, level, facts, message }, at.monoMs);
  }

  #warn(kind: string, message: string, { monoMs }: Now, facts: { readonly quantity?: string } = {}): void {
    this.#log.say({ kind, about: facts.quantity ?? "", facts, message }, monoMs);
  }
}

function assumedIn({ values, assumed }: TelegramValues): AssumedUnits {
  return assumed ? Object.fromEntries(Object.keys(values).map((quantity) => [quantity, assumed])) : {};
}

function later(a: Taken, b: Taken): Taken {
  const quiet = b.quietUntilMonoMs ?? a.quietUntilMonoMs;
  return { complete: a.complete || b.complete, ...(quiet === undefined ? {} : { quietUntilMonoMs: quiet }) };
}
