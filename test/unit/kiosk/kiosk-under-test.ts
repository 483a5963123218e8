import type { BrokerConfig, Config, DisplayConfig } from "../../../src/config/config.ts";
import { memoryDisplay } from "../../../src/display/memory.ts";
import { WattframeError } from "../../../src/errors.ts";
import { type Kiosk, type KioskParts, startKiosk } from "../../../src/kiosk/kiosk.ts";
import { configuredDisplay } from "../../../src/kiosk/kiosk-display.ts";
import { SILENT } from "../../../src/log.ts";
import type { Occasion } from "../../../src/refresh/state.ts";
import type { SourceEvents } from "../../../src/source/source.ts";

/** A broker elsewhere. */
export const REMOTE: BrokerConfig = { kind: "remote", url: "mqtt://127.0.0.1", keepaliveS: 30 };

/** A PNG display, 800 × 480, that a telegram draws and a schedule hardly ever does. */
export function display(name: string, own: Partial<DisplayConfig> = {}): DisplayConfig {
  return {
    name,
    kind: "png-file",
    meter: "house",
    layout: "balance",
    theme: "light",
    refresh: { onTelegram: true, schedule: "0 0 0 1 1 *", minIntervalS: 0 },
    options: { path: `${name}.png`, size: "800x480", palette: "black-white" },
    ...own,
  };
}

/** A configuration with these displays. */
export function config(names: readonly (string | DisplayConfig)[], own: Partial<Config> = {}): Config {
  return {
    file: "wattframe.yaml",
    name: "test",
    broker: REMOTE,
    meters: [{ name: "house", prefix: "p1", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki", wire: {} }],
    locale: "en-GB",
    clock: { trusted: true },
    log: { level: "silent" },
    displays: names.map((one) => (typeof one === "string" ? display(one) : one)),
    ...own,
  };
}

/** The hardware and the broker of a kiosk, which note what they were asked to do, and break when they are told to. */
export class World {
  /** In order: `show NAME` for the first picture of each display that was made, `close NAME`, `open` and `close source …`. */
  readonly done: string[] = [];
  /** What does not work. */
  readonly broken = new Set<string>();
  /** Displays whose pictures never end. */
  readonly hanging = new Set<string>();
  /** Pictures that each display was shown. */
  readonly shows = new Map<string, number>();
  /** Occasions of the pictures that each display was shown, in order. */
  readonly occasions = new Map<string, (Occasion | "ordinary")[]>();
  /** Closing these takes until the promise resolves. */
  readonly slow = new Map<string, Promise<void>>();
  /** Of the source that was opened last. */
  events: SourceEvents | undefined;

  /** Starts a kiosk in this world. */
  start(first: Config, parts: Partial<KioskParts> = {}): Promise<Kiosk> {
    return startKiosk(first, {
      log: SILENT,
      runtimeFolder: ".",
      stateFolder: ".",
      openSource: ({ broker, name }, events) => {
        this.events = events;
        const what = `source ${broker?.kind ?? "none"} ${name}`;
        this.#use(what);
        this.done.push(`open ${what}`);
        return Promise.resolve({ publish: () => Promise.resolve(), stop: () => this.#close(what) });
      },
      displayFactory: (line) => ({ ...configuredDisplay(line), create: () => this.#display(line.name) }),
      ...parts,
    });
  }

  #display(name: string) {
    const inner = memoryDisplay();
    let isFirst = true;
    const show: typeof inner.show = (raster, now, occasion) => {
      this.#use(name);
      if (isFirst) this.done.push(`show ${name}`);
      isFirst = false;
      this.shows.set(name, (this.shows.get(name) ?? 0) + 1);
      this.occasions.set(name, [...(this.occasions.get(name) ?? []), occasion ?? "ordinary"]);
      return this.hanging.has(name) ? new Promise(() => {}) : inner.show(raster, now);
    };
    return { show, close: () => this.#close(name) };
  }

  #use(what: string): void {
    if (this.broken.has(what)) throw new WattframeError("BUS_IO", `${what} is broken`);
  }

  async #close(what: string): Promise<void> {
    await this.slow.get(what);
    this.done.push(`close ${what}`);
    this.#use(what);
  }
}
