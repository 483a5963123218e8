import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Config, DisplayConfig } from "../../../src/config/config.ts";
import { CONFIG_CONTEXT } from "../../../src/config/config-context.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { type Kiosk, startKiosk } from "../../../src/kiosk/kiosk.ts";
import { configuredDisplay, type DisplayFactory } from "../../../src/kiosk/kiosk-display.ts";
import { type Log, SILENT } from "../../../src/log.ts";
import { randomOf } from "../../../src/simulator/random.ts";
import { DrivenTime } from "./driven-time.ts";
import { FaceTime } from "./face-time.ts";
import {
  DAY_MS,
  FIRST_DAY_MS,
  HOUR_MS,
  isQuiet,
  LIVELY,
  type Moment,
  monthConfig,
  PANELS,
  TIME_ZONE,
} from "./month-config.ts";
import { SoakPanel } from "./soak-panel.ts";
import { SoakScreen } from "./soak-screen.ts";
import { UnsteadyBroker } from "./unsteady-broker.ts";

/** Looks at every panel a day, each at a random moment; and how many of them are closer. */
const LOOKS = 24;
const CLOSE_LOOKS = 3;
/** Chance of a day to have an outage of the broker, and a restart of the kiosk. */
const OUTAGE_CHANCE = 0.5;
const RESTART_CHANCE = 0.3;
const LONGEST_OUTAGE_MS = 2 * HOUR_MS;
/** Displays whose face has a clock. */
const CLOCKS = ["hall", "colour", "grey"];

interface Event {
  readonly atMs: number;
  readonly happen: () => Promise<void> | void;
}

/** One simulated month of a kiosk: its time, its broker, its displays, and what was found on the way. */
export class Month {
  readonly panels: ReadonlyMap<string, SoakPanel>;
  readonly screens: ReadonlyMap<string, SoakScreen>;
  /** Looks at a panel, clocks read on faces, outages of the broker and restarts of the kiosk. */
  readonly counts = { looks: 0, clocks: 0, outages: 0, restarts: 0 };
  /** Sentences about what was not as it should be at a moment that was looked at. */
  readonly faults: string[] = [];
  /** Warnings and errors of the kiosk's log. */
  readonly complaints: string[] = [];
  /** Bytes of the heap and of buffers in use at the end of each day. */
  readonly memory: number[] = [];
  readonly #folder: string;
  readonly #time = new DrivenTime(FIRST_DAY_MS);
  readonly #broker = new UnsteadyBroker(5, TIME_ZONE);
  readonly #random = randomOf(7);
  readonly #faces = new Map<string, FaceTime>();
  #kiosk: Kiosk | undefined;
  #config = "";

  constructor(folder: string) {
    this.#folder = folder;
    this.panels = new Map(Object.entries(PANELS).map(([name, id]) => [name, new SoakPanel(id, this.#time)]));
    this.screens = new Map(["screen", "file"].map((name) => [name, new SoakScreen(folder, this.#time)]));
  }

  /** Lives so many days. */
  async live(days: number): Promise<void> {
    try {
      for (let day = 0; day < days; day++) await this.#liveDay(day);
      await this.#stop();
    } finally {
      this.#time.end();
    }
  }

  async #liveDay(day: number): Promise<void> {
    await this.#configure({ day, isLively: false });
    for (const { atMs, happen } of this.#eventsOf(day)) {
      await this.#time.passTo(atMs);
      await happen();
    }
    await this.#time.passTo(FIRST_DAY_MS + (day + 1) * DAY_MS);
    this.memory.push(await memoryInUse());
  }

  #eventsOf(day: number): Event[] {
    const at = () => FIRST_DAY_MS + (day + this.#random()) * DAY_MS;
    const events: Event[] = Array.from({ length: LOOKS }, (_, i) => ({
      atMs: at(),
      happen: () => (i < CLOSE_LOOKS ? this.#lookClosely() : this.#look()),
    }));
    if (this.#random() < RESTART_CHANCE) events.push({ atMs: at(), happen: () => this.#restart() });
    if (day === LIVELY.day) {
      const atHour = (hour: number) => FIRST_DAY_MS + day * DAY_MS + hour * HOUR_MS;
      events.push({ atMs: atHour(LIVELY.fromHour), happen: () => this.#configure({ day, isLively: true }) });
      events.push({ atMs: atHour(LIVELY.toHour), happen: () => this.#configure({ day, isLively: false }) });
    }
    if (this.#random() < OUTAGE_CHANCE) {
      const [fromMs, lastsMs] = [at(), this.#random() * LONGEST_OUTAGE_MS];
      events.push({ atMs: fromMs, happen: () => this.#broker.set(false) });
      events.push({ atMs: fromMs + lastsMs, happen: () => this.#broker.set(true) });
      this.counts.outages++;
    }
    return events.sort((a, b) => a.atMs - b.atMs);
  }

  #look(): void {
    this.counts.looks += this.panels.size;
    for (const panel of this.panels.values()) this.faults.push(...panel.faultsNow());
  }

  /** Looks more closely: at files too, and at the clocks on the faces. */
  async #lookClosely(): Promise<void> {
    this.#look();
    for (const screen of this.screens.values()) this.faults.push(...(await screen.faultsNow()));
    for (const name of CLOCKS) {
      const shown = this.panels.get(name)?.shown;
      if (shown === undefined || isQuiet(shown.atMs) || this.#kiosk === undefined) continue;
      const face = this.#faces.get(name) ?? (await FaceTime.of(this.#kiosk.state, name));
      this.#faces.set(name, face);
      this.counts.clocks++;
      if (!face.shows(shown.raster, shown.atMs, this.#kiosk))
        this.faults.push(`${name}: the clock does not show ${new Date(shown.atMs).toISOString()}`);
    }
  }

  /** Has the kiosk take a configuration, where that is another one. */
  async #configure(moment: Moment): Promise<void> {
    const text = monthConfig(this.#folder, moment);
    if (text === this.#config) return;
    this.#config = text;
    if (this.#kiosk) await this.#time.passDuring(this.#kiosk.reload(await this.#loadConfig()));
    else await this.#start();
  }

  async #loadConfig(): Promise<Config> {
    const file = join(this.#folder, "wattframe.yaml");
    writeFileSync(file, this.#config);
    return await loadConfig(file, {}, CONFIG_CONTEXT);
  }

  async #start(): Promise<void> {
    const state = join(this.#folder, "state");
    mkdirSync(state, { recursive: true });
    const start = async () =>
      await startKiosk(await this.#loadConfig(), {
        log: this.#log(),
        runtimeFolder: state,
        stateFolder: state,
        openSource: this.#broker.open,
        displayFactory: (display) => this.#factory(display),
      });
    this.#kiosk = await this.#time.passDuring(start());
  }

  async #restart(): Promise<void> {
    this.counts.restarts++;
    await this.#stop();
    await this.#start();
  }

  async #stop(): Promise<void> {
    if (this.#kiosk) await this.#time.passDuring(this.#kiosk.stop());
    this.#kiosk = undefined;
  }

  #factory(display: DisplayConfig): DisplayFactory {
    const configured = configuredDisplay(display);
    const emulated = this.panels.get(display.name) ?? this.screens.get(display.name);
    return {
      destination: configured.destination,
      surface: () => configured.surface(),
      create: (environment) => emulated?.display(display, environment) ?? configured.create(environment),
    };
  }

  #log(): Log {
    const complain = (facts: object, message: string) =>
      void this.complaints.push(`${new Date(Date.now()).toISOString()} ${message} ${JSON.stringify(facts)}`);
    const log: Log = { ...SILENT, warn: complain, error: complain, child: () => log };
    return log;
  }
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes that are in use after what is not has been collected. */
async function memoryInUse(): Promise<number> {
  // What ends with a turn of the event loop is let go of by the second collection.
  for (let i = 0; i < 2; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
