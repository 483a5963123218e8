import { useState } from "preact/hooks";
import { visible } from "../../dashboard/printable.ts";
import { fill } from "../../view/fill.ts";
import { useLanguage } from "../language.ts";
import { counted, type Language } from "../words/format.ts";
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
  const language = useLanguage();
  const { page, format } = language;
  const words = page.gallery;
  const [limit, setLimit] = useState(BATCH);
  const pictures = galleryPictures(catalogue, layouts, facets);
  const shown = pictures.slice(0, limit);
  const groups = layouts.filter(({ name }) => facets.layout === ALL || facets.layout === name);
  const scenario = catalogue.scenarios.find(({ id }) => id === facets.scenario);
  return (
    <>
      <h2 class="unseen">{page.tabs.gallery}</h2>
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
        {pictures.length === 0 ? words.noPicture : counted(words.pictures, pictures.length, format)}
        {shown.length < pictures.length && `, ${fill(words.first, { count: format.whole(shown.length) })}`}
        {isLost && ` · ${page.live.beforeLoss}`}
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
          {words.more}
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
  const language = useLanguage();
  const isFaulty = layout.faults.length > 0;
  if (pictures.length === 0 && !isFaulty) return null;
  const name = visible(layout.name);
  return (
    <section class="group" aria-label={fill(language.page.live.layout, { name })} data-layout={layout.name}>
      <div class="group-head">
        <h2>{name}</h2>
        {isFaulty ? <p class="bad">{faultyNote(layout, language)}</p> : <p lang="en">{visible(layout.description)}</p>}
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

function faultyNote({ faults, sizes }: HungLayout, { page: { gallery }, format }: Language): string {
  const count = counted(gallery.faulty, faults.length, format);
  return fill(sizes.length === 0 ? gallery.faultyNone : gallery.faultyOlder, { faults: count });
}

/** Names the panels that no layout is composed for. */
export function WithoutComposition({ catalogue }: { readonly catalogue: GalleryCatalogue }) {
  const { gallery } = useLanguage().page;
  const { withoutComposition } = catalogue;
  if (withoutComposition.length === 0) return null;
  return (
    <section class="without" data-without={withoutComposition.length}>
      <h2>{gallery.without}</h2>
      <p>{gallery.withoutHelp}</p>
      <ul>
        {withoutComposition.map(({ id, label }) => (
          <li key={id}>{visible(label)}</li>
        ))}
      </ul>
    </section>
  );
}
