import type { Display, ShowResult } from "../display/display.ts";
import { errorFacts } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Now } from "../meter/now.ts";
import type { Palette } from "../raster/palette.ts";
import { quantize } from "../raster/quantize.ts";
import type { Raster } from "../raster/raster.ts";
import type { Renderer } from "../render/renderer.ts";
import type { ShownPower, View } from "../view/view.ts";
import { afterShow, NOTHING_SHOWN, type ShowLog } from "./show-log.ts";

/** What a picture is drawn with; may be exchanged while the display goes on. */
export interface Composition {
  readonly renderer: Renderer;
  readonly minIntervalMs: number;
  /** The view of now; handed what was last drawn. */
  readonly view: (now: Now, before: ShownPower | undefined) => View;
}

/** What a painter is made of. */
export interface PainterParts extends Composition {
  readonly name: string;
  readonly palette: Palette;
  readonly display: Display;
  readonly clock: () => Now;
  /** Names the display in each of its records. */
  readonly log: Log;
  /** Called when the state has changed. */
  readonly onChange?: () => void;
}

/** What a painter has done so far. */
export interface PainterState {
  /** The picture last drawn. */
  readonly raster?: Raster;
  readonly result?: ShowResult;
  readonly drawnAt?: Now;
  readonly fault?: { readonly code: string; readonly message: string };
}

/**
 * Draws one display when asked. At most one picture is under way and one is asked for: what came in between is in the
 * next one anyway. Asking costs nothing and never waits, so a slow display delays nobody.
 */
export class Painter {
  readonly name: string;
  readonly #parts: PainterParts;
  #composition: Composition;
  #state: PainterState = {};
  #log: ShowLog = NOTHING_SHOWN;
  #shown: ShownPower | undefined;
  #isAsked = false;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: PainterParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#composition = parts;
  }

  get state(): PainterState {
    return this.#state;
  }

  /** What the display has been doing. */
  get shows(): ShowLog {
    return this.#log;
  }

  /** Draws otherwise from the next picture on, on the same display. */
  compose(composition: Composition): void {
    this.#composition = composition;
  }

  /** Asks for a picture of what is known when its turn comes. */
  ask(): void {
    if (this.#isClosed) return;
    this.#isAsked = true;
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
      if (this.#isAsked && !this.#timer) this.ask();
    });
  }

  /** Finishes the picture that is under way and leaves the display safe. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
    clearTimeout(this.#timer); // only now: the last picture may have asked for another offer
    await this.#parts.display.close();
  }

  async #work(): Promise<void> {
    while (this.#isAsked && !this.#isClosed) {
      const now = this.#parts.clock();
      const waitMs = this.#waitMs(now);
      if (waitMs > 0) {
        this.#later(waitMs);
        return;
      }
      this.#isAsked = false;
      await this.#draw(now);
    }
  }

  #waitMs(now: Now): number {
    const drawn = this.#state.drawnAt;
    return drawn ? drawn.monoMs + this.#composition.minIntervalMs - now.monoMs : 0;
  }

  async #draw(now: Now): Promise<void> {
    const { palette, display, log } = this.#parts;
    const { renderer, view: viewOf } = this.#composition;
    try {
      const view = viewOf(now, this.#shown);
      const raster = quantize(renderer.draw(view).frame, palette);
      const result = await display.show(raster, now);
      this.#shown = view.power.shown;
      if (this.#state.fault) log.info({}, "the display works again");
      this.#state = { raster, result, drawnAt: now };
      this.#log = afterShow(this.#log, raster, result, now);
      log.debug(result, "drawn");
      if (result.notBeforeMonoMs !== undefined) this.#later(Math.max(1, result.notBeforeMonoMs - now.monoMs));
    } catch (thrown) {
      const facts = errorFacts(thrown);
      if (this.#state.fault?.code !== facts.code) log.error(facts, "the display failed");
      const fault = { code: facts.code, message: facts.error };
      const { raster } = this.#state;
      this.#state = { ...(raster ? { raster } : {}), drawnAt: now, fault };
    }
    this.#parts.onChange?.();
  }

  #later(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.ask();
    }, waitMs);
  }
}
