import type { Config } from "../config/config.ts";
import { displayRowOf } from "../display/displays.ts";
import type { Message } from "../meter/message.ts";

/** Topics at the broker that displays read beside their meters' values. */
export function topicsOfDisplays({ displays }: Pick<Config, "displays">): readonly string[] {
  return [...new Set(displays.flatMap(({ kind, options }) => displayRowOf(kind)?.topics?.(options) ?? []))].sort();
}

/** The last message of each topic that a display reads; of no other topic anything is kept. */
export class TopicWatch {
  readonly #config: () => Pick<Config, "displays">;
  readonly #last = new Map<string, Message>();
  /** Topics of the configuration that was seen last: this runs for every message. */
  #watched: { readonly config: Pick<Config, "displays">; readonly topics: readonly string[] } | undefined;

  /** @param config the present configuration */
  constructor(config: () => Pick<Config, "displays">) {
    this.#config = config;
  }

  take(message: Message): void {
    const config = this.#config();
    if (this.#watched?.config !== config) this.#watched = { config, topics: topicsOfDisplays(config) };
    if (this.#watched.topics.includes(message.topic)) this.#last.set(message.topic, message);
  }

  last(topic: string): Message | undefined {
    return this.#last.get(topic);
  }
}
