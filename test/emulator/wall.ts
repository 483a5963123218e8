import type { SpiBus } from "../../src/bus/spi-bus.ts";
import type { Display } from "../../src/display/display.ts";
import { epaperDisplay } from "../../src/display/epaper.ts";
import { epaperOptions } from "../../src/display/epaper-options.ts";
import type { PanelEnvironment } from "../../src/display/epaper-panel.ts";
import { type Log, SILENT } from "../../src/log.ts";
import type { Now } from "../../src/meter/now.ts";
import { panelOf } from "../../src/panel/panels.ts";
import type { QuietSpan } from "../../src/refresh/quiet-hours.ts";
import { refreshTimes } from "../../src/refresh/refresh-times.ts";
import type { EmulatedController } from "./emulated-controller.ts";
import { emulatorOf } from "./emulator-of.ts";
import { FakeClock } from "./fake-clock.ts";

const S = 1000;
const WALL = Date.UTC(2026, 0, 15, 12);

/** A clock with timers, an emulated panel that outlives the display, and the display on it. */
export class Wall {
  readonly clock = new FakeClock();
  readonly glass: EmulatedController;
  readonly said: string[] = [];
  readonly #timers = new Set<{ readonly atMs: number; readonly work: () => void }>();
  opened = 0;
  closed = 0;
  wallOffsetMs = WALL;
  fault: Error | undefined;
  isConnected = true;
  quiet: QuietSpan | undefined;

  readonly id: string;
  /** Where the state is kept. */
  readonly folder: string;

  constructor(folder: string, id = "waveshare-7in5-v2") {
    this.folder = folder;
    this.id = id;
    this.glass = emulatorOf(panelOf(id), this.clock) as EmulatedController;
  }

  now(): Now {
    return { wallMs: this.wallOffsetMs + this.clock.nowMs(), monoMs: this.clock.nowMs(), clockSet: true };
  }

  /** Makes a display on the panel. */
  display(options: object = {}, name = "hall"): Display {
    const log: Log = {
      ...SILENT,
      warn: (facts, message) => void this.said.push(`${message} ${JSON.stringify(facts)}`),
    };
    const around: PanelEnvironment = {
      openBus: async () => {
        if (this.fault) throw this.fault;
        this.opened++;
        return closing(this.isConnected ? this.glass : NOTHING, () => this.closed++);
      },
      timing: this.clock,
      later: (ms, work) => {
        const timer = { atMs: this.clock.nowMs() + ms, work };
        this.#timers.add(timer);
        return () => void this.#timers.delete(timer);
      },
      log,
    };
    const { folder } = this;
    const environment = {
      name,
      runtimeFolder: folder,
      stateFolder: folder,
      log,
      refreshTimes: (wallMs: number) => ({ ...refreshTimes(wallMs, "UTC"), ...(this.quiet && { quiet: this.quiet }) }),
    };
    return epaperDisplay(epaperOptions.parse({ panel: this.id, ...options }), environment, around);
  }

  /** Lets seconds pass and runs due timers; the state of the panel is checked each second. */
  async pass(seconds: number): Promise<void> {
    for (let i = 0; i < seconds; i++) {
      this.glass.rest(S);
      for (const timer of [...this.#timers].filter(({ atMs }) => atMs <= this.clock.nowMs())) {
        this.#timers.delete(timer);
        timer.work();
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}

/** Wires that end nowhere; BUSY floats high. */
const NOTHING: SpiBus = {
  set() {},
  busy: () => 1,
  write: async () => undefined,
  transfer: async (bytes) => bytes,
  exclusively: (work) => work(),
  close() {},
};

/** The emulator as wires that can be closed and opened again while the panel keeps its state. */
export function closing(bus: SpiBus, close: () => void): SpiBus {
  return {
    set: (line, level) => bus.set(line, level),
    busy: () => bus.busy(),
    write: (bytes) => bus.write(bytes),
    transfer: (bytes) => bus.transfer(bytes),
    exclusively: (work) => bus.exclusively(work),
    close,
  };
}
