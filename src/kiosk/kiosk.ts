import type { Config, MeterConfig } from "../config/config.ts";
import { errorFacts } from "../errors.ts";
import { Closers } from "../files/closers.ts";
import type { MeterSession } from "../intake/meter-session.ts";
import type { Log } from "../log.ts";
import type { Message } from "../meter/message.ts";
import { systemClock } from "../source/clock.ts";
import type { LinkState } from "../source/link-state.ts";
import type { Clock } from "../source/source.ts";
import { ThreadAccess } from "../store/history-thread.ts";
import type { Stop } from "../view/rest.ts";
import { WorkQueue } from "../work-queue.ts";
import { HistoryKeeper, type HistoryState } from "./history-keeper.ts";
import {
  commitDisplays,
  configuredDisplay,
  type DisplayContext,
  type KioskDisplay,
  planDisplays,
} from "./kiosk-display.ts";
import { commitMeters, type KioskMeter, type KioskMeterParts, kioskMeters } from "./kiosk-meter.ts";
import { BROKER, Links, type OpenSource } from "./links.ts";
import { MeterSearch, type MeterSearchParts } from "./meter-search.ts";
import { openSource, statusOf } from "./open-source.ts";
import { Outbox } from "./outbox.ts";
import { kioskPlace } from "./place.ts";
import { PrefixWatch } from "./prefix-watch.ts";
import { Schedules } from "./schedules.ts";
import { StateLocks } from "./state-locks.ts";
import { TopicWatch } from "./topic-watch.ts";

/** A running kiosk. */
export interface Kiosk {
  /**
   * Applies another configuration and the current layouts.
   * @throws WattframeError when a layout, a lock or the broker cannot be used; everything then stays as it was
   */
  reload(config: Config): Promise<void>;
  /** Ends in order: takes no more messages, finishes the pictures under way and leaves the displays safe. Idempotent. */
  stop(): Promise<void>;
  readonly state: KioskState;
  /** Reads both clocks, as the pictures do. */
  readonly now: Clock;
  /** Calls back whenever the state may have changed, synchronously and often; returns what ends that. */
  watch(listener: () => void): () => void;
}

/** State of a running kiosk. */
export interface KioskState {
  readonly config: Config;
  /** Absent where there is no broker, or its connection has not reported a state. */
  readonly broker: LinkState | undefined;
  /** State of the connection that a meter's messages come over; absent until it has reported one. */
  readonly linkOf: (meter: MeterConfig) => LinkState | undefined;
  readonly meters: readonly KioskMeter[];
  readonly displays: readonly KioskDisplay[];
  /** What keeps the history; absent where it is in memory only. */
  readonly history?: HistoryState;
}

/** Parts of a kiosk beside its configuration. */
export interface KioskParts {
  readonly log: Log;
  /** Folder for files that live as long as the process. */
  readonly runtimeFolder: string;
  /** Folder for what must outlive the process and the machine's restart. */
  readonly stateFolder: string;
  /** Adds a meter's past to its new history, before its first picture. */
  readonly past?: KioskMeterParts["past"];
  /** Replaces the broker of the configuration and the meters' own sources. */
  readonly openSource?: OpenSource;
  /** Ends a start early: what takes long is left out, and nothing is shown. The kiosk is still to be stopped. */
  readonly stop?: AbortSignal;
  /**
   * Command that starts the kiosk again, such as `systemctl start wattframe`: the last pictures tell of the end and name it.
   * Absent: the displays keep the picture that they have.
   */
  readonly startCommand?: string;
  /** Replaces the times of the search for a meter. */
  readonly searchPace?: MeterSearchParts["pace"];
  /** Replaces the hardware of the configuration. */
  readonly displayFactory?: DisplayContext["displayFactory"];
}

/**
 * Builds every stage of a configuration and connects them. Whatever it has opened is closed again when it fails.
 * @throws WattframeError when a layout or the broker cannot be used; a display that fails is tried again instead
 */
export async function startKiosk(config: Config, parts: KioskParts): Promise<Kiosk> {
  const kiosk = new RunningKiosk(config, parts);
  try {
    await kiosk.start();
    return kiosk;
  } catch (thrown) {
    await kiosk.stop().catch(() => {}); // why it did not start is what matters
    throw thrown;
  }
}

class RunningKiosk implements Kiosk {
  #config: Config;
  readonly #parts: KioskParts;
  readonly #clock: ReturnType<typeof systemClock>;
  readonly #context: DisplayContext;
  readonly #meterParts: KioskMeterParts;
  readonly #listeners = new Set<() => void>();
  readonly #links: Links;
  readonly #outbox: Outbox;
  readonly #locks: StateLocks;
  readonly #prefixWatch: PrefixWatch;
  readonly #search: MeterSearch;
  readonly #topics = new TopicWatch(() => this.#config);
  readonly #keeper: HistoryKeeper | undefined;
  #meters: readonly KioskMeter[];
  #displays: readonly KioskDisplay[] = [];
  readonly #schedules = new Schedules(() => this.#clock.now());
  readonly #queue = new WorkQueue();
  #stopped: Promise<void> | undefined;

  constructor(config: Config, parts: KioskParts) {
    this.#config = config;
    this.#parts = parts;
    this.#clock = systemClock(config.clock, parts.log);
    const keeper = config.history && this.#historyKeeper(config.history.path);
    this.#keeper = keeper;
    this.#meterParts = {
      log: parts.log,
      clock: this.#clock.now,
      onTelegram: (session) => this.#draw(session),
      ...(parts.past && { past: parts.past }),
      ...(keeper && { storeOf: (meter: MeterConfig) => keeper.storeOf(meter) }),
    };
    this.#meters = kioskMeters(config.meters, [], this.#meterParts);
    this.#links = new Links({
      openBroker: (next, ...how) => {
        this.#outbox.setStatus(statusOf(next));
        return (parts.openSource ?? openSource)(next, ...how);
      },
      standsInForAll: parts.openSource !== undefined,
      leavingBroker: () => this.#outbox.leave(),
      onMessage: (message, link) => this.#take(message, link),
      onState: (state, link) => this.#linkState(state, link),
      clock: this.#clock.now,
      log: parts.log,
    });
    this.#outbox = new Outbox(
      (...message) => this.#links.publish(...message),
      () => this.#clock.now().monoMs,
      parts.log,
    );
    this.#prefixWatch = new PrefixWatch({
      meters: () => this.#meters,
      glance: (forMs, hear) => this.#links.glance(forMs, hear),
      monoMs: () => this.#clock.now().monoMs,
      log: parts.log,
    });
    this.#search = new MeterSearch({
      meters: () => this.#config.meters,
      glance: (forMs, hear) => this.#links.glance(forMs, hear),
      onFound: () => void this.reload(this.#config).catch((thrown: unknown) => this.#notFollowed(thrown)),
      monoMs: () => this.#clock.now().monoMs,
      log: parts.log,
      ...(parts.searchPace && { pace: parts.searchPace }),
    });
    this.#locks = new StateLocks(parts.stateFolder);
    this.#context = {
      runtimeFolder: parts.runtimeFolder,
      stateFolder: parts.stateFolder,
      clock: this.#clock.now,
      link: (meter, now) => this.#links.stateOf(meter) ?? { kind: "connecting", since: now },
      place: (meter) => kioskPlace(this.#config, meter),
      log: parts.log,
      lastMessage: (topic) => this.#topics.last(topic),
      onChange: () => this.#notify(),
      displayFactory: parts.displayFactory ?? configuredDisplay,
    };
  }

  get state(): KioskState {
    const [broker, history] = [this.#links.broker, this.#keeper?.state];
    return {
      config: this.#config,
      broker,
      linkOf: (meter) => this.#links.stateOf(meter),
      meters: this.#meters,
      displays: this.#displays,
      ...(history && { history }),
    };
  }

  get now(): Clock {
    return this.#clock.now;
  }

  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #historyKeeper(folder: string): HistoryKeeper {
    const { log } = this.#parts;
    const access = new ThreadAccess({ folder, log });
    return new HistoryKeeper({ folder, access, clock: this.#clock.now, log, onChange: () => this.#notify() });
  }

  async start(): Promise<void> {
    await this.#clock.ready;
    await this.#locks.take(this.#config.displays);
    await this.#keeper?.open();
    await this.#keeper?.load(this.#meters, this.#parts.stop);
    if (this.#parts.stop?.aborted) return;
    this.#displays = commitDisplays(await planDisplays(this.#config, this.#meters, [], this.#context), this.#context);
    await this.#links.change(this.#config);
    this.#keeper?.start(() => this.#meters);
    this.#schedules.start(this.#displays);
    for (const { painter } of this.#displays) painter.request();
  }

  reload(config: Config): Promise<void> {
    return this.#queue.run(() => this.#reload(config));
  }

  async #reload(written: Config): Promise<void> {
    if (this.#isStopping()) return;
    const config = this.#search.resolved(written);
    const meters = kioskMeters(config.meters, this.#meters, this.#meterParts);
    const planned = await planDisplays(config, meters, this.#displays, this.#context);
    if (this.#isStopping()) return; // asked meanwhile: the end need not wait for what it would undo
    try {
      await this.#locks.take(config.displays);
      await this.#links.change(config);
    } catch (thrown) {
      await this.#locks.keep(this.#config.displays);
      throw thrown;
    }
    await this.#changeHistory(config, meters);
    // One panel cannot have two displays: a new one draws its first picture when those that go have been closed.
    let closed: Promise<void> = Promise.resolve();
    const displays = commitDisplays(planned, this.#context, () => closed);
    closed = this.#close(this.#displays.filter(({ painter }) => planned.every(({ kept }) => kept !== painter)));
    this.#schedules.stop();
    commitMeters(meters, this.#meters, this.#parts.log);
    [this.#config, this.#meters, this.#displays] = [config, meters, displays];
    this.#schedules.start(displays);
    for (const { painter } of displays) painter.request();
    await closed;
    await this.#locks.keep(config.displays);
    this.#notify();
  }

  /** Saves what is known of meters that go, and loads what is kept of new ones. */
  async #changeHistory(config: Config, meters: readonly KioskMeter[]): Promise<void> {
    if (config.history?.path !== this.#config.history?.path)
      this.#parts.log.warn({}, "a change of history.path takes effect when the kiosk is started again");
    await this.#keeper?.save(this.#meters);
    await this.#keeper?.load(meters);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#queue.run(() => this.#end());
    return this.#stopped;
  }

  #isStopping(): boolean {
    return this.#stopped !== undefined;
  }

  async #end(): Promise<void> {
    this.#schedules.stop();
    this.#prefixWatch.stop();
    this.#search.stop();
    const opened = new Closers();
    opened.add(async () => this.#clock.stop());
    opened.add(() => this.#locks.keep([]));
    const { startCommand: command } = this.#parts;
    opened.add(() => this.#close(this.#displays, command === undefined ? undefined : { command }));
    opened.add(async () => this.#keeper?.stop(this.#meters));
    opened.add(async () => this.#closeSessions());
    opened.add(() => this.#links.stop());
    await opened.close();
    this.#parts.log.info({}, "stopped");
  }

  /** Closes displays; one that fails does not keep the others open. @param stop absent where the kiosk goes on */
  async #close(lines: readonly KioskDisplay[], stop?: Stop): Promise<void> {
    const close = async ({ painter }: KioskDisplay): Promise<void> => {
      try {
        await painter.close(stop);
      } catch (thrown) {
        this.#parts.log.error({ display: painter.name, ...errorFacts(thrown) }, "the display could not be closed");
      }
    };
    await Promise.all(lines.map(close));
  }

  #closeSessions(): void {
    for (const { session } of this.#meters) session.close();
  }

  #take(message: Message, link: string): void {
    if (link === BROKER) this.#topics.take(message);
    for (const { session, config } of this.#meters) if (this.#links.of(config) === link) session.take(message);
    this.#notify();
  }

  #draw(session: MeterSession): void {
    const meter = this.#meters.find((one) => one.session === session)?.config.name;
    for (const { config, painter } of this.#displays)
      if (config.meter === meter && config.refresh.onTelegram) painter.request();
  }

  #linkState(state: LinkState, link: string): void {
    const { kind } = state;
    const meters = this.#meters.filter(({ config }) => this.#links.of(config) === link);
    if (kind === "connected") for (const { session } of meters) session.connected(state.since.monoMs);
    if (link === BROKER) this.#brokerState(kind);
    const names = new Set(meters.map(({ config }) => config.name));
    if (kind !== "connecting")
      for (const { config, painter } of this.#displays) if (names.has(config.meter)) painter.request();
    this.#notify();
  }

  #brokerState(kind: LinkState["kind"]): void {
    if (kind === "connected") {
      this.#outbox.connected();
      this.#prefixWatch.start();
      this.#search.start();
    } else {
      this.#outbox.disconnected();
      this.#prefixWatch.stop();
      this.#search.stop();
    }
  }

  #notFollowed(thrown: unknown): void {
    this.#parts.log.error(errorFacts(thrown), "the meter that was found cannot be used");
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
