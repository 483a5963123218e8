import { type DashboardParts, dashboardOf } from "../../dashboard/dashboard-of.ts";
import { History } from "../../history/history.ts";
import { MeterSession } from "../../intake/meter-session.ts";
import { timerScheduler } from "../../intake/scheduler.ts";
import type { Now } from "../../meter/now.ts";
import type { LinkFailure } from "../../source/link-state.ts";
import type { ShownPower } from "../../view/parts/power.ts";
import { browserMonoMs } from "../clock.ts";
import type { Told } from "../values/told.ts";
import { BrokerLink, type BrokerMessage } from "./broker-link.ts";
import type { Settings } from "./settings.ts";

/** Between two pictures at least, and at most: ages and limits go on though nothing comes. Milliseconds. */
const PACE_MS = 200;
const TICK_MS = 1_000;

/** No log: the page shows everything. */
const QUIET = { info() {}, warn() {}, error() {} };

/** The engine behind the page: the same parts as in a kiosk, from the broker to the view. */
export interface Engine {
  close(): void;
  /** Tries the broker at once. */
  hurry(): void;
}

/** @param tell told of everything that is known, whenever it may have changed */
export function startEngine(settings: Settings, locale: string, tell: (told: Told) => void): Engine {
  return new RunningEngine(settings, locale, tell);
}

type Broker = DashboardParts["link"];

class RunningEngine implements Engine {
  readonly #history = new History();
  readonly #session: MeterSession;
  readonly #parts: Pick<DashboardParts, "meter" | "locale">;
  readonly #link: BrokerLink;
  readonly #tell: (told: Told) => void;
  readonly #tick: ReturnType<typeof setInterval>;
  #broker: Broker = { kind: "connecting", since: now() };
  #due: ReturnType<typeof setTimeout> | undefined;
  #shown: ShownPower | undefined;

  constructor(settings: Settings, locale: string, tell: (told: Told) => void) {
    const { prefix, mainFuseA, phases, timeZone } = settings;
    const meter = { name: prefix, prefix, mainFuseA, phases, timeZone, wire: {} };
    this.#tell = tell;
    this.#parts = { meter, locale };
    const onTelegram = () => this.#show();
    const parts = { history: this.#history, log: QUIET, clock: now, schedule: timerScheduler, onTelegram };
    this.#session = new MeterSession(meter, parts);
    this.#link = new BrokerLink(settings, {
      message: (message) => this.#take(message),
      connected: () => this.#connected(),
      failed: (fault) => this.#fail(fault),
    });
    this.#tick = setInterval(() => this.#show(), TICK_MS);
    this.#show();
  }

  close(): void {
    this.#link.close();
    clearInterval(this.#tick);
    this.#session.close();
    clearTimeout(this.#due);
  }

  hurry(): void {
    this.#link.hurry();
  }

  #take(message: BrokerMessage): void {
    if (!this.#session.isMine(message.topic)) return;
    this.#session.take({ ...message, at: now() });
    this.#due ??= setTimeout(() => this.#show(), PACE_MS);
  }

  /** Records a failure; a state that lasts keeps its beginning, and a connection that never was cannot be lost. */
  #fail({ refused, ...why }: LinkFailure): void {
    const failed = this.#broker.kind === "connecting" ? "connecting" : "lost";
    const kind = refused ? "refused" : failed;
    const { since } = this.#broker.kind === kind ? this.#broker : { since: now() };
    this.#say({ kind, since, ...why });
  }

  #connected(): void {
    const since = now();
    this.#session.connected(since.monoMs);
    this.#say({ kind: "connected", since });
  }

  #say(broker: Broker): void {
    this.#broker = broker;
    this.#show();
  }

  #show(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
    const at = now();
    const parts = { ...this.#parts, intake: this.#session, history: this.#history, link: this.#broker };
    const dashboard = dashboardOf(parts, at, this.#shown);
    this.#shown = dashboard.view.power.shown;
    this.#tell({ dashboard, heardAtMs: at.monoMs });
  }
}

/** A browser's clock counts as set: it belongs to a machine that someone uses. */
function now(): Now {
  return { wallMs: Date.now(), monoMs: browserMonoMs(), clockSet: true };
}
