import type { Message } from "../meter/message.ts";
import type { Now } from "../meter/now.ts";
import type { DecodedValues } from "../meter/wire/decoded.ts";

/** The last message of one topic. */
export interface TopicRecord {
  readonly topic: string;
  /** At most the first {@link MAX_KEPT_BYTES} bytes of the payload. */
  readonly payload: Uint8Array;
  /** Length of the payload as it came, bytes. */
  readonly bytes: number;
  readonly at: Now;
  readonly retained: boolean;
  /** Number of messages on it since the start. */
  readonly count: number;
  /** The last gaps between two live messages, at most ten, milliseconds of the monotonic clock, oldest first. */
  readonly intervalsMs: readonly number[];
  /** The last whole telegram that was read from it, which may have come in several messages; absent where there was none. */
  readonly telegram?: { readonly content: DecodedValues; readonly at: Now; readonly retained: boolean };
}

/** Of each payload this much is kept for the page of all values. */
export const MAX_KEPT_BYTES = 4_096;
/** Topics beyond this are not kept: a meter has dozens, a fault or an attack has millions. */
export const MAX_TOPICS = 1_000;
/** A topic is kept whatever its length, but not this many of its characters in all: MQTT allows 64 kB each. */
const MAX_TOPIC_CHARACTERS = 1_000_000;
const INTERVALS = 10;

/** The last message of every topic under one prefix, known or not; bounded in count and size. */
export class TopicStore {
  readonly #records = new Map<string, TopicRecord>();
  #characters = 0;
  #messages = 0;

  /** Number of messages since the start, those of topics that are not kept among them. */
  get messages(): number {
    return this.#messages;
  }

  /** True while no message has come. */
  get isEmpty(): boolean {
    return this.#records.size === 0;
  }

  /** Keeps a message; false when its topic is one too many. */
  keep({ topic, payload, at, retained }: Message): boolean {
    this.#messages += 1;
    const before = this.#records.get(topic);
    if (!before) {
      if (this.#records.size >= MAX_TOPICS || this.#characters + topic.length > MAX_TOPIC_CHARACTERS) return false;
      this.#characters += topic.length;
    }
    const isNext = before !== undefined && !before.retained && !retained;
    const gapsMs = before?.intervalsMs ?? [];
    this.#records.set(topic, {
      topic,
      // A copy: what came is often a window on a much larger piece of memory, which would be kept with it.
      payload: new Uint8Array(payload.subarray(0, MAX_KEPT_BYTES)),
      bytes: payload.length,
      at,
      retained,
      count: (before?.count ?? 0) + 1,
      intervalsMs: isNext ? [...gapsMs, Math.max(0, at.monoMs - before.at.monoMs)].slice(-INTERVALS) : gapsMs,
      ...(before?.telegram && { telegram: before.telegram }),
    });
    return true;
  }

  /** Adds to the last message of a topic the whole telegram that it ended. */
  keepTelegram({ topic, at, retained }: Message, content: DecodedValues): void {
    const record = this.#records.get(topic);
    if (record) this.#records.set(topic, { ...record, telegram: { content, at, retained } });
  }

  /** The last message of one topic. */
  get(topic: string): TopicRecord | undefined {
    return this.#records.get(topic);
  }

  /** All records, in order of their topics. */
  all(): TopicRecord[] {
    return [...this.#records.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1));
  }
}
