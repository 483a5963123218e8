import { setTimeout as wait } from "node:timers/promises";
import type { RetainedMessage, RetainedMessages } from "./retained-messages.ts";
import { topicMatches } from "./topic-filter.ts";

/** The client that retained messages go to. */
export interface RetainedReader {
  isGone(): boolean;
  /** Resolves when the client can take another one, or is gone. */
  deliver(message: RetainedMessage): Promise<void>;
}

type Qos = 0 | 1 | 2;

const AT_ONCE = 50; // messages between two pauses: thousands a second, with room for other work
const PAUSE_MS = 5;

/**
 * Sends one client the retained messages of what it subscribes to: one subscription after the other, message after
 * message as the client takes them, until it has gone. A subscription that is repeated while it waits waits once.
 */
export class RetainedDelivery {
  readonly #kept: RetainedMessages;
  readonly #reader: RetainedReader;
  /** Filters in the order of their subscriptions, with the QoS that was granted. */
  readonly #waiting = new Map<string, Qos>();
  #isRunning = false;

  constructor(kept: RetainedMessages, reader: RetainedReader) {
    this.#kept = kept;
    this.#reader = reader;
  }

  /** Sends what is kept now and matches. @param qos the highest that the client takes */
  send(filter: string, qos: Qos): void {
    this.#waiting.set(filter, qos);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (const [filter, qos] of this.#waiting) {
      this.#waiting.delete(filter);
      await this.#sendAll(filter, qos);
    }
    this.#isRunning = false;
  }

  async #sendAll(filter: string, qos: Qos): Promise<void> {
    const { lastOrder } = this.#kept; // what is kept after this comes by itself, since the subscription is active
    let looked = 0;
    for (const message of this.#kept.all()) {
      looked += 1;
      if (looked % AT_ONCE === 0) await wait(PAUSE_MS);
      if (this.#reader.isGone()) return;
      if (message.order > lastOrder || !topicMatches(filter, message.topic)) continue;
      await this.#reader.deliver({ ...message, qos: lesser(message.qos, qos) });
    }
  }
}

const lesser = (a: Qos, b: Qos): Qos => (a < b ? a : b);
