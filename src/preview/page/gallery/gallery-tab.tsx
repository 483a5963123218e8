import { useRef } from "preact/hooks";
import { ROUTES } from "../../protocol.ts";
import type { LivePage } from "../net/live-page.ts";
import { useJson } from "../net/use-json.ts";
import type { GalleryCatalogue } from "./catalogue.ts";
import { facetsOf } from "./facets-of.ts";
import { GalleryDetail } from "./gallery-detail.tsx";
import { galleryPictures } from "./gallery-pictures.ts";
import { galleryHash, galleryPlace } from "./gallery-place.ts";
import { GalleryWall } from "./gallery-wall.tsx";

/** The gallery: every layout on every panel it is composed for, or one of these pictures through its day. */
export function GalleryTab({ live: { state, connection }, hash }: { readonly live: LivePage; readonly hash: string }) {
  const wall = useRef(galleryHash({ kind: "wall", chosen: {} }));
  const revision = state?.revision ?? 0;
  const address = state && `${ROUTES.gallery}?v=${revision}`;
  const { value: catalogue, fault } = useJson<GalleryCatalogue>(address);
  if (state === undefined || catalogue === undefined) {
    return <p class="plain">{fault === undefined ? "The gallery is being fetched …" : `No gallery: ${fault}`}</p>;
  }
  const place = galleryPlace(hash);
  const facets = facetsOf(place.chosen, catalogue, state.locale);
  const shared = { catalogue, facets, revision, isLost: connection.kind === "lost" };
  if (place.kind === "wall") {
    wall.current = hash;
    return <GalleryWall {...shared} />;
  }
  const [picture] = galleryPictures(catalogue, facets);
  const faulty = catalogue.layouts.find((layout) => layout.name === facets.layout && "faults" in layout);
  return (
    <GalleryDetail
      {...shared}
      // Another scenario has another day, and begins at its own minute.
      key={`${facets.scenario} ${facets.layout}`}
      picture={picture}
      layout={picture?.layout ?? faulty?.name}
      minute={place.minute}
      back={wall.current}
    />
  );
}
