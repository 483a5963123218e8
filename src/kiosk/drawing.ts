import { LayoutFolder, loadingOnce } from "../config/layout-file.ts";
import { type Layout, variantOf } from "../layout/layout.ts";
import { leastSize } from "../layout/size-range.ts";
import { FACES_FOLDER } from "../package-folder.ts";
import { GREY_16 } from "../raster/palette.ts";
import type { Surface } from "../raster/surface.ts";
import type { Renderer } from "../render/renderer.ts";
import type { Face } from "../view/face.ts";
import { Renderers } from "./renderers.ts";

/** Surface of a display, and a renderer for it. */
export interface Prepared {
  readonly surface: Surface;
  readonly renderer: Renderer;
}

/** The faces come with the program: they do not change while it runs. */
const loadFace = loadingOnce(new LayoutFolder([FACES_FOLDER]));

/** The drawing of a layout for one display, which may have to wait for hardware that is not there yet. */
export class Drawing {
  readonly #layout: Layout;
  readonly #theme: "light" | "dark";
  readonly #surfaceOf: () => Surface;
  readonly #renderers: Renderers;
  #prepared: Prepared | undefined;
  /** Faces of the surface, as they were asked for; undefined where one is not composed for it. */
  #faces = new Map<Face, Prepared | undefined>();

  /**
   * @param surfaceOf returns the surface of the display; throws a WattframeError while it is unknown
   * @param renderers shared with other displays
   */
  constructor(layout: Layout, theme: "light" | "dark", surfaceOf: () => Surface, renderers = new Renderers()) {
    this.#layout = layout;
    this.#theme = theme;
    this.#surfaceOf = surfaceOf;
    this.#renderers = renderers;
  }

  /** Surface of the display; while it is unknown, the first size of the layout. */
  get surface(): Surface {
    return this.#prepared?.surface ?? likelySurface(this.#layout);
  }

  /**
   * Prepares the renderer, once for each surface: a screen may be replaced by one of another size.
   * @throws WattframeError `LAYOUT_UNKNOWN` when the layout is not composed for that size, and what the display's
   *   surface throws while it is not there
   */
  async prepare(): Promise<Prepared> {
    const surface = this.#surfaceOf();
    if (this.#prepared && isSame(this.#prepared.surface, surface)) return this.#prepared;
    this.#prepared = { surface, renderer: await this.#renderers.of(this.#layout, this.#theme, surface) };
    this.#faces.clear();
    return this.#prepared;
  }

  /**
   * Prepares a face; undefined where it is not composed for the size of the surface.
   * @throws WattframeError as {@link prepare} does
   */
  async prepareFace(face: Face): Promise<Prepared | undefined> {
    const { surface } = await this.prepare();
    if (!this.#faces.has(face)) this.#faces.set(face, await this.#faceOn(face, surface));
    return this.#faces.get(face);
  }

  async #faceOn(face: Face, surface: Surface): Promise<Prepared | undefined> {
    const layout = await loadFace(face);
    if (!variantOf(layout, surface)) return undefined;
    return { surface, renderer: await this.#renderers.of(layout, this.#theme, surface) };
  }
}

function isSame(a: Surface, b: Surface): boolean {
  return a.width === b.width && a.height === b.height && a.palette.id === b.palette.id;
}

/** A surface that a layout can be drawn on: its first size. */
export function likelySurface({ compositions: [first] }: Layout): Surface {
  const { width, height } = first ? leastSize(first.range) : { width: 800, height: 480 };
  return { width, height, palette: GREY_16 };
}
