/** A message that is kept for who subscribes later. */
export interface RetainedMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  /** Grows with each message that is kept. */
  readonly order: number;
}

const PER_TOPIC_BYTES = 200; // bookkeeping around a payload, roughly

const sizeOf = ({ topic, payload }: Pick<RetainedMessage, "topic" | "payload">): number =>
  payload.length + topic.length + PER_TOPIC_BYTES;

/** The last retained message of each topic, bounded in sum so that no client can fill the memory with them. */
export class RetainedMessages {
  readonly #limitBytes: number;
  readonly #kept = new Map<string, RetainedMessage>();
  #sumBytes = 0;
  #order = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The order of the message that was kept last. */
  get lastOrder(): number {
    return this.#order;
  }

  /**
   * Keeps a copy of a message instead of the one before on its topic; an empty payload only takes that away, as MQTT has
   * it. Returns false, and changes nothing, when it would be too much.
   */
  keep(topic: string, payload: Uint8Array, qos: 0 | 1 | 2): boolean {
    const before = this.#kept.get(topic);
    const beforeBytes = before === undefined ? 0 : sizeOf(before);
    const isEmpty = payload.length === 0;
    const bytes = isEmpty ? 0 : sizeOf({ topic, payload });
    if (this.#sumBytes - beforeBytes + bytes > this.#limitBytes) return false;
    this.#sumBytes += bytes - beforeBytes;
    this.#order += 1;
    // A copy, since a payload from the network is a window on all that was read with it.
    if (isEmpty) this.#kept.delete(topic);
    else this.#kept.set(topic, { topic, payload: new Uint8Array(payload), qos, order: this.#order });
    return true;
  }

  /** Every message that is kept, in the order of the topics' first ones; what is kept meanwhile may be among them. */
  all(): Iterable<RetainedMessage> {
    return this.#kept.values();
  }
}
