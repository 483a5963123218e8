import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import { ThrottledLog } from "../throttled-log.ts";
import { brokerPlace, type MqttOptions } from "./broker-options.ts";
import { type MqttAddress, mqttAddress } from "./mqtt-address.ts";
import { type ConnectionOptions, deniedReason, MqttConnection } from "./mqtt-connection.ts";
import { RECONNECT_PACE, type ReconnectPace } from "./reconnect-pace.ts";
import { type AttemptEvents, Reconnection } from "./reconnection.ts";
import type { Clock, Source, SourceEvents } from "./source.ts";

/** Payloads beyond this are refused: no meter and no reader sends anything near it. Bytes. */
export const MAX_PAYLOAD_BYTES = 1024 * 1024;

const ARRIVAL_MS = 20_000; // from the first SYN to the answer to the subscription
const MAX_LOGGED_TOPIC = 200; // characters of a topic, which may have 64 kB

/** Parts that tests and the embedded broker replace. */
export interface MqttWiring {
  /** Opens the way to a broker in this process instead of the address; a new one each time. */
  readonly open?: () => Duplex;
  readonly pace?: ReconnectPace;
  /** Milliseconds from the first SYN to the answer to the subscription; 20 s by default. */
  readonly arrivalMs?: number;
}

/**
 * Connects to a broker and reconnects without limit: after growing, jittered pauses, and slowly after a refusal. Each
 * connection is a clean session with its own subscriptions: a broker's queue would bring old values that look like new
 * ones; its retained messages are marked. A dead connection is noticed by keepalive. Messages carry the time of their
 * arrival. Nothing is thrown later on; failures are states.
 * @throws WattframeError `CONFIG_INVALID` at once for an address or certificates that can never work
 */
export function connectMqtt(
  options: MqttOptions,
  events: SourceEvents,
  clock: Clock,
  log: Log,
  wiring: MqttWiring = {},
): Source {
  const source = new MqttSource(mqttAddress(options), options, events, clock, log, wiring);
  source.start();
  return source;
}

class MqttSource implements Source {
  readonly #place: string;
  readonly #events: SourceEvents;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #throttled: ThrottledLog;
  readonly #reconnection: Reconnection<MqttConnection>;

  constructor(
    address: MqttAddress,
    options: MqttOptions,
    events: SourceEvents,
    clock: Clock,
    log: Log,
    { open, pace = RECONNECT_PACE, arrivalMs = ARRIVAL_MS }: MqttWiring,
  ) {
    const { clientId = `wattframe-${randomBytes(6).toString("hex")}`, keepaliveS = 30, status } = options;
    const how = { address, clientId, keepaliveS, status, ...filtersOf(options), arrivalMs, open };
    this.#place = open === undefined ? brokerPlace(options.url) : "the embedded broker";
    this.#events = events;
    this.#clock = clock;
    this.#log = log;
    this.#throttled = new ThrottledLog(log);
    this.#reconnection = new Reconnection({
      end: "broker",
      place: this.#place,
      attempt: (ours) => this.#attempt(how, ours),
      onState: (state) => events.state(state),
      clock,
      log,
      pace,
    });
  }

  start(): void {
    this.#reconnection.start();
  }

  async publish(
    topic: string,
    payload: Uint8Array | string,
    options: { retain: boolean; qos: 0 | 1 | 2 },
  ): Promise<void> {
    const { current } = this.#reconnection;
    if (current === undefined) throw this.#unreachable();
    try {
      await current.publish(topic, payload, options);
    } catch (cause) {
      throw this.#unreachable(cause);
    }
  }

  stop(): Promise<void> {
    return this.#reconnection.stop();
  }

  #attempt(how: ConnectionOptions, { arrived, failed }: AttemptEvents): MqttConnection {
    return new MqttConnection(how, {
      arrived: (denied) => {
        if (denied.length > 0) this.#log.warn({ broker: this.#place }, deniedReason(denied));
        arrived();
      },
      message: (topic, payload, packet) => this.#receive(topic, payload, packet),
      failed,
    });
  }

  #receive(
    topic: string,
    payload: Buffer,
    { retain, qos }: { readonly retain: boolean; readonly qos: 0 | 1 | 2 },
  ): void {
    if (payload.length > MAX_PAYLOAD_BYTES) {
      this.#refuse(topic, payload.length);
      return;
    }
    // A copy, since MQTT.js hands out a window on the socket's buffer: keeping 20 bytes would keep 64 kB.
    const message = { topic, payload: new Uint8Array(payload), retained: retain, qos, at: this.#clock() };
    this.#reconnection.guard(() => this.#events.message(message));
  }

  #refuse(topic: string, bytes: number): void {
    const facts = { topic: topic.slice(0, MAX_LOGGED_TOPIC), bytes, limitBytes: MAX_PAYLOAD_BYTES };
    const message = "message refused: too large";
    this.#throttled.log({ kind: message, about: topic, facts, message }, this.#clock().monoMs);
  }

  #unreachable(cause?: unknown): WattframeError {
    const { kind, reason } = this.#reconnection.state ?? {};
    const code = kind === "refused" ? "BROKER_REFUSED" : "BROKER_UNREACHABLE";
    const why = reason === undefined ? "" : `: ${reason}`;
    return new WattframeError(code, `no connection to ${this.#place}${why}`, {
      hint: "Is the broker running, and are its address, user name and password right?",
      cause,
    });
  }
}

/** Returns the filters that must be granted, and those that need not be: beside prefixes the others are optional. */
function filtersOf({ prefixes = [], filters = [] }: MqttOptions): Pick<ConnectionOptions, "needed" | "optional"> {
  if (prefixes.length === 0) return { needed: filters, optional: [] };
  return { needed: prefixes.map((prefix) => `${prefix}/#`), optional: filters };
}
