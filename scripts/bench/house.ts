import { LayoutFolder } from "../../src/config/layout-file.ts";
import { History } from "../../src/history/history.ts";
import { pastNow } from "../../src/meter/now.ts";
import { LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { encodePng } from "../../src/raster/png.ts";
import type { Raster } from "../../src/raster/raster.ts";
import { rendererFor } from "../../src/render/compose.ts";
import type { Rendered } from "../../src/render/rendered.ts";
import type { Renderer } from "../../src/render/renderer.ts";
import { scenarioOf } from "../../src/simulator/scenario.ts";
import { addSimulated } from "../../src/simulator/scenario-history.ts";
import { type SimTelegram, simulate } from "../../src/simulator/simulate.ts";
import { SIMULATED_METER } from "../../src/simulator/simulated-meter.ts";
import { buildView, viewMemory } from "../../src/view/build-view.ts";
import type { PartMemories } from "../../src/view/parts.ts";
import type { PartialView } from "../../src/view/view.ts";

const { timeZone } = SIMULATED_METER;

/** Local noon of a simulated winter's day, milliseconds since 1970. */
export const NOON_MS = Date.parse("2026-01-15T12:00:00+02:00");
/** The ordinary day of the simulated house. */
export const DAY = scenarioOf("day", () => undefined);

/** A simulated house with what its meter sent so far: a telegram every ten seconds. */
export class House {
  readonly history: History;
  atMs = 0;
  readonly #telegrams: Iterator<SimTelegram>;

  /** @param hours of telegrams before the first picture, which is at noon */
  constructor(hours = 36, history = new History({ timeZone })) {
    this.history = history;
    const fromMs = NOON_MS - hours * 3_600_000;
    this.#telegrams = simulate({ scenario: DAY, seed: 1, timeZone, fromMs, toMs: Infinity, anchorMs: NOON_MS });
    while (this.atMs < NOON_MS) this.next();
  }

  /** Takes the next telegram. */
  next(): this {
    const telegram: SimTelegram = this.#telegrams.next().value;
    addSimulated(this.history, telegram, DAY);
    this.atMs = telegram.atMs;
    return this;
  }
}

/** What a picture is drawn of. */
type Known = Pick<House, "history" | "atMs">;

/** Pictures of a house, each with the memory of the one before, as a kiosk draws them. */
export class Pictures {
  readonly renderer: Renderer;
  #before: PartMemories | undefined;
  #drawn: Rendered | undefined;

  constructor(renderer: Renderer) {
    this.renderer = renderer;
  }

  /** Pictures of a layout for a black and white panel. */
  static async of(layout: string, width: number, height: number): Promise<Pictures> {
    const layouts = new LayoutFolder([LAYOUTS_FOLDER]);
    return new Pictures(await rendererFor(layouts, layout, "light", { width, height, palette: BLACK_WHITE }));
  }

  view({ history, atMs }: Known): PartialView {
    const now = pastNow(atMs);
    const input = { history, now, link: { kind: "connected", since: now }, meter: SIMULATED_METER } as const;
    const view = buildView({ locale: "en-GB", parts: this.renderer.parts, before: this.#before, ...input });
    this.#before = viewMemory(view, input);
    return view;
  }

  /** The picture last drawn; the very same as before where nothing changed. */
  get shown(): Raster | undefined {
    return this.#drawn?.raster;
  }

  raster(known: Known): Raster {
    this.#drawn = this.renderer.draw(this.view(known), this.#drawn);
    return this.#drawn.raster;
  }

  png(known: Known): Uint8Array {
    return encodePng(this.raster(known));
  }
}
