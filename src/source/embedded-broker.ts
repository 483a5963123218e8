import type { EventEmitter } from "node:events";
import { type Duplex, duplexPair } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { Aedes, type AedesPublishPacket, type Client, type PublishPacket } from "aedes";
import { errorFacts } from "../errors.ts";
import type { Log } from "../log.ts";
import { type BrokerSession, kioskSession, publishFault, subscribeFault } from "./broker-access.ts";
import { BrokerDoors, type Visitor } from "./broker-doors.ts";
import { BrokerLogin } from "./broker-login.ts";
import { type EmbeddedBrokerOptions, packetLimitBytes, refuseOpenDoors } from "./embedded-broker-options.ts";
import { GuardedStream } from "./guarded-stream.ts";
import { packetLimit } from "./packet-limit.ts";
import { RetainedDelivery } from "./retained-delivery.ts";
import { type RetainedMessage, RetainedMessages } from "./retained-messages.ts";
import { type SayOnce, sayingOnce } from "./said-once.ts";
import { isMqttText } from "./topic-text.ts";

/** A broker in this process. */
export interface EmbeddedBroker {
  /** Where it really listens, `mqtt://127.0.0.1:1883` and then `ws://127.0.0.1:9001`; wherever port 0 was asked for, the one that was given. */
  readonly addresses: readonly string[];
  /**
   * A new connection from within this process, without any socket: it is the kiosk's own, may do all, counts against no
   * limit and needs no password, so that there is none that could be lost and no client can lock the kiosk out.
   */
  open(): Duplex;
  /** Ends every connection and stops listening. Idempotent. */
  stop(): Promise<void>;
}

const LOGIN_BYTES = 65_536; // the largest packet from one that has not logged in
const RETAINED_BYTES = 8 * 1024 * 1024; // ten thousand topics: a house has some dozens
const RETAINED_AHEAD_BYTES = 64 * 1024; // sent to a client before it has taken what came before
const STUCK_MS = 20_000; // for a client that does not take what it subscribed to
const CONNECT_TIMEOUT_MS = 10_000;

/** Where forbidden messages go: nobody can subscribe to topics that begin with `$`. */
const NOWHERE = "$wattframe/nowhere";
const NOTHING = Buffer.alloc(0);

/**
 * Starts a broker in this process, so that a kiosk needs no other server. Sessions end with their connection and nothing
 * is queued for who is away: a reading that waited would come as if it were new. A message that its user may not
 * publish, or beyond the rate, is accepted and dropped, as Mosquitto does it, since a reader that was thrown out for it
 * would only come back and try again; a packet beyond the size limit ends the connection before it is in memory. A
 * client that does not keep up misses messages, so that neither the publisher nor the memory waits for it.
 * @throws WattframeError `BROKER_LISTEN` when an address cannot be had, or could be reached from outside without a
 * password or with one that is too short
 */
export async function startBroker(options: EmbeddedBrokerOptions, log: Log): Promise<EmbeddedBroker> {
  refuseOpenDoors(options);
  const broker = new Broker(await Aedes.createBroker(aedesOptions), options, log);
  try {
    await broker.listen();
  } catch (error) {
    await broker.stop();
    throw error;
  }
  log.info({ addresses: broker.addresses }, "embedded broker listens");
  return broker;
}

const aedesOptions = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  maxClientsIdLength: LOGIN_BYTES, // of MQTT 3.1, whose 23 characters a user's name in front would exceed
};

/** What is known of one connection. */
interface Connection {
  /** Absent for the kiosk's own. */
  readonly visitor?: Visitor;
  readonly retained: RetainedDelivery;
  /** Absent until it has logged in. */
  session?: BrokerSession;
}

class Broker implements EmbeddedBroker {
  readonly #aedes: Aedes;
  readonly #options: EmbeddedBrokerOptions;
  readonly #log: Log;
  readonly #sayOnce: SayOnce;
  readonly #doors: BrokerDoors;
  readonly #login: BrokerLogin;
  readonly #kept = new RetainedMessages(RETAINED_BYTES);
  readonly #streams = new Set<Duplex>();
  readonly #connections = new WeakMap<Duplex, Connection>();
  /** Bytes that may wait for one client: two of the largest packets. */
  readonly #waitingBytes: number;
  #delivered = 0;
  #stopped: Promise<void> | undefined;

  constructor(aedes: Aedes, options: EmbeddedBrokerOptions, log: Log) {
    this.#aedes = aedes;
    this.#options = options;
    this.#waitingBytes = 2 * packetLimitBytes(options);
    this.#log = log;
    this.#sayOnce = sayingOnce(log);
    this.#login = new BrokerLogin(options, this.#sayOnce);
    this.#doors = new BrokerDoors(options, { serve: (visitor) => this.#serve(visitor), sayOnce: this.#sayOnce }, log);
    const emitter: EventEmitter = aedes; // its own types leave this event out
    emitter.on("error", (error: unknown) => log.error(errorFacts(error), "embedded broker failed"));
    this.#guard(aedes);
  }

  get addresses(): readonly string[] {
    return this.#doors.addresses;
  }

  listen(): Promise<void> {
    return this.#doors.open();
  }

  open(): Duplex {
    const [ours, theirs] = duplexPair();
    ours.once("close", () => theirs.destroy());
    theirs.once("close", () => ours.destroy());
    theirs.on("error", () => {}); // told to aedes as well; this one keeps a late one from ending the process
    this.#handle(theirs);
    return ours;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    const gone = this.#doors.shut();
    const left = new Promise<void>((resolve) => this.#aedes.close(resolve));
    await Promise.race([left, wait(1000, undefined, { ref: false })]);
    for (const stream of this.#streams) stream.destroy();
    this.#doors.clear();
    await gone;
  }

  #serve(visitor: Visitor): void {
    const { address } = visitor;
    const isKnown = (): boolean => this.#connections.get(stream)?.session !== undefined;
    const stream: Duplex = new GuardedStream(visitor.stream, {
      inspect: packetLimit(
        () => (isKnown() ? packetLimitBytes(this.#options) : LOGIN_BYTES),
        (bytes) => this.#sayOnce(address, { bytes }, "client sent a packet that is too large and is turned out"),
      ),
      waitingBytes: this.#waitingBytes,
      stuckMs: STUCK_MS,
      onStuck: () => this.#sayOnce(address, {}, "client takes nothing any more and is turned out"),
    });
    this.#handle(stream, visitor);
  }

  #handle(stream: Duplex, visitor?: Visitor): void {
    this.#streams.add(stream);
    stream.once("close", () => this.#streams.delete(stream));
    const client = this.#aedes.handle(stream);
    const retained = new RetainedDelivery(this.#kept, {
      isGone: () => client.closed || !stream.writable,
      deliver: (message) => this.#deliver(client, message),
    });
    this.#connections.set(stream, { retained, ...(visitor && { visitor }) });
  }

  /** Puts the rules of this broker where aedes asks for them. */
  #guard(aedes: Aedes): void {
    aedes.preConnect = (client, packet, done) => {
      const { clientId, username = "", will } = packet;
      const owner = this.#connections.get(client.conn)?.visitor === undefined ? null : username;
      // Client ids are each user's own: nobody can throw another user's client out by taking its id.
      if (clientId !== "") packet.clientId = JSON.stringify([owner, clientId]);
      packet.clean = true;
      done(this.#textFault(client, clientId, username, will?.topic ?? ""), true);
    };
    aedes.authenticate = (client, name, password, done) => void this.#authenticate(client, name, password, done);
    aedes.authorizePublish = (client, packet, done) => {
      const fault = client === null ? null : this.#textFault(client, packet.topic);
      if (client !== null && fault === null) this.#screen(client, packet);
      done(fault);
    };
    aedes.authorizeSubscribe = (client, subscription, done) => {
      const fault = this.#textFault(client, subscription.topic);
      done(fault, fault === null && this.#maySubscribe(client, subscription.topic) ? subscription : null);
    };
    aedes.authorizeForward = (client, packet) => (this.#keepsUp(client, packet) ? packet : null);
    aedes.on("subscribe", (subscriptions, { conn }) => {
      const granted = subscriptions.filter(({ qos }) => qos <= 2); // 128 is a refusal
      for (const { topic, qos } of granted) this.#connections.get(conn)?.retained.send(topic, qos);
    });
    aedes.on("unsubscribe", (topics, { conn }) => {
      for (const topic of topics) this.#connections.get(conn)?.session?.filters.delete(topic);
    });
  }

  /** Why a client must be disconnected for what it wrote; null when it need not. @source MQTT 3.1.1, MQTT-1.5.3-1 and -2 */
  #textFault({ conn }: Client, ...texts: readonly string[]): Error | null {
    if (texts.every(isMqttText)) return null;
    const { session, visitor } = this.#connections.get(conn) ?? {};
    const from = visitor?.address;
    this.#sayOnce(session?.name ?? "nobody", { from }, "client sent a text that MQTT forbids and is turned out");
    return new Error("a text with NUL, or that is not UTF-8");
  }

  async #authenticate(
    client: Client,
    name: string | undefined,
    password: Buffer | undefined,
    done: Parameters<Aedes["authenticate"]>[3],
  ): Promise<void> {
    const connection = this.#connections.get(client.conn);
    if (connection === undefined) return;
    const { visitor } = connection;
    const answer =
      visitor === undefined
        ? kioskSession()
        : await this.#login.logIn({ stream: client.conn, address: visitor.address, name, password }, performance.now());
    if ("returnCode" in answer) {
      done(Object.assign(new Error(answer.reason), { returnCode: answer.returnCode }), null);
      return;
    }
    visitor?.loggedIn();
    connection.session = answer;
    this.#log.debug({ user: answer.name, client: client.id }, "client logged in");
    done(null, true);
  }

  /**
   * Empties and diverts a message that must not pass; the client is not told, MQTT 3.1.1 has no words for it. What is to
   * be retained is kept here and not by aedes, which sends it without waiting for the client, and on after it has left.
   */
  #screen(client: Client, packet: PublishPacket): void {
    const session = this.#connections.get(client.conn)?.session;
    const payload = asBytes(packet.payload);
    const message = { topic: packet.topic, bytes: payload.length };
    const fault =
      session === undefined ? "forbidden" : publishFault(session, message, this.#options.limits, performance.now());
    if (fault !== undefined) {
      const facts = fault === "too many" ? {} : { topic: packet.topic.slice(0, 200) };
      this.#sayOnce(session?.name ?? "nobody", facts, `message dropped: ${fault}`);
      packet.topic = NOWHERE;
      packet.payload = NOTHING;
    } else if (packet.retain && !this.#kept.keep(packet.topic, payload, packet.qos)) {
      this.#sayOnce("retained", {}, "too much to keep for later; passed on without being kept");
    }
    packet.retain = false;
  }

  #maySubscribe(client: Client, filter: string): boolean {
    const session = this.#connections.get(client.conn)?.session;
    const fault =
      session === undefined ? "forbidden" : subscribeFault(session, filter, this.#options.limits, performance.now());
    if (fault === undefined) return true;
    const facts = fault === "forbidden" ? { topic: filter.slice(0, 200) } : {};
    this.#sayOnce(session?.name ?? "nobody", facts, `subscription refused: ${fault}`);
    return false;
  }

  /** Whether what waits for a client leaves room for one message more. */
  #keepsUp({ conn }: Client, { topic, payload }: AedesPublishPacket): boolean {
    const { visitor, session } = this.#connections.get(conn) ?? {};
    if (visitor === undefined) return true;
    if (conn.writableLength + topic.length + payload.length < this.#waitingBytes) return true;
    this.#sayOnce(session?.name ?? "nobody", {}, "client does not keep up; messages to it are dropped");
    return false;
  }

  async #deliver(client: Client, { topic, payload, qos }: RetainedMessage): Promise<void> {
    this.#delivered += 1;
    const content = { cmd: "publish", topic, payload: asBytes(payload), qos, retain: true, dup: false } as const;
    // aedes forwards to a client only what has a higher number than what came from the same broker before.
    const packet: AedesPublishPacket = { ...content, brokerId: "retained", brokerCounter: this.#delivered };
    await new Promise<void>((resolve) => client.publish(packet, () => resolve()));
    const { conn } = client;
    if (conn.writable && conn.writableLength > RETAINED_AHEAD_BYTES) await taken(conn);
  }
}

const asBytes = (payload: string | Uint8Array): Buffer =>
  typeof payload === "string" ? Buffer.from(payload) : Buffer.from(payload.buffer, payload.byteOffset, payload.length);

/** Resolves when all that was written before has been taken, or the stream has ended. */
const taken = (stream: Duplex): Promise<void> =>
  new Promise((resolve) => {
    stream.write(NOTHING, () => resolve());
  });
