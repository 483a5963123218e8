import { useState } from "preact/hooks";
import { visible } from "../../dashboard/printable.ts";
import { wholeNumber } from "../words/format.ts";
import type { GalleryCatalogue } from "./catalogue.ts";
import { FacetBar } from "./facet-bar.tsx";
import { ALL, type Facets } from "./facets.ts";
import { GalleryCard } from "./gallery-card.tsx";
import { galleryHash } from "./gallery-place.ts";
import { chosenOf, type GalleryPicture, galleryPictures, type HungLayout } from "./pictures.ts";
import { ScenarioStory } from "./scenario-story.tsx";

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

/** One layout and those of its pictures that hang. */
interface GalleryGroupProps {
  readonly layout: HungLayout;
  readonly pictures: readonly GalleryPicture[];
  readonly facets: Facets;
}

/** The pictures of one layout; of a faulty one, those of before its faults. */
export function GalleryGroup({ layout, pictures, facets }: GalleryGroupProps) {
  const isFaulty = layout.faults.length > 0;
  if (pictures.length === 0 && !isFaulty) return null;
  const name = visible(layout.name);
  return (
    <section class="group" aria-label={`Layout ${name}`} data-layout={layout.name}>
      <div class="group-head">
        <h2>{name}</h2>
        {isFaulty ? <p class="bad">{faultyNote(layout)}</p> : <p>{visible(layout.description)}</p>}
      </div>
      <ul class="cards">
        {pictures.map((picture) => (
          <li key={Object.values(chosenOf(picture)).join(" ")}>
            <GalleryCard picture={picture} facets={facets} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function faultyNote({ faults, sizes }: HungLayout): string {
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return sizes.length === 0 ? `${count}: no picture of it` : `${count}: the pictures are from before`;
}

/** Names the panels that no layout is composed for. */
export function WithoutComposition({ catalogue }: { readonly catalogue: GalleryCatalogue }) {
  const { withoutComposition } = catalogue;
  if (withoutComposition.length === 0) return null;
  return (
    <section class="without" data-without={withoutComposition.length}>
      <h2>No composition yet</h2>
      <p>No layout has been composed for the size of these panels:</p>
      <ul>
        {withoutComposition.map(({ id, label }) => (
          <li key={id}>{visible(label)}</li>
        ))}
      </ul>
    </section>
  );
}
