import type { EventEmitter } from "node:events";
import { type Duplex, duplexPair } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { Aedes, type AedesPublishPacket, type Client } from "aedes";
import { errorFacts } from "../errors.ts";
import type { Log } from "../log.ts";
import { type BrokerSession, kioskSession, NOBODY } from "./broker-access.ts";
import { BrokerListeners, type ClientConnection } from "./broker-listeners.ts";
import { BrokerLogin } from "./broker-login.ts";
import { asBytes, BrokerRules } from "./broker-rules.ts";
import { type EmbeddedBrokerOptions, packetLimitBytes, requireUsers } from "./embedded-broker-options.ts";
import { GuardedStream } from "./guarded-stream.ts";
import { type LogOnce, logOncePerClient } from "./log-once.ts";
import { packetLimit } from "./packet-limit.ts";
import { RetainedDelivery } from "./retained-delivery.ts";
import { type RetainedMessage, RetainedMessages } from "./retained-messages.ts";

/** A broker in this process. */
export interface EmbeddedBroker {
  /** Actual addresses, `mqtt://127.0.0.1:1883` and then `ws://127.0.0.1:9001`; port 0 has been replaced by the one that the system chose. */
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

/**
 * Starts a broker in this process, so that a kiosk needs no other server. Sessions end with their connection and nothing
 * is queued for clients that are away: a reading that waited would come as if it were new. A message that its user may not
 * publish, or beyond the rate, is accepted and dropped, as Mosquitto does it, since a reader that was thrown out for it
 * would only come back and try again; a packet beyond the size limit ends the connection before it is in memory. A
 * client that does not keep up misses messages, so that neither the publisher nor the memory waits for it.
 * @throws WattframeError `BROKER_LISTEN` when an address is not available, or could be reached from outside without a
 * password or with one that is too short
 */
export async function startBroker(options: EmbeddedBrokerOptions, log: Log): Promise<EmbeddedBroker> {
  requireUsers(options);
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

/** State of one connection. */
interface Connection {
  /** Absent for the kiosk's own. */
  readonly connection?: ClientConnection;
  readonly retained: RetainedDelivery;
  /** Absent until it has logged in. */
  session?: BrokerSession;
}

class Broker implements EmbeddedBroker {
  readonly #aedes: Aedes;
  readonly #options: EmbeddedBrokerOptions;
  readonly #log: Log;
  readonly #logOnce: LogOnce;
  readonly #listeners: BrokerListeners;
  readonly #login: BrokerLogin;
  readonly #kept = new RetainedMessages(RETAINED_BYTES);
  readonly #streams = new Set<Duplex>();
  readonly #connections = new WeakMap<Duplex, Connection>();
  readonly #rules: BrokerRules;
  #delivered = 0;
  #stopped: Promise<void> | undefined;

  constructor(aedes: Aedes, options: EmbeddedBrokerOptions, log: Log) {
    this.#aedes = aedes;
    this.#options = options;
    this.#log = log;
    this.#logOnce = logOncePerClient(log);
    this.#login = new BrokerLogin(options, this.#logOnce);
    this.#rules = new BrokerRules(options, this.#kept, this.#logOnce);
    this.#listeners = new BrokerListeners(
      options,
      { serve: (connection) => this.#serve(connection), logOnce: this.#logOnce },
      log,
    );
    const emitter: EventEmitter = aedes; // its own types leave this event out
    emitter.on("error", (error: unknown) => log.error(errorFacts(error), "embedded broker failed"));
    this.#guard(aedes);
  }

  get addresses(): readonly string[] {
    return this.#listeners.addresses;
  }

  listen(): Promise<void> {
    return this.#listeners.listen();
  }

  open(): Duplex {
    const [ours, theirs] = duplexPair();
    ours.once("close", () => theirs.destroy());
    theirs.once("close", () => ours.destroy());
    theirs.on("error", () => {}); // aedes gets it as well; this listener keeps a late one from ending the process
    this.#handle(theirs);
    return ours;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    const gone = this.#listeners.close();
    const left = new Promise<void>((resolve) => this.#aedes.close(resolve));
    await Promise.race([left, wait(1000, undefined, { ref: false })]);
    for (const stream of this.#streams) stream.destroy();
    this.#listeners.destroyConnections();
    await gone;
  }

  #serve(connection: ClientConnection): void {
    const { address } = connection;
    const isKnown = (): boolean => this.#connections.get(stream)?.session !== undefined;
    const stream: Duplex = new GuardedStream(connection.stream, {
      inspect: packetLimit(
        () => (isKnown() ? packetLimitBytes(this.#options) : LOGIN_BYTES),
        (bytes) => this.#logOnce(address, { bytes }, "client sent a packet that is too large and is disconnected"),
      ),
      waitingBytes: this.#rules.waitingBytes,
      stuckMs: STUCK_MS,
      onStuck: () => this.#logOnce(address, {}, "client no longer reads what it subscribed to and is disconnected"),
    });
    this.#handle(stream, connection);
  }

  #handle(stream: Duplex, connection?: ClientConnection): void {
    this.#streams.add(stream);
    stream.once("close", () => this.#streams.delete(stream));
    const client = this.#aedes.handle(stream);
    const retained = new RetainedDelivery(this.#kept, {
      isGone: () => client.closed || !stream.writable,
      deliver: (message) => this.#deliver(client, message),
    });
    this.#connections.set(stream, { retained, ...(connection && { connection }) });
  }

  /** Returns the session of a client; {@link NOBODY} until it has logged in. */
  #sessionOf({ conn }: Client): BrokerSession {
    return this.#connections.get(conn)?.session ?? NOBODY;
  }

  /** Installs the rules of this broker as aedes' hooks. */
  #guard(aedes: Aedes): void {
    const rules = this.#rules;
    aedes.preConnect = (client, packet, done) => {
      const { clientId, username = "", will } = packet;
      const owner = this.#connections.get(client.conn)?.connection === undefined ? null : username;
      // Client ids are each user's own: nobody can throw another user's client out by taking its id.
      if (clientId !== "") packet.clientId = JSON.stringify([owner, clientId]);
      packet.clean = true;
      done(rules.textFault(NOBODY, [clientId, username, will?.topic ?? ""]), true);
    };
    aedes.authenticate = (client, name, password, done) => void this.#authenticate(client, name, password, done);
    aedes.authorizePublish = (client, packet, done) => {
      if (client === null) {
        done(null); // a message of aedes itself
        return;
      }
      const who = this.#sessionOf(client);
      const fault = rules.textFault(who, [packet.topic]);
      if (fault === null) rules.screen(who, packet, performance.now());
      done(fault);
    };
    aedes.authorizeSubscribe = (client, subscription, done) => {
      const who = this.#sessionOf(client);
      const fault = rules.textFault(who, [subscription.topic]);
      const isAllowed = fault === null && rules.maySubscribe(who, subscription.topic, performance.now());
      done(fault, isAllowed ? subscription : null);
    };
    aedes.authorizeForward = (client, packet) =>
      rules.hasRoom(this.#sessionOf(client), client.conn.writableLength, packet) ? packet : null;
    aedes.on("subscribe", (subscriptions, { conn }) => {
      const granted = subscriptions.filter(({ qos }) => qos <= 2); // 128 is a refusal
      for (const { topic, qos } of granted) this.#connections.get(conn)?.retained.send(topic, qos);
    });
    aedes.on("unsubscribe", (filters, client) => {
      const who = this.#sessionOf(client);
      for (const filter of filters) who.filters.delete(filter);
      if (rules.textFault(who, filters) !== null) client.close();
    });
  }

  async #authenticate(
    client: Client,
    name: string | undefined,
    password: Buffer | undefined,
    done: Parameters<Aedes["authenticate"]>[3],
  ): Promise<void> {
    const state = this.#connections.get(client.conn);
    if (state === undefined) return;
    const { connection } = state;
    const answer =
      connection === undefined
        ? kioskSession()
        : await this.#login.logIn(
            { stream: client.conn, address: connection.address, name, password },
            performance.now(),
          );
    if ("returnCode" in answer) {
      done(Object.assign(new Error(answer.reason), { returnCode: answer.returnCode }), null);
      return;
    }
    connection?.loggedIn();
    state.session = answer;
    this.#log.debug({ user: answer.name, client: client.id }, "client logged in");
    done(null, true);
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

/** Resolves when all that was written before has been taken, or the stream has ended. */
const taken = (stream: Duplex): Promise<void> =>
  new Promise((resolve) => {
    stream.write(Buffer.alloc(0), () => resolve());
  });
