import type { Message } from "../meter/message.ts";
import type { HeardMessage } from "./announcements.ts";

/** Bounds of what is kept: the last messages of each topic, which may differ in what they carry. */
const MAX_TOPICS = 20_000;
const MAX_OF_TOPIC = 4;
const MAX_BYTES = 32 * 1024 * 1024;

/** Messages of any senders as {@link findMeters} reads them; bounded in count and size. */
export class HeardMessages {
  readonly #kept = new Map<string, HeardMessage[]>();
  #bytes = 0;

  keep({ topic, payload }: Pick<Message, "topic" | "payload">): void {
    const before = this.#kept.get(topic) ?? [];
    this.#bytes += payload.length;
    if (this.#bytes > MAX_BYTES || (before.length === 0 && this.#kept.size >= MAX_TOPICS)) return;
    this.#kept.set(topic, [...before, { topic, payload }].slice(-MAX_OF_TOPIC));
  }

  all(): readonly HeardMessage[] {
    return [...this.#kept.values()].flat();
  }
}
