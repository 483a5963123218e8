import { History } from "../../../src/history/history.ts";
import type { Kiosk, KioskState } from "../../../src/kiosk/kiosk.ts";
import { layoutsOf } from "../../../src/kiosk/kiosk-display.ts";
import type { Raster } from "../../../src/raster/raster.ts";
import { rendererOf } from "../../../src/render/compose.ts";
import type { DrawnText } from "../../../src/render/frame-pen.ts";
import type { Renderer } from "../../../src/render/renderer.ts";
import { buildView } from "../../../src/view/build-view.ts";
import { pictureFormat } from "../../../src/view/listed-writer.ts";

/** Reads the clock on pictures of one display, by drawing what it would look like. */
export class FaceTime {
  readonly #name: string;
  readonly #renderer: Renderer;

  private constructor(name: string, renderer: Renderer) {
    this.#name = name;
    this.#renderer = renderer;
  }

  static async of(state: KioskState, name: string): Promise<FaceTime> {
    const display = state.displays.find(({ config }) => config.name === name);
    if (!display) throw new Error(`there is no display ${name}`);
    const layout = await layoutsOf(state.config).load(display.config.layout);
    return new FaceTime(name, await rendererOf(layout, display.config.theme, display.surface));
  }

  /** Tells whether the clock on a picture shows the minute of an instant, milliseconds since 1970 UTC. */
  shows(raster: Raster, atMs: number, kiosk: Pick<Kiosk, "state" | "now">): boolean {
    const { config, meters, displays } = kiosk.state;
    const meter = meters.find(
      (one) => one.config.name === displays.find((row) => row.config.name === this.#name)?.config.meter,
    );
    if (!meter) throw new Error(`the display ${this.#name} has no meter`);
    const clock = pictureFormat(config.locale, meter.config.timeZone).time(atMs);
    const now = { ...kiosk.now(), wallMs: atMs };
    // Before the first value, another face waits for the meter.
    return [meter.history, new History()].some((history) => {
      const { parts } = this.#renderer;
      const link = { kind: "connected", since: now } as const;
      const view = buildView({ history, link, now, meter: meter.config, locale: config.locale, parts });
      const { raster: shown, boxes } = this.#renderer.draw(view);
      const place = boxes.flatMap(({ texts }) => texts).findLast(({ text }) => text.endsWith(clock));
      return place !== undefined && isSameAt(place, raster, shown);
    });
  }
}

function isSameAt({ x, y, w, h }: DrawnText, a: Raster, b: Raster): boolean {
  return Array.from({ length: h }, (_, row) => (y + row) * a.width + x).every(
    (at) => Buffer.compare(a.pixels.subarray(at, at + w), b.pixels.subarray(at, at + w)) === 0,
  );
}
