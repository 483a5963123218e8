import type { GalleryCatalogue } from "./catalogue.ts";
import { ALL, type Facets } from "./facet.ts";
import type { GalleryPlace } from "./gallery-place.ts";

/**
 * A value for every facet: what was chosen, and otherwise all layouts and panels of the first scenario, in the kiosk's
 * language and light.
 * @param locale of the kiosk
 */
export function facetsOf(chosen: GalleryPlace["chosen"], catalogue: GalleryCatalogue, locale: string): Facets {
  const { locales, scenarios, themes } = catalogue;
  const language = locale.split("-", 1)[0];
  const near =
    locales.find(({ id }) => id === locale) ?? locales.find(({ id }) => id.split("-", 1)[0] === language) ?? locales[0];
  const theme = themes.includes("light") ? "light" : (themes[0] ?? ALL);
  return {
    layout: ALL,
    surface: ALL,
    scenario: scenarios[0]?.id ?? ALL,
    locale: near?.id ?? ALL,
    theme,
    ...chosen,
  };
}
