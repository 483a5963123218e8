import { useState } from "preact/hooks";
import { wholeNumber } from "../words/whole-number.ts";
import type { GalleryCatalogue } from "./catalogue.ts";
import { ALL, type Facets } from "./facet.ts";
import { FacetBar } from "./facet-bar.tsx";
import { GalleryGroup } from "./gallery-group.tsx";
import { galleryPictures } from "./gallery-pictures.ts";
import { galleryHash } from "./gallery-place.ts";
import type { HungLayout } from "./hang-layouts.ts";
import { ScenarioStory } from "./scenario-story.tsx";
import { WithoutComposition } from "./without-composition.tsx";

/** The gallery's wall. */
interface GalleryWallProps {
  readonly catalogue: GalleryCatalogue;
  readonly facets: Facets;
  readonly layouts: readonly HungLayout[];
  readonly isLost: boolean;
}

/** Pictures that hang at once; more on demand. */
const BATCH = 60;

/** All pictures that the filters leave, layout by layout. */
export function GalleryWall({ catalogue, facets, layouts, isLost }: GalleryWallProps) {
  const [limit, setLimit] = useState(BATCH);
  const pictures = galleryPictures(catalogue, layouts, facets);
  const shown = pictures.slice(0, limit);
  const groups = layouts.filter(({ name }) => facets.layout === ALL || facets.layout === name);
  const scenario = catalogue.scenarios.find(({ id }) => id === facets.scenario);
  const count = pictures.length === 1 ? "1 picture" : `${wholeNumber(pictures.length)} pictures`;
  return (
    <>
      <h2 class="unseen">Gallery</h2>
      <FacetBar
        catalogue={catalogue}
        facets={facets}
        withAll
        onChange={(chosen) => {
          setLimit(BATCH);
          location.hash = galleryHash({ kind: "wall", chosen });
        }}
      />
      <p class="count" role="status" data-count={pictures.length}>
        {pictures.length === 0 ? "No picture is left by these filters." : count}
        {shown.length < pictures.length && `, the first ${shown.length} shown`}
        {isLost && ", from before the connection was lost"}
      </p>
      {scenario !== undefined && <ScenarioStory scenario={scenario} />}
      {groups.map((layout) => (
        <GalleryGroup
          key={layout.name}
          layout={layout}
          pictures={shown.filter((picture) => picture.layout === layout.name)}
          facets={facets}
        />
      ))}
      {shown.length < pictures.length && (
        <button type="button" class="more" onClick={() => setLimit(limit + BATCH)}>
          Show more
        </button>
      )}
      <WithoutComposition catalogue={catalogue} />
    </>
  );
}
