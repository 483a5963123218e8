import { useMemo, useRef } from "preact/hooks";
import { fill } from "../../view/fill.ts";
import type { GalleryCatalogue } from "../../web/protocol.ts";
import { ROUTES } from "../../web/protocol.ts";
import { useLanguage } from "../language.ts";
import { requestFault, useJson } from "../net/fetch.ts";
import type { LivePage } from "../net/live-page.ts";
import type { Facets } from "./facets.ts";
import { facetsOf } from "./facets.ts";
import { GalleryDetail } from "./gallery-detail.tsx";
import { galleryHash, galleryPlace, neighbours } from "./gallery-place.ts";
import { GalleryWall } from "./gallery-wall.tsx";
import { chosenOf, type GalleryPicture, galleryPictures, type HungLayout, hangLayouts } from "./pictures.ts";

/** The gallery: every layout on every panel it is composed for, or one of these pictures through its day. */
export function GalleryTab({ live: { state, connection }, hash }: { readonly live: LivePage; readonly hash: string }) {
  const { page } = useLanguage();
  const wall = useRef<string>(null);
  const revision = state?.revision ?? 0;
  const address = state && `${ROUTES.gallery}?v=${revision}`;
  const { value: catalogue, fault } = useJson<GalleryCatalogue>(address);
  const layouts = useHung(catalogue, revision);
  if (state === undefined || catalogue === undefined) {
    return (
      <p class="plain">
        {fault === undefined ? page.gallery.loading : fill(page.gallery.failed, { reason: requestFault(fault, page) })}
      </p>
    );
  }
  const place = galleryPlace(hash);
  const facets = facetsOf(place.chosen, catalogue, state.locale);
  const shared = { catalogue, facets, layouts, isLost: connection.kind === "lost" };
  if (place.kind === "wall") {
    wall.current = hash;
    return <GalleryWall {...shared} />;
  }
  const [picture] = galleryPictures(catalogue, layouts, facets);
  const layout = layouts.find(({ name }) => name === (picture?.layout ?? facets.layout));
  const back = wall.current ?? wallOf(facets);
  const hanging = galleryPictures(catalogue, layouts, facetsOf(galleryPlace(back).chosen, catalogue, state.locale));
  return (
    <GalleryDetail
      {...shared}
      // Another scenario has another day, and begins at its own minute.
      key={`${facets.scenario} ${facets.layout}`}
      picture={picture}
      layout={layout}
      revision={revision}
      minute={place.minute}
      back={back}
      {...neighbours(hanging.map(addressOf), picture && addressOf(picture))}
    />
  );
}

/** Address of a picture's detail. */
function addressOf(picture: GalleryPicture): string {
  return galleryHash({ kind: "picture", chosen: chosenOf(picture) });
}

/** The wall that a picture hangs on, for who came to it by a link. */
function wallOf({ scenario, locale, theme }: Facets): string {
  return galleryHash({ kind: "wall", chosen: { scenario, locale, theme } });
}

/** The layouts as they hang, over the catalogues that came one after the other. */
function useHung(catalogue: GalleryCatalogue | undefined, revision: number): readonly HungLayout[] {
  const hung = useRef<readonly HungLayout[]>([]);
  return useMemo(() => {
    if (catalogue !== undefined) hung.current = hangLayouts(catalogue.layouts, revision, hung.current);
    return hung.current;
  }, [catalogue]);
}
