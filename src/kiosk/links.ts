import { brokerOptionsOf, type Config, type MeterConfig } from "../config/config.ts";
import type { Log } from "../log.ts";
import type { Message } from "../meter/message.ts";
import type { LinkState } from "../source/link-state.ts";
import { openOwnSource } from "../source/own-source.ts";
import type { Clock, Source, SourceEvents } from "../source/source.ts";
import { Connection, noBroker, type SourcePlan } from "./connection.ts";
import { topicsOfDisplays } from "./topic-watch.ts";

/** Opens the source of every meter that has none of its own. */
export type OpenSource = (config: Config, events: SourceEvents, clock: Clock, log: Log) => Promise<Source>;

/** Parts that the links need of the kiosk. */
export interface LinksParts {
  readonly openBroker: OpenSource;
  /** True when the source that `openBroker` opens stands in for the meters' own ones too. */
  readonly standsInForAll: boolean;
  /** @param link names the connection, as {@link Links.of} does */
  readonly onMessage: (message: Message, link: string) => void;
  readonly onState: (state: LinkState, link: string) => void;
  /** Called before the broker is left, while it may still be published to. */
  readonly leavingBroker: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Name of the connection to the broker. */
export const BROKER = "broker";

/** The kiosk's connections: to the broker where the configuration has one, and one for each meter with a source of its own. */
export class Links {
  readonly #parts: LinksParts;
  readonly #connections = new Map<string, Connection>();

  constructor(parts: LinksParts) {
    this.#parts = parts;
  }

  /** State of the connection to the broker; absent where there is none, or it has not reported one. */
  get broker(): LinkState | undefined {
    return this.#connections.get(BROKER)?.state;
  }

  /** Name of the connection that a meter's messages come over. */
  of({ source, prefix }: Pick<MeterConfig, "source" | "prefix">): string {
    return source === undefined || this.#parts.standsInForAll ? BROKER : `${source.kind} ${prefix}`;
  }

  /** State of the connection that a meter's messages come over; absent until it has reported one. */
  stateOf(meter: Pick<MeterConfig, "source" | "prefix">): LinkState | undefined {
    return this.#connections.get(this.of(meter))?.state;
  }

  /**
   * Opens what a configuration needs, and closes what it needs no more; what has not changed stays open.
   * @throws WattframeError when the broker cannot be used; everything then stays as it was
   */
  async change(config: Config): Promise<void> {
    const plans = this.#plansOf(config);
    const broker = plans.get(BROKER);
    if (broker) await this.#changeTo(BROKER, broker);
    for (const [link, plan] of plans) if (link !== BROKER) await this.#changeTo(link, plan);
    const gone = [...this.#connections.keys()].filter((link) => !plans.has(link));
    await Promise.all(gone.map((link) => this.#close(link)));
  }

  /** Passes on what is published at the broker on any topic, for at most `forMs`; nothing while there is none. */
  glance(forMs: number, hear: (message: Message) => void): Promise<void> {
    return this.#connections.get(BROKER)?.glance(forMs, hear) ?? Promise.resolve();
  }

  /** Publishes one message at the broker. @throws WattframeError `BROKER_UNREACHABLE` or `BROKER_REFUSED` while there is no connection */
  publish(...message: Parameters<Source["publish"]>): Promise<void> {
    return this.#connections.get(BROKER)?.publish(...message) ?? Promise.reject(noBroker());
  }

  /** Closes all connections for good. */
  async stop(): Promise<void> {
    await Promise.all([...this.#connections.values()].map((connection) => connection.stop()));
  }

  async #changeTo(link: string, plan: SourcePlan): Promise<void> {
    const before = this.#connections.get(link);
    if (before) return before.change(plan);
    const { clock, log, onMessage, onState, leavingBroker } = this.#parts;
    const connection = new Connection(plan, {
      events: { message: (message) => onMessage(message, link), state: (state) => onState(state, link) },
      leaving: link === BROKER ? leavingBroker : () => {},
      clock,
      log,
    });
    this.#connections.set(link, connection);
    try {
      await connection.open();
    } catch (thrown) {
      this.#connections.delete(link);
      throw thrown;
    }
  }

  async #close(link: string): Promise<void> {
    const connection = this.#connections.get(link);
    this.#connections.delete(link);
    await connection?.stop();
  }

  #plansOf(config: Config): ReadonlyMap<string, SourcePlan> {
    const { openBroker, standsInForAll, clock, log } = this.#parts;
    const plans = new Map<string, SourcePlan>();
    if (config.broker !== undefined || standsInForAll)
      plans.set(BROKER, { key: brokerKey(config), open: (events) => openBroker(config, events, clock, log) });
    for (const meter of config.meters) {
      const { source, name } = meter;
      const link = this.of(meter);
      if (source === undefined || link === BROKER) continue;
      const own = log.child({ meter: name });
      const open = (events: SourceEvents) => Promise.resolve(openOwnSource(source, events, clock, own));
      const token = source.kind === "homewizard" ? source.token?.reveal() : undefined;
      plans.set(link, { key: JSON.stringify([name, source, token]), open });
    }
    return plans;
  }
}

/** Returns a key that is the same for configurations which can go on with the same connection to the broker. */
function brokerKey(config: Config): string {
  const { broker, meters, name } = config;
  const topics = topicsOfDisplays(config);
  return JSON.stringify([name, broker && revealed(broker), meters.map(({ prefix }) => prefix), topics]);
}

function revealed(broker: NonNullable<Config["broker"]>): object {
  if (broker.kind === "remote") return brokerOptionsOf(broker);
  return { ...broker, users: broker.users.map(({ password, ...user }) => ({ ...user, password: password.reveal() })) };
}
