import { visible } from "../../dashboard/printable.ts";
import type { GalleryCatalogue } from "../../web/protocol.ts";
import type { PageWords } from "../../words/page-words.ts";
import { useLanguage } from "../language.ts";
import { ALL, FACETS, type Facet, type Facets } from "./facets.ts";

/** The facets to choose from, and what is chosen. */
interface FacetBarProps {
  readonly catalogue: GalleryCatalogue;
  readonly facets: Facets;
  /** Offers the choice of all values of a facet. */
  readonly withAll: boolean;
  readonly onChange: (facets: Facets) => void;
}

/** A select for each facet of the gallery. */
export function FacetBar({ catalogue, facets, withAll, onChange }: FacetBarProps) {
  const { page } = useLanguage();
  return (
    <form class="facets" onSubmit={(event) => event.preventDefault()} aria-label={page.gallery.filters}>
      {rowsOf(catalogue, page).map(({ facet, label, all, options }) => (
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

function rowsOf({ layouts, surfaces, scenarios, locales, themes }: GalleryCatalogue, page: PageWords): Row[] {
  const options: Readonly<Record<Facet, Row["options"]>> = {
    layout: layouts.map(({ name }) => option(name)),
    surface: surfaces.map(({ id, label }) => option(id, label)),
    scenario: scenarios.map(({ id }) => option(id)),
    locale: locales.map(({ id, name }) => option(id, name)),
    theme: themes.map((theme) => option(theme, page.live.theme[theme])),
  };
  return FACETS.map((facet) => {
    const { name, all } = page.gallery.facets[facet];
    return { facet, label: name, all, options: options[facet] };
  });
}

function option(id: string, text = id) {
  return { id, text };
}
