import type { Message } from "./message.ts";
import type { Now } from "./now.ts";

/** The last message of one topic. */
export interface TopicRecord {
  readonly topic: string;
  /** At most the first {@link MAX_KEPT_BYTES} bytes of the payload. */
  readonly payload: Uint8Array;
  /** Length of the payload as it came, bytes. */
  readonly bytes: number;
  readonly at: Now;
  readonly retained: boolean;
  /** How many messages came on it since the start. */
  readonly count: number;
}

/** Of each payload this much is kept for the page of all values. */
export const MAX_KEPT_BYTES = 4_096;
/** Topics beyond this are not kept: a meter has dozens, a fault or an attack has millions. */
export const MAX_TOPICS = 1_000;

/** The last message of every topic under one prefix, known or not; bounded in count and size. */
export class TopicStore {
  readonly #records = new Map<string, TopicRecord>();

  /** Keeps a message; false when its topic is one too many. */
  keep({ topic, payload, at, retained }: Message): boolean {
    const before = this.#records.get(topic);
    if (!before && this.#records.size >= MAX_TOPICS) return false;
    const kept = payload.length > MAX_KEPT_BYTES ? payload.slice(0, MAX_KEPT_BYTES) : payload;
    this.#records.set(topic, {
      topic,
      payload: kept,
      bytes: payload.length,
      at,
      retained,
      count: (before?.count ?? 0) + 1,
    });
    return true;
  }

  /** All records, in order of their topics. */
  all(): TopicRecord[] {
    return [...this.#records.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1));
  }
}
