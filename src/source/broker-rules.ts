import { type BrokerSession, publishFault, subscribeFault } from "./broker-access.ts";
import { type EmbeddedBrokerOptions, packetLimitBytes } from "./embedded-broker-options.ts";
import type { LogOnce } from "./log-once.ts";
import type { RetainedMessages } from "./retained-messages.ts";
import { isMqttText } from "./topic-text.ts";

/** A message on its way through the broker, which may be changed. */
interface Publication {
  topic: string;
  payload: string | Buffer;
  retain: boolean;
  readonly qos: 0 | 1 | 2;
}

/** Topic of forbidden messages: nobody can subscribe to topics that begin with `$`. */
const NOWHERE = "$wattframe/nowhere";
const NOTHING = Buffer.alloc(0);
const MAX_LOGGED_TOPIC = 200; // characters of a topic, which may have 64 kB

/** Rights of the embedded broker's clients; what is refused is logged. */
export class BrokerRules {
  readonly #options: EmbeddedBrokerOptions;
  readonly #kept: RetainedMessages;
  readonly #logOnce: LogOnce;
  /** Bytes that may wait for one client: two of the largest packets. */
  readonly waitingBytes: number;

  constructor(options: EmbeddedBrokerOptions, kept: RetainedMessages, logOnce: LogOnce) {
    this.#options = options;
    this.#kept = kept;
    this.#logOnce = logOnce;
    this.waitingBytes = 2 * packetLimitBytes(options);
  }

  /** Why a client must be disconnected for what it wrote; null when it need not. @source MQTT 3.1.1, MQTT-1.5.3-1 and -2 */
  textFault({ name }: BrokerSession, texts: readonly string[]): Error | null {
    if (texts.every(isMqttText)) return null;
    this.#logOnce(name, {}, "client sent a text that MQTT forbids and is disconnected");
    return new Error("a text with NUL, or that is not UTF-8");
  }

  /**
   * Empties and diverts a message that must not pass; the client gets no error, since MQTT 3.1.1 has none for it. What is to
   * be retained is kept here and not by aedes, which sends it without waiting for the client, and on after it has left.
   */
  screen(who: BrokerSession, packet: Publication, monoMs: number): void {
    const payload = asBytes(packet.payload);
    const message = { topic: packet.topic, bytes: payload.length };
    const fault = publishFault(who, message, this.#options.limits, monoMs);
    if (fault !== undefined) {
      const facts = fault === "too many" ? {} : { topic: packet.topic.slice(0, MAX_LOGGED_TOPIC) };
      this.#logOnce(who.name, facts, `message dropped: ${fault}`);
      packet.topic = NOWHERE;
      packet.payload = NOTHING;
    } else if (packet.retain && !this.#kept.keep(packet.topic, payload, packet.qos)) {
      this.#logOnce("retained", {}, "too much to keep for later; passed on without being kept");
    }
    packet.retain = false;
  }

  maySubscribe(who: BrokerSession, filter: string, monoMs: number): boolean {
    const fault = subscribeFault(who, filter, this.#options.limits, monoMs);
    if (fault === undefined) return true;
    const facts = fault === "forbidden" ? { topic: filter.slice(0, MAX_LOGGED_TOPIC) } : {};
    this.#logOnce(who.name, facts, `subscription refused: ${fault}`);
    return false;
  }

  /** Tells whether a client's queue has room for one more message. @param waitingBytes size of the queue */
  hasRoom(who: BrokerSession, waitingBytes: number, { topic, payload }: Publication): boolean {
    if (who.isKiosk) return true;
    if (waitingBytes + Buffer.byteLength(topic) + payload.length < this.waitingBytes) return true;
    this.#logOnce(who.name, {}, "client does not keep up; messages to it are dropped");
    return false;
  }
}

/** A payload as bytes, not copied where it is some already. */
export const asBytes = (payload: string | Uint8Array): Buffer =>
  typeof payload === "string" ? Buffer.from(payload) : Buffer.from(payload.buffer, payload.byteOffset, payload.length);
