import type { GalleryCatalogue } from "./catalogue.ts";
import { ALL, type Facets } from "./facet.ts";

/** A surface of the catalogue. */
export type Surface = GalleryCatalogue["surfaces"][number];

/** A scenario of the catalogue. */
export type Scenario = GalleryCatalogue["scenarios"][number];

/** One picture that the gallery can show. */
export interface GalleryPicture {
  readonly layout: string;
  readonly surface: Surface;
  readonly scenario: Scenario;
  readonly locale: { readonly id: string; readonly name: string };
  readonly theme: string;
}

/** Every picture that the facets leave, layout by layout: only where a layout is composed for the surface's size. */
export function galleryPictures(catalogue: GalleryCatalogue, facets: Facets): GalleryPicture[] {
  const keeps = (wanted: string, value: string) => wanted === ALL || wanted === value;
  const themes = catalogue.themes.filter((theme) => keeps(facets.theme, theme));
  const locales = catalogue.locales.filter(({ id }) => keeps(facets.locale, id));
  const scenarios = catalogue.scenarios.filter(({ id }) => keeps(facets.scenario, id));
  const surfaces = catalogue.surfaces.filter(({ id }) => keeps(facets.surface, id));
  return catalogue.layouts.flatMap((layout) => {
    if ("faults" in layout || !keeps(facets.layout, layout.name)) return [];
    return surfaces
      .filter(({ width, height }) => layout.sizes.includes(`${width}x${height}`))
      .flatMap((surface) =>
        scenarios.flatMap((scenario) =>
          locales.flatMap((locale) =>
            themes.map((theme) => ({ layout: layout.name, surface, scenario, locale, theme })),
          ),
        ),
      );
  });
}
