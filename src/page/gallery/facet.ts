/** What tells the pictures of the gallery apart, as the address names it. */
export const FACETS = ["layout", "surface", "scenario", "locale", "theme"] as const;

/** One of {@link FACETS}. */
export type Facet = (typeof FACETS)[number];

/** Stands for every value of a facet. */
export const ALL = "all";

/** A value of each facet, or {@link ALL}. */
export type Facets = Readonly<Record<Facet, string>>;
