import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { connect, type IClientOptions, type IPublishPacket, MqttClient } from "mqtt";
import { errorFacts, WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import { ThrottledLog } from "../throttled-log.ts";
import { type BrokerFault, brokerFault, firstFault } from "./broker-fault.ts";
import { brokerPlace, type MqttOptions } from "./broker-options.ts";
import { brokerWatch, MAX_PACKET_BYTES } from "./broker-watch.ts";
import { type MqttAddress, mqttAddress } from "./mqtt-address.ts";
import { RECONNECT_PACE, type ReconnectPace, reconnectDelayMs } from "./reconnect-pace.ts";
import type { Clock, Source, SourceEvents, SourceState } from "./source.ts";

/** Payloads beyond this are refused: no meter and no reader sends anything near it. Bytes. */
export const MAX_PAYLOAD_BYTES = 1024 * 1024;

const ARRIVAL_MS = 20_000; // from the first SYN to the answer to the subscription
const GOODBYE_MS = 1000; // to hand on the last message and DISCONNECT
const MAX_LOGGED_TOPIC = 200; // characters of a topic, which may have 64 kB

/** What tests and the embedded broker exchange. */
export interface MqttWiring {
  /** Opens the way to a broker in this process instead of the address; a new one each time. */
  readonly open?: () => Duplex;
  readonly pace?: ReconnectPace;
  /** Milliseconds from the first SYN to the answer to the subscription; 20 s by default. */
  readonly arrivalMs?: number;
}

/**
 * A connection to a broker that comes back for ever: with growing, jittered pauses after a failure, slowly after a
 * refusal. Each connection is a clean session that subscribes anew: a broker's queue would bring old values that look
 * like new ones, its retained messages are marked as what they are. A line that went dead is noticed by keepalive.
 * Messages carry the clocks of their arrival. Nothing is thrown later on; what goes wrong is a state.
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
  readonly #address: MqttAddress;
  readonly #options: MqttOptions;
  readonly #place: string;
  readonly #events: SourceEvents;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #open: (() => Duplex) | undefined;
  readonly #pace: ReconnectPace;
  readonly #arrivalMs: number;
  readonly #clientId: string;
  readonly #throttled: ThrottledLog;
  /** Rejects the publications under way; they belong to the connection of now. */
  readonly #underWay = new Set<(reason: WattframeError) => void>();
  #client: MqttClient | undefined;
  #connectedMonoMs: number | undefined;
  /** Until the next attempt, or until this one must have arrived. */
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #state: SourceState | undefined;
  #stopped: Promise<void> | undefined;

  constructor(
    address: MqttAddress,
    options: MqttOptions,
    events: SourceEvents,
    clock: Clock,
    log: Log,
    wiring: MqttWiring,
  ) {
    this.#address = address;
    this.#options = options;
    this.#place = wiring.open === undefined ? brokerPlace(options.url) : "the embedded broker";
    this.#events = events;
    this.#clock = clock;
    this.#log = log;
    this.#throttled = new ThrottledLog(log);
    this.#open = wiring.open;
    this.#pace = wiring.pace ?? RECONNECT_PACE;
    this.#arrivalMs = wiring.arrivalMs ?? ARRIVAL_MS;
    this.#clientId = options.clientId ?? `wattframe-${randomBytes(6).toString("hex")}`;
  }

  start(): void {
    this.#say("connecting");
    this.#attempt();
  }

  publish(topic: string, payload: Uint8Array | string, options: { retain: boolean; qos: 0 | 1 | 2 }): Promise<void> {
    const client = this.#client;
    if (client?.connected !== true || this.#stopped !== undefined) return Promise.reject(this.#unreachable());
    return new Promise((resolve, reject) => {
      this.#underWay.add(reject);
      client.publish(topic, asBuffer(payload), options, (error) => {
        this.#underWay.delete(reject);
        if (error) reject(this.#unreachable(error));
        else resolve();
      });
    });
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#sayGoodbye();
    return this.#stopped;
  }

  async #sayGoodbye(): Promise<void> {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    const { statusTopic } = this.#options;
    // A clean DISCONNECT makes the broker forget the will, so its message is published by hand.
    if (client.connected && statusTopic !== undefined) publishStatus(client, statusTopic, "offline");
    let late: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      late = setTimeout(resolve, GOODBYE_MS);
    });
    await Promise.race([client.endAsync(!client.connected).catch(() => {}), deadline]);
    clearTimeout(late);
    client.stream.destroy();
    this.#abandon();
  }

  #attempt(): void {
    try {
      const client = openClient(this.#clientOptions(), this.#open);
      this.#client = client;
      client.on("connect", () => this.#greet(client));
      client.on("message", (topic, payload, packet) => this.#receive(client, topic, payload, packet));
      const faultOf = this.#faultsOf(client);
      client.on("error", (error) => this.#fail(client, faultOf(error)));
      client.on("close", () => this.#fail(client, faultOf(undefined)));
      client.stream.on("error", (error) => this.#fail(client, faultOf(error)));
      client.stream.on(
        "data",
        brokerWatch((reason) => this.#fail(client, { refused: false, reason })),
      );
      this.#timer = setTimeout(() => this.#fail(client, faultOf(late(client))), this.#arrivalMs);
    } catch (error) {
      this.#retry(brokerFault(error));
    }
  }

  /** What the errors of one connection mean: until the broker has answered, it may be the wrong port or scheme. */
  #faultsOf(client: MqttClient): (thrown: unknown) => BrokerFault {
    let hasAnswered = this.#open !== undefined;
    client.once("connect", () => {
      hasAnswered = true;
    });
    return (thrown) => (hasAnswered ? brokerFault(thrown) : firstFault(thrown, this.#address.protocol));
  }

  #clientOptions(): IClientOptions {
    const { statusTopic, keepaliveS = 30 } = this.#options;
    return {
      ...this.#address,
      rejectUnauthorized: true,
      protocolVersion: 4,
      clientId: this.#clientId,
      clean: true,
      keepalive: keepaliveS,
      connectTimeout: 2 * this.#arrivalMs, // a deadline of ours stands before it, which counts the subscription too
      reconnectPeriod: 0, // MQTT.js comes back at a fixed pace or not at all: here each attempt is a client of its own
      ...(this.#address.path !== undefined && { wsOptions: { maxPayload: MAX_PACKET_BYTES } }),
      ...(statusTopic !== undefined && {
        will: { topic: statusTopic, payload: Buffer.from("offline"), qos: 1, retain: true },
      }),
    };
  }

  #greet(client: MqttClient): void {
    if (client !== this.#client) return;
    const { statusTopic, prefixes = [], filters = [] } = this.#options;
    if (statusTopic !== undefined) publishStatus(client, statusTopic, "online");
    if (prefixes.length === 0) this.#arrived();
    else this.#subscribe(client, prefixes, filters);
  }

  /** Subscribes to what must be heard, and first to what may be: its retained messages are wanted before the others. */
  #subscribe(client: MqttClient, prefixes: readonly string[], optional: readonly string[]): void {
    const needed = prefixes.map((prefix) => `${prefix}/#`);
    const filters = [...optional, ...needed];
    client.subscribe(filters, { qos: 0 }, (error, _granted, packet) => {
      if (client !== this.#client) return;
      const codes = packet?.cmd === "suback" ? packet.granted.map(Number) : [];
      const isDenied = (_: string, index: number) => (codes[index] ?? 0) >= 0x80; // MQTT 3.1.1, 3.9.3
      const denied = filters.filter(isDenied).filter((filter) => needed.includes(filter));
      const reason = `the broker does not let this user read ${denied.join(", ")}`;
      if (error && !filters.some(isDenied)) this.#fail(client, brokerFault(error));
      else if (denied.length === needed.length) this.#fail(client, { refused: true, reason });
      else {
        if (denied.length > 0) this.#log.warn({ broker: this.#place }, reason);
        this.#arrived();
      }
    });
  }

  #arrived(): void {
    clearTimeout(this.#timer);
    this.#connectedMonoMs = this.#clock().monoMs;
    this.#say("connected");
  }

  #receive(client: MqttClient, topic: string, payload: Buffer, packet: IPublishPacket): void {
    if (client !== this.#client) return;
    if (payload.length > MAX_PAYLOAD_BYTES) {
      this.#refuse(topic, payload.length);
      return;
    }
    const at = this.#clock();
    // A copy, since MQTT.js hands out a window on the socket's buffer: keeping 20 bytes would keep 64 kB.
    const message = { topic, payload: new Uint8Array(payload), retained: packet.retain, qos: packet.qos, at };
    this.#tell(() => this.#events.message(message));
  }

  #refuse(topic: string, bytes: number): void {
    const facts = { topic: topic.slice(0, MAX_LOGGED_TOPIC), bytes, limitBytes: MAX_PAYLOAD_BYTES };
    const message = "message refused: too large";
    this.#throttled.say({ kind: message, about: topic, facts, message }, this.#clock().monoMs);
  }

  /** Whoever listens must not be able to take the connection down: its fault is logged and the flow goes on. */
  #tell(what: () => void): void {
    try {
      what();
    } catch (error) {
      const facts = errorFacts(error);
      const message = "a message could not be handled";
      this.#throttled.say({ kind: message, about: facts.error, level: "error", facts, message }, this.#clock().monoMs);
    }
  }

  #fail(client: MqttClient, fault: BrokerFault): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    clearTimeout(this.#timer);
    client.end(true);
    client.stream.destroy();
    this.#abandon();
    this.#retry(fault);
  }

  #retry(fault: BrokerFault): void {
    const now = this.#clock();
    const wasGood = this.#connectedMonoMs !== undefined && now.monoMs - this.#connectedMonoMs >= this.#pace.stableMs;
    this.#connectedMonoMs = undefined;
    this.#failures = wasGood ? 1 : this.#failures + 1;
    this.#say(fault.refused ? "refused" : "lost", fault.reason);
    const delayMs = reconnectDelayMs(this.#pace, this.#failures, fault.refused, Math.random());
    this.#timer = setTimeout(() => this.#attempt(), delayMs);
  }

  /** Tells a state once: a new kind with its own time, a new reason of the same kind with the old time. */
  #say(kind: SourceState["kind"], reason?: string): void {
    const before = this.#state;
    if (before?.kind === kind && before.reason === reason) return;
    const since = before?.kind === kind ? before.since : this.#clock();
    const state: SourceState = { kind, since, ...(reason !== undefined && { reason }) };
    this.#state = state;
    const facts = { broker: this.#place, ...(reason !== undefined && { reason }) };
    if (before?.kind === kind) this.#log.debug(facts, `broker ${kind}`);
    else if (reason === undefined) this.#log.info(facts, `broker ${kind}`);
    else this.#log.warn(facts, `broker ${kind}`);
    this.#tell(() => this.#events.state(state));
  }

  #abandon(): void {
    for (const reject of this.#underWay) reject(this.#unreachable());
    this.#underWay.clear();
  }

  #unreachable(cause?: unknown): WattframeError {
    const { kind, reason } = this.#state ?? {};
    const code = kind === "refused" ? "BROKER_REFUSED" : "BROKER_UNREACHABLE";
    const why = reason === undefined ? "" : `: ${reason}`;
    return new WattframeError(code, `no connection to ${this.#place}${why}`, {
      hint: "Is the broker running, and are its address, user name and password right?",
      cause,
    });
  }
}

function openClient(options: IClientOptions, open: (() => Duplex) | undefined): MqttClient {
  if (open === undefined) return connect(options);
  const client = new MqttClient(open, options);
  client.on("error", () => {}); // as connect() does: an error without a listener would end the process
  return client;
}

const late = ({ connected }: MqttClient): Error =>
  new Error(`the broker does not answer ${connected ? "the subscription " : ""}in time`);

function publishStatus(client: MqttClient, topic: string, status: "online" | "offline"): void {
  client.publish(topic, status, { qos: 1, retain: true }, () => {}); // its failure is the connection's, told there
}

const asBuffer = (payload: Uint8Array | string): Buffer | string =>
  typeof payload === "string" ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
