import type { EventEmitter } from "node:events";
import { type Duplex, duplexPair } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { Aedes, type Client, type PublishPacket } from "aedes";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { type BrokerSession, kioskSession, maySubscribe, openSession, publishFault } from "./broker-access.ts";
import { BrokerDoors } from "./broker-doors.ts";
import { type EmbeddedBrokerOptions, packetLimitBytes, refuseOpenDoors } from "./embedded-broker-options.ts";
import { GuardedStream } from "./guarded-stream.ts";
import { packetLimit } from "./packet-limit.ts";
import { retainedBudget } from "./retained-budget.ts";
import { type SayOnce, sayingOnce } from "./said-once.ts";

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
const RETAINED_BYTES = 32 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
const DRAIN_TIMEOUT_MS = 20_000; // for a client that does not read what it subscribed to
const WRONG_PASSWORD_MS = 500; // guessing is slow

const BAD_USER_NAME_OR_PASSWORD = 4; // MQTT 3.1.1, table 3.1
/** Where forbidden messages go: nobody can subscribe to topics that begin with `$`. */
const NOWHERE = "$wattframe/nowhere";

/**
 * Starts a broker in this process, so that a kiosk needs no other server. Sessions end with their connection and nothing
 * is queued for who is away: a reading that waited would come as if it were new. A message that its user may not
 * publish, or beyond the rate, is accepted and dropped, as Mosquitto does it, since a reader that was thrown out for it
 * would only come back and try again; a packet beyond the size limit ends the connection before it is in memory.
 * @throws WattframeError `BROKER_LISTEN` when an address cannot be had, or could be reached from outside without a password
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

const aedesOptions = { connectTimeout: CONNECT_TIMEOUT_MS, drainTimeout: DRAIN_TIMEOUT_MS };

class Broker implements EmbeddedBroker {
  readonly #aedes: Aedes;
  readonly #options: EmbeddedBrokerOptions;
  readonly #log: Log;
  readonly #sayOnce: SayOnce;
  readonly #doors: BrokerDoors;
  readonly #streams = new Set<Duplex>();
  readonly #own = new WeakSet<Duplex>();
  readonly #sessions = new WeakMap<Client, BrokerSession>();
  readonly #mayRetain = retainedBudget(RETAINED_BYTES);
  #stopped: Promise<void> | undefined;

  constructor(aedes: Aedes, options: EmbeddedBrokerOptions, log: Log) {
    this.#aedes = aedes;
    this.#options = options;
    this.#log = log;
    this.#sayOnce = sayingOnce(log);
    const serve = (stream: Duplex, from: string): void => this.#serve(stream, from);
    this.#doors = new BrokerDoors(options, { serve, sayOnce: this.#sayOnce }, log);
    const emitter: EventEmitter = aedes; // its own types leave this event out
    emitter.on("error", (error: unknown) => log.error({ error: messageOf(error) }, "embedded broker failed"));
    this.#guard(aedes);
  }

  #guard(aedes: Aedes): void {
    aedes.preConnect = (_client, packet, done) => {
      packet.clean = true;
      done(null, true);
    };
    aedes.authenticate = (client, name, password, done) => void this.#authenticate(client, name, password, done);
    aedes.authorizePublish = (client, packet, done) => {
      const session = client === null ? undefined : this.#sessions.get(client);
      if (session !== undefined) this.#screen(session, packet);
      done(null);
    };
    aedes.authorizeSubscribe = (client, subscription, done) => {
      const session = this.#sessions.get(client);
      const isAllowed = session !== undefined && maySubscribe(session, subscription.topic);
      if (!isAllowed)
        this.#sayOnce(session?.name ?? "nobody", { topic: subscription.topic }, "may not read this topic");
      done(null, isAllowed ? subscription : null);
    };
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
    this.#own.add(theirs);
    this.#follow(theirs);
    this.#aedes.handle(theirs);
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

  #follow(stream: Duplex): void {
    this.#streams.add(stream);
    stream.once("close", () => this.#streams.delete(stream));
  }

  #serve(raw: Duplex, from: string): void {
    const client: { it?: Client } = {};
    const isKnown = (): boolean => client.it !== undefined && this.#sessions.has(client.it);
    const inspect = packetLimit(
      () => (isKnown() ? packetLimitBytes(this.#options) : LOGIN_BYTES),
      (bytes) => this.#sayOnce(from, { from, bytes }, "client sent a packet that is too large and is turned out"),
    );
    const stream = new GuardedStream(raw, inspect);
    this.#follow(stream);
    client.it = this.#aedes.handle(stream);
  }

  async #authenticate(
    client: Client,
    name: string | undefined,
    password: Buffer | undefined,
    done: Parameters<Aedes["authenticate"]>[3],
  ): Promise<void> {
    const isOwn = this.#own.has(client.conn);
    const session = isOwn ? kioskSession() : openSession(this.#options.users, name, password, performance.now());
    if (session !== undefined) {
      this.#sessions.set(client, session);
      this.#log.debug({ user: session.name, client: client.id }, "client logged in");
      done(null, true);
      return;
    }
    this.#sayOnce("login", { user: name?.slice(0, 64), client: client.id.slice(0, 64) }, "wrong user name or password");
    await wait(WRONG_PASSWORD_MS, undefined, { ref: false });
    done(Object.assign(new Error("wrong user name or password"), { returnCode: BAD_USER_NAME_OR_PASSWORD }), null);
  }

  /** Empties and diverts a message that must not pass; the client is not told, MQTT 3.1.1 has no words for it. */
  #screen(session: BrokerSession, packet: PublishPacket): void {
    const message = { topic: packet.topic, bytes: Buffer.byteLength(packet.payload) };
    const fault = publishFault(session, message, this.#options.limits, performance.now());
    if (fault !== undefined) {
      const facts = fault === "too many" ? {} : { topic: packet.topic.slice(0, 200) };
      this.#sayOnce(`${session.name} ${fault}`, facts, `message dropped: ${fault}`);
      packet.topic = NOWHERE;
      packet.payload = Buffer.alloc(0);
      packet.retain = false;
    } else if (packet.retain && !this.#mayRetain(message.topic, message.bytes)) {
      this.#sayOnce("retained", {}, "too much to keep for later; passed on without being kept");
      packet.retain = false;
    }
  }
}
