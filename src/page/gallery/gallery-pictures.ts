import type { GalleryCatalogue } from "./catalogue.ts";
import { ALL, type Facets } from "./facet.ts";
import type { HungLayout } from "./hang-layouts.ts";

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
  /** Of its layout. */
  readonly revision: number;
}

/**
 * Every picture that the facets leave, layout by layout and there size by size, so that pictures of one shape hang in rows:
 * only where a layout is composed for the surface's size.
 */
export function galleryPictures(
  catalogue: GalleryCatalogue,
  layouts: readonly HungLayout[],
  facets: Facets,
): GalleryPicture[] {
  const keeps = (wanted: string, value: string) => wanted === ALL || wanted === value;
  const themes = catalogue.themes.filter((theme) => keeps(facets.theme, theme));
  const locales = catalogue.locales.filter(({ id }) => keeps(facets.locale, id));
  const scenarios = catalogue.scenarios.filter(({ id }) => keeps(facets.scenario, id));
  const surfaces = catalogue.surfaces.filter(({ id }) => keeps(facets.surface, id));
  return layouts.flatMap(({ name: layout, sizes, revision }) => {
    if (!keeps(facets.layout, layout)) return [];
    const bySize = sizes.flatMap((size) => surfaces.filter(({ width, height }) => `${width}x${height}` === size));
    return bySize.flatMap((surface) =>
      scenarios.flatMap((scenario) =>
        locales.flatMap((locale) => themes.map((theme) => ({ layout, surface, scenario, locale, theme, revision }))),
      ),
    );
  });
}
