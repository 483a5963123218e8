import type { LayoutFolder } from "../config/layout-file.ts";
import { sizesOf, variantOf } from "../layout/layout.ts";
import { PANELS } from "../panel/panels.ts";
import { SCENARIOS } from "../simulator/scenario.ts";
import { ownMinute } from "../simulator/scenario-time.ts";
import { type GalleryLayouts, readGalleryLayouts } from "./gallery-layouts.ts";
import { GALLERY_LOCALES } from "./gallery-locales.ts";
import { GALLERY_SURFACES, type GallerySurface } from "./gallery-surfaces.ts";
import type { GalleryCatalogue } from "./protocol.ts";

/** The themes of a picture, the usual one first. */
export const GALLERY_THEMES = ["light", "dark"] as const;

/** Everything that the gallery can show, from the layout files as they are now; plain JSON. */
export async function galleryCatalogue(layouts: LayoutFolder): Promise<GalleryCatalogue> {
  return catalogueOf(await readGalleryLayouts(layouts));
}

/** Everything that the gallery can show of these layouts. One that has become faulty still counts for the surfaces. */
export function catalogueOf(layouts: GalleryLayouts): GalleryCatalogue {
  const surfaces = composedSurfaces(layouts);
  const composed = new Set(surfaces.map(({ panel }) => panel));
  return {
    layouts: [...layouts.values()].map(({ name, layout, faults }) =>
      faults || !layout
        ? { name, faults: faults ?? [] }
        : { name, description: layout.description, sizes: sizesOf(layout, GALLERY_SURFACES) },
    ),
    surfaces: surfaces.map(({ id, label, width, height, palette: { id: paletteId, inks, seen } }) => {
      return { id, label, width, height, palette: { id: paletteId, inks, seen } };
    }),
    withoutComposition: PANELS.filter(({ id }) => !composed.has(id)).map(({ id, name, width, height }) => {
      return { id, label: `${name}, ${width} × ${height}` };
    }),
    scenarios: SCENARIOS.map((scenario) => {
      const { id, description, happens } = scenario;
      return { id, description, happens, minute: ownMinute(scenario) };
    }),
    locales: GALLERY_LOCALES,
    themes: GALLERY_THEMES,
  };
}

/** The surfaces for which at least one layout is composed; faces are drawn on those alone. */
export function composedSurfaces(layouts: GalleryLayouts): GallerySurface[] {
  const composed = [...layouts.values()].flatMap(({ layout, face }) => (layout && face === undefined ? [layout] : []));
  return GALLERY_SURFACES.filter((surface) => composed.some((layout) => variantOf(layout, surface)));
}
