import type { Display, ShowResult } from "../display/display.ts";
import { messageOf, WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Now } from "../meter/now.ts";
import type { Palette } from "../raster/palette.ts";
import { quantize } from "../raster/quantize.ts";
import type { Raster } from "../raster/raster.ts";
import type { Renderer } from "../render/renderer.ts";
import type { ShownPower, View } from "../view/view.ts";

/** What a painter is made of. */
export interface PainterParts {
  readonly name: string;
  readonly renderer: Renderer;
  readonly palette: Palette;
  readonly display: Display;
  readonly minIntervalMs: number;
  readonly clock: () => Now;
  /** The view of now; handed what was last drawn. */
  readonly view: (now: Now, before: ShownPower | undefined) => View;
  readonly log: Log;
}

/** What a painter has done so far. */
export interface PainterState {
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
  #state: PainterState = {};
  #shown: ShownPower | undefined;
  #isAsked = false;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: PainterParts) {
    this.name = parts.name;
    this.#parts = parts;
  }

  get state(): PainterState {
    return this.#state;
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
    return drawn ? drawn.monoMs + this.#parts.minIntervalMs - now.monoMs : 0;
  }

  async #draw(now: Now): Promise<void> {
    const { renderer, palette, display, log, name } = this.#parts;
    try {
      const view = this.#parts.view(now, this.#shown);
      const raster = quantize(renderer.draw(view).frame, palette);
      const result = await display.show(raster, now);
      this.#shown = view.power.shown;
      if (this.#state.fault) log.info({ display: name }, "the display works again");
      this.#state = { raster, result, drawnAt: now };
      log.debug({ display: name, ...result }, "drawn");
      if (result.notBeforeMonoMs !== undefined) this.#later(Math.max(1, result.notBeforeMonoMs - now.monoMs));
    } catch (thrown) {
      const fault = { code: thrown instanceof WattframeError ? thrown.code : "USAGE", message: messageOf(thrown) };
      if (this.#state.fault?.code !== fault.code) log.error({ display: name, ...fault }, "the display failed");
      const { raster } = this.#state;
      this.#state = { ...(raster ? { raster } : {}), drawnAt: now, fault };
    }
  }

  #later(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.ask();
    }, waitMs);
  }
}
