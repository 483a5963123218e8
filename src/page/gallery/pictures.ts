import type { Fault } from "../../config/fault.ts";
import type { GalleryCatalogue } from "../../web/protocol.ts";
import { ROUTES } from "../../web/protocol.ts";
import { ALL, type Facets } from "./facets.ts";
import type { GalleryPlace } from "./gallery-place.ts";

/** A layout as it hangs in the gallery: its last file without faults, and the faults of the file as it is. */
export interface HungLayout {
  readonly name: string;
  /** Empty while no file of it was without faults. */
  readonly description: string;
  /** Sizes it is composed for, `800x480`; empty while no file of it was without faults. */
  readonly sizes: readonly string[];
  /** The revision at which it was last seen without faults. */
  readonly revision: number;
  readonly faults: readonly Fault[];
}

/**
 * The layouts of a catalogue; one that has faults now hangs as it did before them.
 * @param before how they hung until now
 */
export function hangLayouts(
  layouts: GalleryCatalogue["layouts"],
  revision: number,
  before: readonly HungLayout[],
): HungLayout[] {
  return layouts.map((layout) => {
    if (!("faults" in layout)) return { ...layout, revision, faults: [] };
    const last = before.find(({ name }) => name === layout.name);
    return { description: "", sizes: [], revision, ...last, ...layout };
  });
}

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

/** Facets that name a picture in an address. */
export function chosenOf({
  layout,
  surface,
  scenario,
  locale,
  theme,
}: GalleryPicture): Required<GalleryPlace["chosen"]> {
  return { layout, surface: surface.id, scenario: scenario.id, locale: locale.id, theme };
}

/**
 * Address of a gallery picture's PNG.
 * @param minute of the scenario's day
 */
export function pictureAddress(picture: GalleryPicture, minute: number): string {
  const query = new URLSearchParams({ ...chosenOf(picture), minute: String(minute), v: String(picture.revision) });
  return `${ROUTES.galleryPicture}?${query}`;
}
