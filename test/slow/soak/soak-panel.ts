import type { SpiBus } from "../../../src/bus/spi-bus.ts";
import type { DisplayConfig } from "../../../src/config/config.ts";
import type { Display, ShowResult } from "../../../src/display/display.ts";
import type { DisplayEnvironment } from "../../../src/display/display-row.ts";
import { epaperDisplay } from "../../../src/display/epaper.ts";
import { epaperOptions } from "../../../src/display/epaper-options.ts";
import { areaOf } from "../../../src/draw/box.ts";
import type { RefreshKind } from "../../../src/panel/panel.ts";
import { panelOf } from "../../../src/panel/panels.ts";
import type { Raster } from "../../../src/raster/raster.ts";
import { turn } from "../../../src/raster/turn.ts";
import { emulatorOf } from "../../emulator/emulator-of.ts";
import { FakeClock } from "../../emulator/fake-clock.ts";
import type { DoneRefresh } from "./broken-limits.ts";
import type { DrivenTime } from "./driven-time.ts";

/** A refresh with what it cost. */
export interface CountedRefresh extends DoneRefresh {
  readonly reason: string;
  /** Bytes over the bus, both ways. */
  readonly bytes: number;
  /** Pixels of its boxes, all added, as a share of the glass. */
  readonly share: number;
  readonly temperatureC: number;
}

/** Temperature where none is configured. */
const INDOORS_C = 20;

/** The emulators' clock: that of the test. */
class SharedClock extends FakeClock {
  override nowMs(): number {
    return performance.now();
  }
  override pass(ms: number): void {
    if (ms !== 0) throw new Error("this clock passes by itself");
  }
}

/** An emulated panel through a month: what reached it, and what should be on its glass. It outlives the kiosks that drive it. */
export class SoakPanel {
  readonly panel: ReturnType<typeof panelOf>;
  readonly refreshes: CountedRefresh[] = [];
  /** Faults in the use of the controller, and refreshes that were not what the display said. */
  readonly misuses: string[] = [];
  readonly #time: DrivenTime;
  readonly #emulator: ReturnType<typeof emulatorOf>;
  #shown: { readonly raster: Raster; readonly atMs: number } | undefined;
  /** The same as the panel scans it. */
  #scanned: Raster | undefined;
  #isAtWork = false;
  #bytes = 0;
  #usedMs: number | undefined;

  constructor(id: string, time: DrivenTime) {
    this.panel = panelOf(id);
    this.#time = time;
    this.#emulator = emulatorOf(this.panel, new SharedClock());
  }

  /** Bytes over the bus so far, both ways. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Picture that should be on the glass, and when its refresh began, milliseconds since 1970 UTC; absent before the first. */
  get shown(): { readonly raster: Raster; readonly atMs: number } | undefined {
    return this.#shown;
  }

  /** A display on the panel, as the kiosk makes it, on the emulator's wires. */
  display(config: DisplayConfig, environment: DisplayEnvironment): Display {
    const time = this.#time;
    const options = epaperOptions.parse(config.options);
    const degrees = typeof options.temperatureC === "number" ? options.temperatureC : INDOORS_C;
    const inner = epaperDisplay(options, environment, {
      openBus: () => Promise.resolve(this.#wires()),
      timing: {
        nowMs: () => performance.now(),
        sleep: (ms) => (this.#isAtWork ? time.sleep(ms) : time.idle(ms)),
      },
      later: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      log: environment.log,
    });
    const show: Display["show"] = async (...question) => {
      const [drawn] = question;
      const done = this.#emulator.refreshes.length;
      const bytes = this.#bytes;
      this.#usedMs = undefined;
      const result = await this.#working(() => inner.show(...question));
      if (result.facts !== undefined) {
        this.#shown = { raster: drawn, atMs: this.#usedMs ?? Number.NaN };
        this.#scanned = turn(drawn, options.rotate);
        this.#note(result, this.#emulator.refreshes.slice(done), this.#bytes - bytes, degrees);
      }
      return result;
    };
    const refusal: Display["refusal"] = (...question) =>
      this.#working(() => inner.refusal?.(...question) ?? Promise.resolve(undefined));
    return { refusal, show, close: () => this.#working(() => inner.close()) };
  }

  /** Sentences about what is not as it should be at this moment; nothing while a refresh is under way. */
  faultsNow(): readonly string[] {
    if (this.#isAtWork) return [];
    try {
      this.#emulator.rest(0);
    } catch (misuse) {
      this.misuses.push(String(misuse));
    }
    const wanted = this.#scanned;
    const isEqual = wanted === undefined || Buffer.compare(this.#emulator.glass, wanted.pixels) === 0;
    return isEqual ? [] : [`${new Date(Date.now()).toISOString()} ${this.panel.id}: the glass is not the picture`];
  }

  async #working<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#isAtWork = true;
    return await this.#time.working(work).finally(() => {
      this.#isAtWork = false;
    });
  }

  #note({ facts, reason }: ShowResult, did: readonly string[], bytes: number, temperatureC: number): void {
    const { kind, boxes } = facts as { kind: RefreshKind; boxes: readonly (readonly number[])[] };
    const glass = this.panel.width * this.panel.height;
    const share = areaOf(boxes.map(([, , width = 0, height = 0]) => ({ width, height }))) / glass;
    this.refreshes.push({ atMs: this.#usedMs ?? Number.NaN, kind, reason, bytes, share, temperatureC });
    const saysSo = this.panel.controller === "it8951" ? isKindOf(kind, did) : did.join() === kind;
    if (!saysSo) this.misuses.push(`said ${kind}, did ${did.join()}`);
  }

  #wires(): SpiBus {
    const inner = this.#emulator;
    const count = (bytes: Uint8Array) => {
      this.#bytes += bytes.length;
      this.#usedMs ??= Date.now();
    };
    const judged = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      try {
        return await work();
      } catch (misuse) {
        this.misuses.push(String(misuse));
        throw misuse;
      }
    };
    return {
      set: (line, level) => {
        this.#usedMs ??= Date.now();
        inner.set(line, level);
      },
      busy: () => inner.busy(),
      write: (bytes) => {
        count(bytes);
        return judged(() => inner.write(bytes));
      },
      transfer: (bytes) => {
        count(bytes);
        return judged(() => inner.transfer(bytes));
      },
      exclusively: (work) => inner.exclusively(work),
      close: () => inner.close(),
    };
  }
}

/** An IT8951 clears its glass after a reset, shows whole pictures by GC16, and each box by the waveform that can. */
function isKindOf(kind: RefreshKind, waveforms: readonly string[]): boolean {
  const shown = waveforms.filter((waveform) => waveform !== "INIT");
  return kind === "full" ? shown.join() === "GC16" : shown.length > 0;
}
