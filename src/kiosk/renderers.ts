import type { Layout } from "../layout/layout.ts";
import type { Surface } from "../raster/surface.ts";
import { rendererOf } from "../render/compose.ts";
import type { Renderer } from "../render/renderer.ts";

/** Renderers that displays share: those of one layout, theme and surface draw on one frame, one picture after the other. */
export class Renderers {
  readonly #known = new Map<Layout, Map<string, Promise<Renderer>>>();

  /**
   * Returns the renderer of a layout on a surface; one that could not be made is tried again.
   * @throws WattframeError as `rendererOf` does
   */
  of(layout: Layout, theme: "light" | "dark", surface: Surface): Promise<Renderer> {
    const { width, height, palette } = surface;
    const key = `${theme} ${width}x${height} ${palette.id}`;
    const ofLayout = this.#known.get(layout) ?? new Map<string, Promise<Renderer>>();
    this.#known.set(layout, ofLayout);
    const renderer = ofLayout.get(key) ?? rendererOf(layout, theme, surface);
    ofLayout.set(key, renderer);
    renderer.catch(() => ofLayout.delete(key));
    return renderer;
  }
}
