import { brokerOptionsOf, type Config, type DisplayConfig, type MeterConfig } from "../config/config.ts";
import { LayoutFolder } from "../config/layout-file.ts";
import { displayRowOf } from "../display/displays.ts";
import { WattframeError } from "../errors.ts";
import { History } from "../history/history.ts";
import type { Log } from "../log.ts";
import { localParts } from "../meter/local-time.ts";
import type { Message } from "../meter/message.ts";
import type { Now } from "../meter/now.ts";
import type { Reading } from "../meter/reading.ts";
import { LAYOUTS_FOLDER } from "../package-folder.ts";
import { quietUntilMs } from "../refresh/quiet-hours.ts";
import { type Schedule, startSchedule } from "../refresh/schedule.ts";
import { systemClock } from "../source/clock.ts";
import type { Source, SourceState } from "../source/source.ts";
import { buildView } from "../view/build-view.ts";
import { rendererFor } from "./compose.ts";
import { Intake } from "./intake.ts";
import { openSource } from "./open-source.ts";
import { Painter } from "./painter.ts";

/** A running kiosk. */
export interface Kiosk {
  /** Takes another configuration and the layouts as they are now; keeps everything as it was when that fails. */
  reload(config: Config): Promise<void>;
  /** Ends in order: no more messages, the pictures under way finished, the displays left safe. Idempotent. */
  stop(): Promise<void>;
  readonly state: KioskState;
}

/** What a running kiosk says of itself. */
export interface KioskState {
  readonly broker: SourceState | undefined;
  readonly meters: readonly MeterLine[];
  readonly painters: readonly Painter[];
}

/** One meter with what is known of it. */
export interface MeterLine {
  readonly config: MeterConfig;
  readonly history: History;
  readonly intake: Intake;
}

/** What a kiosk is given. */
export interface KioskParts {
  readonly log: Log;
  /** Folder for small files of the running process. */
  readonly runtimeFolder: string;
  /** Readings of the past by the name of their meter, with their own times; taken in before the first picture. */
  readonly past?: Readonly<Record<string, Iterable<Reading>>>;
}

/** Builds every stage of a configuration and joins them. @throws WattframeError when a display, layout or broker cannot be used */
export async function startKiosk(config: Config, parts: KioskParts): Promise<Kiosk> {
  const kiosk = new RunningKiosk(config, parts);
  await kiosk.start();
  return kiosk;
}

class RunningKiosk implements Kiosk {
  #config: Config;
  readonly #parts: KioskParts;
  readonly #clock: ReturnType<typeof systemClock>;
  #meters: MeterLine[] = [];
  #painters: { painter: Painter; meter: string; onTelegram: boolean }[] = [];
  #schedules: Schedule[] = [];
  #source: Source | undefined;
  #broker: SourceState | undefined;
  readonly #quiet = new Map<Intake, NodeJS.Timeout>();
  #stopped: Promise<void> | undefined;

  constructor(config: Config, parts: KioskParts) {
    this.#config = config;
    this.#parts = parts;
    this.#clock = systemClock(config.clock, parts.log);
    this.#meters = this.#metersOf(config);
  }

  get state(): KioskState {
    return { broker: this.#broker, meters: this.#meters, painters: this.#painters.map(({ painter }) => painter) };
  }

  async start(): Promise<void> {
    await this.#clock.ready;
    for (const { config, history } of this.#meters) {
      for (const reading of this.#parts.past?.[config.name] ?? []) history.add(reading);
    }
    this.#painters = await this.#paintersOf(this.#config, this.#meters);
    this.#source = await this.#open(this.#config);
    this.#startSchedules();
    this.#sayWhatIsMissing();
    for (const { painter } of this.#painters) painter.ask();
  }

  /** What the configuration may already ask for and this version does not do: said, not passed over. */
  #sayWhatIsMissing(): void {
    const { preview, history } = this.#config;
    if (preview) this.#parts.log.warn({}, "there is no preview page yet: nothing listens at preview.listen");
    if (history) this.#parts.log.warn({}, "the history is kept in memory only: nothing is written to history.path yet");
  }

  async reload(config: Config): Promise<void> {
    const meters = this.#metersOf(config);
    const painters = await this.#paintersOf(config, meters);
    const sourceChanged = sourceKey(config) !== sourceKey(this.#config);
    const source = sourceChanged ? await this.#reopen(config) : this.#source;
    const before = this.#painters;
    this.#endSchedules();
    [this.#config, this.#meters, this.#painters, this.#source] = [config, meters, painters, source];
    this.#startSchedules();
    await Promise.all(before.map(({ painter }) => painter.close()));
    for (const { painter } of painters) painter.ask();
    this.#parts.log.info({ file: config.file }, "the configuration was read again");
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    this.#endSchedules();
    for (const timer of this.#quiet.values()) clearTimeout(timer);
    await this.#source?.stop();
    await Promise.all(this.#painters.map(({ painter }) => painter.close()));
    this.#clock.stop();
    this.#parts.log.info({}, "stopped");
  }

  /** A meter that was there before keeps what is known of it. */
  #metersOf(config: Config): MeterLine[] {
    return config.meters.map((meter) => {
      const before = this.#meters.find((line) => line.config.prefix === meter.prefix);
      const history = before?.history ?? new History();
      const log = this.#parts.log.child({ meter: meter.name });
      return { config: meter, history, intake: new Intake(meter, history, log) };
    });
  }

  #paintersOf(config: Config, meters: readonly MeterLine[]) {
    const layouts = new LayoutFolder([...(config.layouts === undefined ? [] : [config.layouts]), LAYOUTS_FOLDER]);
    return Promise.all(
      config.displays.map(async (display) => {
        const meter = meters.find((line) => line.config.name === display.meter);
        if (!meter) throw new WattframeError("CONFIG_INVALID", `the display "${display.name}" has no meter`);
        const painter = await this.#painterOf(config, display, meter, layouts);
        return { painter, meter: display.meter, onTelegram: display.refresh.onTelegram };
      }),
    );
  }

  async #painterOf(config: Config, display: DisplayConfig, meter: MeterLine, layouts: LayoutFolder): Promise<Painter> {
    const row = displayRowOf(display.kind);
    if (!row) throw new WattframeError("CONFIG_INVALID", `there is no kind of display "${display.kind}"`);
    const surface = row.surface(display.options);
    const renderer = await rendererFor(layouts, display.layout, display.theme, surface);
    const { runtimeFolder } = this.#parts;
    const { quietHours } = display;
    const log = this.#parts.log.child({ display: display.name });
    const quiet = quietHours
      ? { quietUntilMs: (wallMs: number) => quietUntilMs(quietHours, wallMs, minuteOfDay(meter.config.timeZone)) }
      : {};
    const settings = { meter: meter.config, locale: config.locale };
    return new Painter({
      name: display.name,
      renderer,
      palette: surface.palette,
      display: await row.open(display.options, { name: display.name, runtimeFolder, log, ...quiet }),
      minIntervalMs: display.refresh.minIntervalS * 1_000,
      clock: this.#clock.now,
      view: (now, before) => buildView(meter.history, this.#link(now), now, settings, before),
      log,
    });
  }

  #link(now: Now) {
    return this.#broker ?? { kind: "connecting" as const, since: now };
  }

  #open(config: Config): Promise<Source> {
    const events = {
      message: (message: Message) => this.#take(message),
      state: (state: SourceState) => this.#brokerState(state),
    };
    return openSource(config, events, this.#clock.now, this.#parts.log);
  }

  async #reopen(config: Config): Promise<Source> {
    await this.#source?.stop();
    try {
      return await this.#open(config);
    } catch (thrown) {
      this.#source = await this.#open(this.#config);
      throw thrown;
    }
  }

  #take(message: Message): void {
    for (const { intake, config } of this.#meters) {
      if (!intake.isMine(message.topic)) continue;
      const taken = intake.take(message);
      if (taken.complete) this.#draw(config.name);
      if (taken.quietUntilMonoMs !== undefined) this.#flushAt(intake, config.name, taken.quietUntilMonoMs);
    }
  }

  /** A timer may fire a little before its time by the other clock: then it is set once more. */
  #flushAt(intake: Intake, meter: string, monoMs: number): void {
    clearTimeout(this.#quiet.get(intake));
    const waitMs = Math.max(1, Math.ceil(monoMs - this.#clock.now().monoMs));
    const flush = () => {
      const { complete, quietUntilMonoMs } = intake.quiet(this.#clock.now().monoMs);
      if (complete) this.#draw(meter);
      if (quietUntilMonoMs !== undefined) this.#flushAt(intake, meter, quietUntilMonoMs);
    };
    this.#quiet.set(intake, setTimeout(flush, waitMs));
  }

  #draw(meter: string): void {
    for (const entry of this.#painters) if (entry.meter === meter && entry.onTelegram) entry.painter.ask();
  }

  #brokerState(state: SourceState): void {
    this.#broker = state;
    const { kind, reason } = state;
    this.#parts.log[kind === "lost" || kind === "refused" ? "warn" : "info"]({ kind, reason }, `broker ${kind}`);
    if (kind !== "connecting") for (const { painter } of this.#painters) painter.ask();
  }

  #startSchedules(): void {
    this.#schedules = this.#config.displays.flatMap((display) => {
      const entry = this.#painters.find(({ painter }) => painter.name === display.name);
      const zone = this.#meters.find((line) => line.config.name === display.meter)?.config.timeZone ?? "UTC";
      return entry ? [startSchedule(display.refresh.schedule, zone, () => entry.painter.ask())] : [];
    });
  }

  #endSchedules(): void {
    for (const schedule of this.#schedules) schedule.stop();
    this.#schedules = [];
  }
}

function minuteOfDay(timeZone: string): (ms: number) => number {
  return (ms) => {
    const { hour, minute } = localParts(ms, timeZone);
    return hour * 60 + minute;
  };
}

/** What decides whether a new configuration needs a new connection. */
function sourceKey({ broker, meters, name }: Config): string {
  const options = broker.kind === "remote" ? brokerOptionsOf(broker) : broker;
  return JSON.stringify([name, options, meters.map((meter) => meter.prefix)]);
}
