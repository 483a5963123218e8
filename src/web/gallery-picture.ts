import { LRUCache } from "lru-cache";
import type { LayoutFolder } from "../config/layout-file.ts";
import { panelOf } from "../panel/panels.ts";
import { encodePng } from "../raster/png.ts";
import { quantize } from "../raster/quantize.ts";
import { panelPaceMs } from "../refresh/pace.ts";
import { rendererOf } from "../render/compose.ts";
import type { Renderer } from "../render/renderer.ts";
import { SIMULATED_METER, SIMULATED_PLACE } from "../simulator/simulated-meter.ts";
import { buildWholeView } from "../view/build-view.ts";
import { faceInput } from "../view/face.ts";
import type { View } from "../view/view.ts";
import { DrawingQueue } from "./drawing-queue.ts";
import { catalogueOf } from "./gallery-catalogue.ts";
import { withFaces } from "./gallery-faces.ts";
import { type GalleryLayouts, readGalleryLayouts } from "./gallery-layouts.ts";
import { type GalleryOrder, type GalleryQuery, orderOf } from "./gallery-query.ts";
import type { GallerySurface } from "./gallery-surfaces.ts";
import type { GalleryCatalogue } from "./protocol.ts";
import { ScenarioDays } from "./scenario-day.ts";

/** Parts of a gallery. */
export interface GalleryParts {
  readonly layouts: LayoutFolder;
  /** Of the simulated house; 1 by default, as everywhere. */
  readonly seed?: number;
  /** IANA time zone of the simulated house; that of `simulate` by default. */
  readonly timeZone?: string;
}

/** A drawn picture of the gallery. */
export interface DrawnPicture {
  /** The file; kept for the next who asks, so not to be written to. */
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly paletteId: string;
}

/** Every layout on every surface in every scenario, drawn when it is asked for. */
export interface Gallery {
  /**
   * One picture: the same bytes as `wattframe render` of that scenario, instant, layout, size, palette, locale and theme.
   * @throws what {@link orderOf} throws; WattframeError `PREVIEW_REFUSED` when too many wait; the signal's reason
   */
  picture(query: GalleryQuery, signal: AbortSignal): Promise<DrawnPicture>;
  /** Everything that can be requested. */
  catalogue(): Promise<GalleryCatalogue>;
  /** Reads the layout files again; forgets what was drawn of them. */
  layoutsChanged(): void;
}

/** The layouts as they were read once, and what was made of them; a new reading begins with nothing made. */
interface Edition {
  readonly layouts: Promise<GalleryLayouts>;
  readonly renderers: LRUCache<string, Renderer>;
  readonly pictures: LRUCache<string, DrawnPicture>;
}

const WAITING = 200;
const PICTURE_BYTES = 4 * 1024 * 1024;
const CANVAS_BYTES = 8 * 1024 * 1024; // five of 800×480
const VIEWS_KEPT = 32; // 37 kB each, measured; more than there are scenarios, so that drawing a wall again simulates nothing

/** A gallery of these layouts. */
export function createGallery({ layouts, seed = 1, timeZone = SIMULATED_METER.timeZone }: GalleryParts): Gallery {
  const queue = new DrawingQueue(WAITING);
  const views = new ScenarioViews(new ScenarioDays({ seed, timeZone }), timeZone);
  let edition = editionOf(withFaces(readGalleryLayouts(layouts)));
  return {
    async picture(query, signal) {
      const asked = edition;
      const order = orderOf(query, await asked.layouts);
      const key = keyOf(order);
      const made = () => asked.pictures.get(key);
      const draw = async () => {
        const picture = await drawn(order, await views.view(order, signal), asked);
        asked.pictures.set(key, picture);
        return picture;
      };
      return made() ?? queue.result(order.scenario.id, signal, async () => made() ?? draw());
    },
    catalogue: async () => catalogueOf(await edition.layouts),
    layoutsChanged() {
      const before = edition.layouts;
      edition = editionOf(withFaces(before.then((known) => readGalleryLayouts(layouts, known))));
    },
  };
}

function editionOf(layouts: Promise<GalleryLayouts>): Edition {
  return {
    layouts,
    renderers: new LRUCache({ maxSize: CANVAS_BYTES }),
    pictures: new LRUCache({ maxSize: PICTURE_BYTES, sizeCalculation: ({ png }) => png.byteLength }),
  };
}

/** What a view depends on beside the simulated house. */
interface WantedView extends Pick<GalleryOrder, "scenario" | "minute"> {
  readonly face: GalleryOrder["face"] | undefined;
  readonly pictureEveryMs: number;
}

/** Views of scenarios at their minutes, in no locale yet; a few are kept. */
class ScenarioViews {
  readonly #days: ScenarioDays;
  readonly #timeZone: string;
  readonly #kept = new LRUCache<string, View>({ max: VIEWS_KEPT });

  constructor(days: ScenarioDays, timeZone: string) {
    this.#days = days;
    this.#timeZone = timeZone;
  }

  async view({ scenario, minute, locale, face, surface }: GalleryOrder, signal: AbortSignal): Promise<View> {
    const pictureEveryMs = paceOf(surface);
    const key = JSON.stringify([scenario.id, minute, face, pictureEveryMs]);
    const view = this.#kept.get(key) ?? (await this.#made({ scenario, minute, face, pictureEveryMs }, signal));
    this.#kept.set(key, view);
    return { ...view, locale };
  }

  async #made({ scenario, minute, face, pictureEveryMs }: WantedView, signal: AbortSignal): Promise<View> {
    const { history, link, now, phases = SIMULATED_METER.phases } = await this.#days.known(scenario, minute, signal);
    const meter = { ...SIMULATED_METER, phases, timeZone: this.#timeZone };
    return buildWholeView({
      history,
      link,
      now,
      meter,
      place: () => SIMULATED_PLACE,
      ...(face && faceInput(face, now, this.#timeZone)),
      pictureEveryMs,
      locale: "en-GB",
    });
  }
}

async function drawn(order: GalleryOrder, view: View, { renderers }: Edition): Promise<DrawnPicture> {
  const { layout, surface, theme } = order;
  const { width, height, palette } = surface;
  const key = JSON.stringify([layout.name, sizeAndInks(order), theme]);
  const renderer = renderers.get(key) ?? (await rendererOf(layout, theme, surface));
  renderers.set(key, renderer, { size: width * height * 4 });
  const png = encodePng(quantize(renderer.draw(view).frame, palette));
  return { png, width, height, paletteId: palette.id };
}

/** The least time from one picture of a surface to the next, milliseconds: screens have none. */
function paceOf({ panel }: GallerySurface): number {
  return panel === undefined ? 0 : panelPaceMs(panelOf(panel));
}

/** Names all that decides the bytes of a picture: panels of one size, palette and pace share theirs. */
function keyOf(order: GalleryOrder): string {
  const { layout, scenario, locale, theme, minute, surface } = order;
  return JSON.stringify([layout.name, sizeAndInks(order), paceOf(surface), scenario.id, locale, theme, minute]);
}

function sizeAndInks({ surface: { width, height, palette } }: GalleryOrder): string {
  return `${width}x${height} ${palette.id}`;
}
