import { createConnection } from "node:net";
import type { Duplex } from "node:stream";
import { connect, type IClientOptions, type IPublishPacket, MqttClient } from "mqtt";
import { brokerFault, firstFault, LateError } from "./broker-fault.ts";
import { brokerWatch, MAX_PACKET_BYTES } from "./broker-watch.ts";
import type { LinkFailure } from "./link-state.ts";
import type { MqttAddress } from "./mqtt-address.ts";
import type { StatusTopic } from "./status-topic.ts";

/** Options of one connection. */
export interface ConnectionOptions {
  readonly address: MqttAddress;
  readonly clientId: string;
  readonly keepaliveS: number;
  /** Topic that the broker sets to offline, retained, when the connection breaks: the last will. */
  readonly status: StatusTopic | undefined;
  /** Topic filters to subscribe to; without any, a connection that only publishes. */
  readonly needed: readonly string[];
  /** Further ones that the broker may refuse. */
  readonly optional: readonly string[];
  /** Milliseconds from the first SYN to the answer to the subscription. */
  readonly arrivalMs: number;
  /** Opens the way to a broker in this process instead of the address. */
  readonly open: (() => Duplex) | undefined;
}

/** Events of one connection; none follows `failed`, nor {@link MqttConnection.close}. */
export interface ConnectionEvents {
  /** The broker has answered everything. @param denied those of the needed filters that it does not let us read; never all */
  arrived(denied: readonly string[]): void;
  message(topic: string, payload: Buffer, packet: IPublishPacket): void;
  failed(fault: LinkFailure): void;
}

const DISCONNECT_GRACE_MS = 1000; // for the last message and DISCONNECT

/** One attempt to reach a broker, and its clean session. It never reconnects by itself. */
export class MqttConnection {
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  readonly #client: MqttClient;
  readonly #deadline: NodeJS.Timeout;
  /** Rejects the publications under way. */
  readonly #underWay = new Set<(reason: Error) => void>();
  #isOver = false;

  /** @throws whatever MQTT.js throws at once */
  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
    const client = openClient(options);
    this.#client = client;
    const faultOf = faultsOf(client, options);
    client.on("connect", () => this.#greet());
    client.on("message", (topic, payload, packet) => {
      if (!this.#isOver) events.message(topic, payload, packet);
    });
    client.on("error", (error) => this.#fail(faultOf(error)));
    client.on("close", () => this.#fail(faultOf(undefined)));
    client.stream.on("error", (error) => this.#fail(faultOf(error)));
    const watch = brokerWatch((reason) => this.#fail({ refused: false, fault: "too-much", reason }));
    client.stream.on("data", watch);
    this.#deadline = setTimeout(() => this.#fail(faultOf(late(client))), options.arrivalMs);
  }

  /** Publishes one message; resolves when it was handed on, rejects when that fails or the connection ends before. */
  publish(topic: string, payload: Uint8Array | string, how: { retain: boolean; qos: 0 | 1 | 2 }): Promise<void> {
    if (this.#isOver || !this.#client.connected) return Promise.reject(new Error("not connected"));
    return new Promise((resolve, reject) => {
      this.#underWay.add(reject);
      this.#client.publish(topic, asBuffer(payload), how, (error) => {
        this.#underWay.delete(reject);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** Disconnects and ends. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#deadline);
    const client = this.#client;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, DISCONNECT_GRACE_MS);
    });
    await Promise.race([client.endAsync(!client.connected).catch(() => {}), deadline]); // it is left either way
    clearTimeout(timer);
    client.stream.destroy();
    this.#abandon();
  }

  #greet(): void {
    if (this.#isOver) return;
    const { needed } = this.#options;
    if (needed.length === 0) this.#arrive([]);
    else this.#subscribe();
  }

  /**
   * Subscribes to what is needed, and first to the optional filters, whose retained messages are wanted before the others. Each
   * filter goes by itself, since brokers differ in what they make of a list that they refuse in part.
   */
  #subscribe(): void {
    const { needed, optional } = this.#options;
    const denied: string[] = [];
    let unanswered = needed.length;
    const answered = (filter: string, isDenied: boolean, error: Error | null): void => {
      if (this.#isOver) return;
      if (isDenied) denied.push(filter);
      unanswered -= 1;
      if (error && !isDenied) this.#fail(brokerFault(error));
      else if (denied.length === needed.length)
        this.#fail({ refused: true, fault: "may-not-read", reason: deniedReason(denied) });
      else if (unanswered === 0) this.#arrive(denied);
    };
    for (const filter of optional) this.#client.subscribe(filter, { qos: 0 }, () => {}); // refused: no harm done
    for (const filter of needed) {
      this.#client.subscribe(filter, { qos: 0 }, (error, _granted, packet) => {
        const isDenied = packet?.cmd === "suback" && packet.granted.some((code) => Number(code) >= 0x80); // MQTT 3.1.1, 3.9.3
        answered(filter, isDenied, error);
      });
    }
  }

  #arrive(denied: readonly string[]): void {
    clearTimeout(this.#deadline);
    this.#events.arrived(denied);
  }

  #fail(fault: LinkFailure): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#deadline);
    this.#client.end(true);
    this.#client.stream.destroy();
    this.#abandon();
    this.#events.failed(fault);
  }

  #abandon(): void {
    for (const reject of this.#underWay) reject(new Error("the connection has ended"));
    this.#underWay.clear();
  }
}

/** Sentence that a broker does not let this user read these filters. */
export const deniedReason = (filters: readonly string[]): string =>
  `the broker does not let this user read ${filters.join(", ")}`;

/** Returns the meaning of the errors of one connection: until the broker has answered, it may be the wrong port or scheme. */
function faultsOf(client: MqttClient, { open, address }: ConnectionOptions): (thrown: unknown) => LinkFailure {
  let hasAnswered = open !== undefined;
  client.once("connect", () => {
    hasAnswered = true;
  });
  return (thrown) => (hasAnswered ? brokerFault(thrown) : firstFault(thrown, address.protocol));
}

function clientOptions({ address, clientId, keepaliveS, status, arrivalMs }: ConnectionOptions): IClientOptions {
  return {
    ...address,
    rejectUnauthorized: true,
    protocolVersion: 4,
    clientId,
    clean: true,
    keepalive: keepaliveS,
    connectTimeout: 2 * arrivalMs, // our own deadline is shorter and includes the subscription
    writeCache: false, // else a buffer for each number up to 65,535 is kept in memory: nine megabytes
    reconnectPeriod: 0, // MQTT.js comes back at a fixed pace or not at all: here each attempt is a client of its own
    ...(address.path !== undefined && { wsOptions: { maxPayload: MAX_PACKET_BYTES } }),
    ...(status !== undefined && {
      will: { topic: status.topic, payload: Buffer.from(status.offline), qos: 1, retain: true },
    }),
  };
}

function openClient(options: ConnectionOptions): MqttClient {
  const open = options.open ?? plainSocket(options.address);
  if (open === undefined) return connect(clientOptions(options));
  const client = new MqttClient(open, clientOptions(options));
  client.on("error", () => {}); // as connect() does: an error without a listener would end the process
  return client;
}

/** Returns what opens a socket without TLS; undefined for other addresses. For any of them, MQTT.js would load TLS, WebSockets and SOCKS. */
function plainSocket({ protocol, host, port }: MqttAddress): (() => Duplex) | undefined {
  return protocol === "mqtt" ? () => createConnection({ host, port }) : undefined;
}

const late = ({ connected }: MqttClient): Error =>
  new LateError(`the broker does not answer ${connected ? "the subscription " : ""}in time`);

const asBuffer = (payload: Uint8Array | string): Buffer | string =>
  typeof payload === "string" ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
