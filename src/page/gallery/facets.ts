import type { GalleryCatalogue } from "../../web/protocol.ts";

/** Properties that distinguish the pictures of the gallery, as addresses name them. */
export const FACETS = ["layout", "surface", "scenario", "locale", "theme"] as const;

/** One of {@link FACETS}. */
export type Facet = (typeof FACETS)[number];

/** Stands for every value of a facet. */
export const ALL = "all";

/** A value of each facet, or {@link ALL}. */
export type Facets = Readonly<Record<Facet, string>>;

/** The facets that an address names. */
export type ChosenFacets = Readonly<Partial<Record<Facet, string>>>;

/**
 * A value for every facet: what was chosen, and otherwise all layouts and panels of the first scenario, in the kiosk's
 * language and light.
 * @param locale of the kiosk
 */
export function facetsOf(chosen: ChosenFacets, catalogue: GalleryCatalogue, locale: string): Facets {
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
