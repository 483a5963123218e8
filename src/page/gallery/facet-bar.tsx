import { visible } from "../../dashboard/printable.ts";
import type { GalleryCatalogue } from "./catalogue.ts";
import { ALL, type Facet, type Facets } from "./facets.ts";

/** The facets to choose from, and what is chosen. */
interface FacetBarProps {
  readonly catalogue: GalleryCatalogue;
  readonly facets: Facets;
  /** Whether a facet may be left open. */
  readonly withAll: boolean;
  readonly onChange: (facets: Facets) => void;
}

/** A select for each facet of the gallery. */
export function FacetBar({ catalogue, facets, withAll, onChange }: FacetBarProps) {
  return (
    <form class="facets" onSubmit={(event) => event.preventDefault()} aria-label="Filters">
      {rowsOf(catalogue).map(({ facet, label, all, options }) => (
        <label key={facet}>
          <span>{label}</span>
          <select
            name={facet}
            value={facets[facet]}
            onChange={({ currentTarget: { value } }) => onChange({ ...facets, [facet]: value })}
          >
            {withAll && <option value={ALL}>{all}</option>}
            {options.map(({ id, text }) => (
              <option key={id} value={id}>
                {visible(text)}
              </option>
            ))}
          </select>
        </label>
      ))}
    </form>
  );
}

interface Row {
  readonly facet: Facet;
  readonly label: string;
  readonly all: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
}

function rowsOf({ layouts, surfaces, scenarios, locales, themes }: GalleryCatalogue): Row[] {
  return [
    { facet: "layout", label: "Layout", all: "All layouts", options: layouts.map(({ name }) => option(name)) },
    {
      facet: "surface",
      label: "Panel",
      all: "All panels",
      options: surfaces.map(({ id, label }) => option(id, label)),
    },
    { facet: "scenario", label: "Scenario", all: "All scenarios", options: scenarios.map(({ id }) => option(id)) },
    {
      facet: "locale",
      label: "Language",
      all: "All languages",
      options: locales.map(({ id, name }) => option(id, name)),
    },
    { facet: "theme", label: "Theme", all: "All themes", options: themes.map((theme) => option(theme)) },
  ];
}

function option(id: string, text = id) {
  return { id, text };
}
