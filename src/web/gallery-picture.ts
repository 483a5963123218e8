import { LRUCache } from "lru-cache";
import type { LayoutFolder } from "../config/layout-file.ts";
import { panelOf } from "../panel/panels.ts";
import { encodePng } from "../raster/png.ts";
import { panelPaceMs } from "../refresh/pace.ts";
import { rendererOf } from "../render/compose.ts";
import type { Rendered } from "../render/rendered.ts";
import type { Renderer } from "../render/renderer.ts";
import { SIMULATED_METER, SIMULATED_PLACE } from "../simulator/simulated-meter.ts";
import { buildView, viewMemory } from "../view/build-view.ts";
import { faceInput } from "../view/face.ts";
import type { PartKey, PartMemories } from "../view/parts.ts";
import type { PartialView } from "../view/view.ts";
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

/** A renderer of one layout on one surface, and the picture that it drew last: the next one is drawn with it. */
interface Canvas {
  readonly renderer: Renderer;
  drawn?: Rendered;
}

/** The layouts as they were read once, and what was made of them; a new reading begins with nothing made. */
interface Edition {
  readonly layouts: Promise<GalleryLayouts>;
  readonly canvases: LRUCache<string, Canvas>;
  readonly pictures: LRUCache<string, DrawnPicture>;
}

const WAITING = 200;
const PICTURE_BYTES = 4 * 1024 * 1024;
const CANVAS_BYTES = 10 * 1024 * 1024; // five of 800×480
const PIXEL_BYTES = 5; // of the frame and of the picture drawn last
const VIEWS_KEPT = 128; // a few kB each, of the parts that a layout reads; several for each scenario, so that drawing a wall again simulates nothing

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
        const canvas = await canvasIn(asked, order);
        const picture = drawnOn(canvas, order, await views.view(order, canvas.renderer.parts, signal));
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
    canvases: new LRUCache({ maxSize: CANVAS_BYTES }),
    pictures: new LRUCache({ maxSize: PICTURE_BYTES, sizeCalculation: ({ png }) => png.byteLength }),
  };
}

/** What a view depends on beside the simulated house. */
interface WantedView extends Pick<GalleryOrder, "scenario" | "minute"> {
  readonly face: GalleryOrder["face"] | undefined;
  readonly pictureEveryMs: number;
  readonly parts: readonly PartKey[];
}

/** Memories of views of one day, whose next minute needs less for them. */
interface DayMemory {
  readonly scenario: string;
  readonly minute: number;
  readonly parts: PartMemories;
}

/** Views of scenarios at their minutes, in no locale yet; a few are kept. */
class ScenarioViews {
  readonly #days: ScenarioDays;
  readonly #timeZone: string;
  readonly #kept = new LRUCache<string, PartialView>({ max: VIEWS_KEPT });
  #memory: DayMemory | undefined;

  constructor(days: ScenarioDays, timeZone: string) {
    this.#days = days;
    this.#timeZone = timeZone;
  }

  /** @param parts of the view that are drawn */
  async view(
    { scenario, minute, locale, face, surface }: GalleryOrder,
    parts: readonly PartKey[],
    signal: AbortSignal,
  ): Promise<PartialView> {
    const pictureEveryMs = paceOf(surface);
    const key = JSON.stringify([scenario.id, minute, face, pictureEveryMs, parts]);
    const view = this.#kept.get(key) ?? (await this.#made({ scenario, minute, face, pictureEveryMs, parts }, signal));
    this.#kept.set(key, view);
    return { ...view, locale };
  }

  async #made(
    { scenario, minute, face, pictureEveryMs, parts }: WantedView,
    signal: AbortSignal,
  ): Promise<PartialView> {
    const { history, link, now, phases = SIMULATED_METER.phases } = await this.#days.known(scenario, minute, signal);
    const meter = { ...SIMULATED_METER, phases, timeZone: this.#timeZone };
    const input = {
      history,
      link,
      now,
      meter,
      place: () => SIMULATED_PLACE,
      ...(face && faceInput(face, now, this.#timeZone)),
      pictureEveryMs,
    };
    const before = this.#memoryAt(scenario.id, minute);
    const view = buildView({ locale: "en-GB", parts, before, ...input });
    this.#memory = { scenario: scenario.id, minute, parts: { ...before, ...viewMemory(view, input) } };
    return view;
  }

  /** Memories of the same day until this minute, without what was shown: a picture of the gallery comes after none. */
  #memoryAt(scenario: string, minute: number): PartMemories {
    const known = this.#memory;
    if (known?.scenario !== scenario || known.minute > minute) return {};
    const { power: _power, phases: _phases, ...settled } = known.parts;
    return settled;
  }
}

async function canvasIn({ canvases }: Edition, order: GalleryOrder): Promise<Canvas> {
  const { layout, surface, theme } = order;
  const key = JSON.stringify([layout.name, sizeAndInks(order), theme]);
  const canvas = canvases.get(key) ?? { renderer: await rendererOf(layout, theme, surface) };
  canvases.set(key, canvas, { size: surface.width * surface.height * PIXEL_BYTES });
  return canvas;
}

function drawnOn(canvas: Canvas, { surface }: GalleryOrder, view: PartialView): DrawnPicture {
  const { width, height, palette } = surface;
  canvas.drawn = canvas.renderer.draw(view, canvas.drawn);
  const png = encodePng(canvas.drawn.raster);
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
