import { printable } from "../printable.ts";
import type { GalleryCatalogue } from "./catalogue.ts";
import type { Facets } from "./facet.ts";
import { GalleryCard } from "./gallery-card.tsx";
import type { GalleryPicture } from "./gallery-pictures.ts";
import { chosenOf } from "./picture-address.ts";

/** One layout and those of its pictures that hang. */
interface GalleryGroupProps {
  readonly layout: GalleryCatalogue["layouts"][number];
  readonly pictures: readonly GalleryPicture[];
  readonly facets: Facets;
  readonly revision: number;
}

/** The pictures of one layout; of a faulty one, how many faults keep it from being drawn. */
export function GalleryGroup({ layout, pictures, facets, revision }: GalleryGroupProps) {
  const isFaulty = "faults" in layout;
  if (pictures.length === 0 && !isFaulty) return null;
  const name = printable(layout.name);
  return (
    <section class="group" aria-label={`Layout ${name}`} data-layout={layout.name}>
      <div class="group-head">
        <h2>{name}</h2>
        {isFaulty ? (
          <p class="bad">
            {layout.faults.length === 1 ? "1 fault" : `${layout.faults.length} faults`}: no picture of it.
          </p>
        ) : (
          <p>{printable(layout.description)}</p>
        )}
      </div>
      <ul class="cards">
        {pictures.map((picture) => (
          <li key={Object.values(chosenOf(picture)).join(" ")}>
            <GalleryCard picture={picture} facets={facets} revision={revision} />
          </li>
        ))}
      </ul>
    </section>
  );
}
