import { errorFacts } from "../errors.ts";
import type { Source } from "../source/source.ts";
import type { StatusTopic } from "../source/status-topic.ts";
import { type NoticeLog, ThrottledLog } from "../throttled-log.ts";

/** Options of one message. */
export interface PostOptions {
  /** True when the broker is to keep it, and the outbox to publish it again after each reconnection. */
  readonly retain: boolean;
}

interface Outgoing extends PostOptions {
  readonly topic: string;
  readonly payload: string;
}

/** Limit of topics that wait or are kept. */
const MAX_TOPICS = 1_000;

/**
 * Messages that the kiosk publishes, one at a time while there is a connection. The kiosk's own status goes first:
 * `online` after each connection, `offline` before it is left; the broker's last will, set with the connection, publishes
 * `offline` when the connection breaks. Retained messages are published again after each reconnection, for the broker may have
 * lost them. Of each topic the latest message counts; one that is not retained is dropped while there is no connection.
 */
export class Outbox {
  readonly #publish: Source["publish"];
  readonly #monoMs: () => number;
  readonly #log: ThrottledLog;
  readonly #retained = new Map<string, Outgoing>();
  /** Messages to publish on this connection, by topic, in order. */
  readonly #waiting = new Map<string, Outgoing>();
  #status: StatusTopic | undefined;
  #isConnected = false;
  #isBusy = false;

  /** @param publish rejects while there is no connection */
  constructor(publish: Source["publish"], monoMs: () => number, log: NoticeLog) {
    this.#publish = publish;
    this.#monoMs = monoMs;
    this.#log = new ThrottledLog(log);
  }

  /** Sets the topic and the words of the kiosk's own status, from the next connection on. */
  setStatus(status: StatusTopic): void {
    this.#status = status;
  }

  /** Publishes a message when its turn comes. An empty retained one removes the topic from the broker. */
  post(topic: string, payload: string, { retain }: PostOptions): void {
    const message = { topic, payload, retain };
    if (retain && !this.#hasRoom(this.#retained, topic)) return;
    if (retain) this.#retained.set(topic, message);
    if (this.#isConnected) this.#queue(message);
  }

  /** Notes that a connection was made: publishes the status and all retained messages. */
  connected(): void {
    this.#isConnected = true;
    this.#waiting.clear();
    if (this.#status) this.#queue({ topic: this.#status.topic, payload: this.#status.online, retain: true });
    for (const message of this.#retained.values()) this.#queue(message);
  }

  /** Notes that the connection is gone. */
  disconnected(): void {
    this.#isConnected = false;
    this.#waiting.clear();
  }

  /** Publishes `offline` on a connection that is about to be stopped, and nothing after it. */
  leave(): void {
    const wasConnected = this.#isConnected;
    this.disconnected();
    if (!wasConnected || !this.#status) return;
    // A clean DISCONNECT makes the broker forget the last will, so its message is published here.
    const { topic, offline } = this.#status;
    void this.#publish(topic, offline, { retain: true, qos: 1 }).catch(() => {}); // the source logs failures
  }

  #queue(message: Outgoing): void {
    if (!this.#hasRoom(this.#waiting, message.topic)) return;
    this.#waiting.set(message.topic, message);
    if (!this.#isBusy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (let next = this.#next(); next; next = this.#next()) await this.#send(next);
    this.#isBusy = false;
  }

  #next(): Outgoing | undefined {
    const [message] = this.#waiting.values();
    if (message) this.#waiting.delete(message.topic);
    return message;
  }

  async #send({ topic, payload, retain }: Outgoing): Promise<void> {
    try {
      await this.#publish(topic, payload, { retain, qos: retain ? 1 : 0 });
      if (retain && payload === "" && this.#retained.get(topic)?.payload === "") this.#retained.delete(topic);
    } catch (thrown) {
      if (!this.#isConnected) return; // it is published again with the next connection
      const facts = { topic, ...errorFacts(thrown) };
      this.#warn("a message could not be published", topic, facts);
    }
  }

  #hasRoom(messages: ReadonlyMap<string, Outgoing>, topic: string): boolean {
    if (messages.has(topic) || messages.size < MAX_TOPICS) return true;
    this.#warn("too many topics to publish; further ones are dropped", "", {});
    return false;
  }

  #warn(message: string, about: string, facts: object): void {
    this.#log.log({ kind: message, about, facts, message }, this.#monoMs());
  }
}
