import { visible } from "../../dashboard/visible.ts";
import type { Facets } from "./facet.ts";
import { GalleryCard } from "./gallery-card.tsx";
import type { GalleryPicture } from "./gallery-pictures.ts";
import type { HungLayout } from "./hang-layouts.ts";
import { chosenOf } from "./picture-address.ts";

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
