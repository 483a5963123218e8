import { useState } from "preact/hooks";
import { visible } from "../../dashboard/printable.ts";
import { fill } from "../../view/fill.ts";
import type { GalleryCatalogue } from "../../web/protocol.ts";
import { useKeys } from "../keys.ts";
import { useLanguage } from "../language.ts";
import { counted, type Language } from "../words/format.ts";
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
  useKeys((key) => (key === "ArrowLeft" || key === "ArrowRight") && focusNextCard(key === "ArrowRight" ? 1 : -1));
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
      <div class="sizes">
        {bySize(pictures).map(([size, alike]) => (
          <ul key={size} class="cards" aria-label={size} data-shape={shapeOf(alike[0])}>
            {alike.map((picture) => (
              <li key={Object.values(chosenOf(picture)).join(" ")}>
                <GalleryCard picture={picture} facets={facets} />
              </li>
            ))}
          </ul>
        ))}
      </div>
    </section>
  );
}

/** Moves the focus between the cards; returns false where there is none that way. */
function focusNextCard(step: 1 | -1): boolean {
  const cards = [...document.querySelectorAll<HTMLElement>(".card a")];
  const from = cards.indexOf(document.activeElement as HTMLElement);
  const next = cards[from === -1 ? 0 : from + step];
  next?.focus();
  return next !== undefined;
}

/** Pictures of one size each, so that the cards of a row are alike. */
function bySize(pictures: readonly GalleryPicture[]): readonly [string, readonly GalleryPicture[]][] {
  const groups = new Map<string, GalleryPicture[]>();
  for (const picture of pictures) {
    const size = `${picture.surface.width} × ${picture.surface.height}`;
    groups.set(size, [...(groups.get(size) ?? []), picture]);
  }
  return [...groups];
}

function shapeOf(picture: GalleryPicture | undefined): "tall" | "wide" {
  return picture !== undefined && picture.surface.height > picture.surface.width ? "tall" : "wide";
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
