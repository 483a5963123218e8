import { errorFacts } from "../errors.ts";
import type { AssumedUnit } from "../meter/assumed-unit.ts";
import { hexOf } from "../meter/bytes.ts";
import { maskSuspects } from "../meter/mask-text.ts";
import type { Message } from "../meter/message.ts";
import type { Now } from "../meter/now.ts";
import type { Quantity, Values } from "../meter/quantity.ts";
import type { Decoded, DecodedValues } from "../meter/wire/decoded.ts";
import { type Notice, type NoticeLog, ThrottledLog } from "../throttled-log.ts";
import { type FailureRecord, FailureStore } from "./failure-store.ts";
import { maskFailure } from "./mask-failure.ts";
import type { Implausible } from "./plausibility.ts";
import { unitHint } from "./unit-doubt.ts";

/** Meter as the log names it. */
interface NamedMeter {
  /** The prefix by default. */
  readonly name?: string;
  readonly prefix: string;
}

/** Limit of a logged topic, which may have 64 kB; characters. */
const MAX_LOGGED_TOPIC = 200;

/** Number of bytes logged of an unreadable message, masked. */
const FIRST_BYTES = 16;

/** Reports on one meter's messages: faults are kept for the page, and everything is logged once a day, identifiers masked. */
export class IntakeNotices {
  readonly failures = new FailureStore();
  #meter: NamedMeter;
  #log: ThrottledLog;

  constructor(meter: NamedMeter, log: NoticeLog) {
    this.#meter = meter;
    this.#log = new ThrottledLog(log);
  }

  /** Continues with the same meter; the log starts afresh only when its name changes. */
  change(meter: NamedMeter, log: NoticeLog): void {
    if (meter.name !== this.#meter.name) this.#log = new ThrottledLog(log);
    this.#meter = meter;
  }

  /** Reports a defect of the program. */
  defect(thrown: unknown, monoMs: number): void {
    const facts = errorFacts(thrown);
    const message = "a message could not be processed";
    this.#log.log({ kind: facts.code, about: facts.error, level: "error", facts, message }, monoMs);
  }

  tooManyTopics(at: Now): void {
    this.#warn("topics", "too many topics; further ones are not kept", at);
  }

  tooManyTelegrams(count: number, taken: number, at: Now): void {
    this.#warn("telegrams", `${count} telegrams in one message: the last ${taken} are taken`, at);
  }

  repaired(quantity: Quantity, at: Now): void {
    this.#warn("repaired", "a current had no sign; it was taken from the power. Update the reader.", at, { quantity });
  }

  /** Reports a telegram that is accepted although it is not as its meter sent it, or not certain to be. */
  telegram({ check, hasOtherLineEnds, isReplayed }: DecodedValues, { topic, at }: Message): void {
    const facts = { topic: topic.slice(0, MAX_LOGGED_TOPIC) };
    if (check === "wrong") {
      const message =
        "a telegram's checksum is wrong: it was taken because allowNoCrc says so; any of its values may be wrong";
      this.#log.log({ kind: "wrong checksum", about: topic, facts, message }, at.monoMs);
    }
    if (isReplayed) {
      const message =
        "an encrypted telegram's frame counter is not above the last one: it was sent before, or the meter began to count again";
      this.#log.log({ kind: "frame counter", about: topic, facts, message }, at.monoMs);
    }
    if (hasOtherLineEnds) {
      const message =
        "something on the way has changed the telegrams' line ends; their checksum holds with CR LF, as the meter sent them";
      this.#log.log({ kind: "line ends", about: topic, level: "info", facts, message }, at.monoMs);
    }
  }

  /** Reports an impossible value; where its unit was only assumed, with the line of mapping for another one. */
  refusedValue({ quantity, value, why, clue }: Implausible, assumed: AssumedUnit | undefined, at: Now): void {
    if (assumed === undefined || clue === "none") {
      this.#warn("refused", `refused: ${why}`, at, { quantity });
      return;
    }
    const { name, unit } = assumed;
    const { prefix } = this.#meter;
    const topic = assumed.topic === "" ? prefix : `${prefix}/${assumed.topic}`;
    const text = maskSuspects(assumed.text);
    const message = `${name} ${text} would be ${text} ${unit}, ${why}; ${unitHint(quantity, assumed, value)}`;
    const payload = new TextEncoder().encode(text);
    if (clue === "known") this.failures.keep({ topic, code: "WIRE_UNIT", message, payload, bytes: payload.length, at });
    else this.#fail({ code: "WIRE_UNIT", message, payload, bytes: payload.length }, { topic, at }, { quantity });
  }

  /** Reports the first telegram of a connection. */
  firstTelegram(values: Values, at: Now, format: string | undefined): void {
    const count = Object.keys(values).length;
    const { name, prefix } = this.#meter;
    const message = `first telegram from ${name ?? prefix}: ${count} values`;
    this.#log.log({ kind: "first telegram", level: "info", facts: { format, values: count }, message }, at.monoMs);
  }

  /** Reports a message that its format cannot read. */
  unreadable(thrown: unknown, topic: string, message: Message): void {
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
  }

  /** A sender whose clock is ahead of this machine's: its times are not believed. */
  clockAhead({ topic, at }: Message): void {
    const facts = { topic: topic.slice(0, MAX_LOGGED_TOPIC) };
    const message = "the values carry a time in the future: they count from their arrival; check both clocks";
    this.#log.log({ kind: "clock ahead", about: topic, facts, message }, at.monoMs);
  }

  /** A message that the meter's named format does not read. */
  unread(format: string, message: Message): void {
    const { payload } = maskFailure(message.topic, "", message.payload);
    const said = `${message.topic.slice(0, MAX_LOGGED_TOPIC)}: not a message of the format ${format}`;
    const hint = "Remove format from the meter to have every format tried, or map the topic.";
    this.#fail({ code: "UNSUPPORTED", message: said, hint, payload, bytes: message.payload.length }, message, { hint });
  }

  /** Reports refused telegrams: of those refused for one reason the last is kept, for garbage may look like hundreds. */
  refusedTelegrams(decoded: readonly Decoded[], message: Message): void {
    const refused = decoded.filter((item) => item.kind === "refused");
    if (refused.length === 0) return; // as of nearly every message
    for (const item of new Map(refused.map((item) => [item.code, item])).values()) {
      const times = refused.filter(({ code }) => code === item.code).length;
      const payload = item.mask(item.bytes);
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

  /** Keeps a failure, identifiers in it already masked, and logs it by topic and kind. */
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
    this.#log.log({ kind: code, about: topic, level, facts, message }, at.monoMs);
  }

  #warn(kind: string, message: string, { monoMs }: Now, facts: { readonly quantity?: string } = {}): void {
    this.#log.log({ kind, about: facts.quantity ?? "", facts, message }, monoMs);
  }
}
