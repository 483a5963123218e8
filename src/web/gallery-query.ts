import { FaultsError } from "../config/fault.ts";
import { type ErrorCode, WattframeError } from "../errors.ts";
import type { Layout } from "../layout/layout.ts";
import { variantFor } from "../render/compose.ts";
import { SCENARIOS, type Scenario } from "../simulator/scenario.ts";
import { ownMinute } from "../simulator/scenario-time.ts";
import type { Face } from "../view/face.ts";
import { composedSurfaces, GALLERY_THEMES } from "./gallery-catalogue.ts";
import type { GalleryLayouts } from "./gallery-layouts.ts";
import { GALLERY_LOCALES } from "./gallery-locales.ts";
import type { GallerySurface } from "./gallery-surfaces.ts";

/** Which picture is asked for, by the ids of the catalogue. Comes from a URL: nothing in it is believed. */
export interface GalleryQuery {
  readonly layout: string;
  readonly surface: string;
  readonly scenario: string;
  readonly locale: string;
  readonly theme: string;
  /** Of the scenario's local day, 0 to 1439; absent: the scenario's own. */
  readonly minute?: number | undefined;
}

/** A picture that can be drawn. */
export interface GalleryOrder {
  readonly layout: Layout;
  readonly face?: Face;
  readonly surface: GallerySurface;
  readonly scenario: Scenario;
  readonly locale: string;
  readonly theme: "light" | "dark";
  readonly minute: number;
}

/**
 * The picture that a query means.
 * @throws WattframeError `LAYOUT_UNKNOWN` also when the layout is not composed for the surface, `SCENARIO_UNKNOWN`,
 *   `USAGE` for the other keys, `LAYOUT_INVALID` with the faults of a layout that was never good
 */
export function orderOf(query: GalleryQuery, layouts: GalleryLayouts): GalleryOrder {
  const named = oneOf(query, "layout", [...layouts.values()], "name");
  if (!named.layout) throw new FaultsError("LAYOUT_INVALID", named.faults ?? []);
  const surface = oneOf(query, "surface", composedSurfaces(layouts), "id");
  const scenario: Scenario = oneOf(query, "scenario", SCENARIOS, "id");
  const locale = oneOf(query, "locale", GALLERY_LOCALES, "id").id;
  const theme = oneOf(query, "theme", THEMES, "id").id;
  const minute = minuteIn(query.minute) ?? ownMinute(scenario);
  variantFor(named.layout, surface.width, surface.height);
  return { layout: named.layout, ...(named.face && { face: named.face }), surface, scenario, locale, theme, minute };
}

const THEMES = GALLERY_THEMES.map((id) => ({ id }));

const CODES = {
  layout: "LAYOUT_UNKNOWN",
  surface: "USAGE",
  scenario: "SCENARIO_UNKNOWN",
  locale: "USAGE",
  theme: "USAGE",
} as const satisfies Record<Exclude<keyof GalleryQuery, "minute">, ErrorCode>;

function oneOf<Id extends string, Row extends { readonly [I in Id]: string }>(
  query: GalleryQuery,
  key: keyof typeof CODES,
  rows: readonly Row[],
  id: Id,
): Row {
  const value: unknown = query[key];
  const row = rows.find((candidate) => candidate[id] === value);
  if (row) return row;
  throw new WattframeError(CODES[key], `there is no ${key} ${quoted(value)}`, {
    hint: `use one of: ${rows.map((candidate) => candidate[id]).join(", ")}`,
  });
}

function minuteIn(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 24 * 60) return value;
  throw new WattframeError("USAGE", `minute ${quoted(value)} is not a minute of a day`, {
    hint: "give a whole number from 0 to 1439",
  });
}

/** Sent text, short and printable. */
function quoted(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : `"${String(value).slice(0, 60)}"`;
}
