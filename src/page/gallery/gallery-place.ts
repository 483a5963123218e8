import { type ChosenFacets, FACETS, type Facet } from "./facets.ts";

/** Place in the gallery: the wall with its filters, or one picture at a minute of its day. */
export interface GalleryPlace {
  readonly kind: "wall" | "picture";
  /** Facets that were not chosen are absent. */
  readonly chosen: ChosenFacets;
  /** 0 to 1439; absent: the scenario's own. */
  readonly minute?: number;
}

const PICTURE = "picture";

/** The place that the hash of an address names, `#gallery?scenario=evening`; whatever is wrong in it counts as absent. */
export function galleryPlace(hash: string): GalleryPlace {
  const [, path, query = ""] = /^#?gallery(?:\/([^?]*))?(?:\?(.*))?$/su.exec(hash) ?? [];
  const values = new URLSearchParams(query);
  const chosen: Partial<Record<Facet, string>> = {};
  for (const facet of FACETS) {
    const value = values.get(facet);
    if (value !== null && value !== "") chosen[facet] = value;
  }
  const minute = /^\d{1,4}$/u.test(values.get("minute") ?? "") ? Number(values.get("minute")) : undefined;
  return {
    kind: path === PICTURE ? "picture" : "wall",
    chosen,
    ...(minute !== undefined && minute < 1440 && { minute }),
  };
}

/** The hash that names a place. */
export function galleryHash({ kind, chosen, minute }: GalleryPlace): string {
  const values = new URLSearchParams();
  for (const facet of FACETS) if (chosen[facet] !== undefined) values.set(facet, chosen[facet]);
  if (minute !== undefined) values.set("minute", String(minute));
  const query = values.size === 0 ? "" : `?${values}`;
  return `#gallery${kind === PICTURE ? `/${PICTURE}` : ""}${query}`;
}

/** Addresses before and after one of them; absent at the ends, and where it is not among them. */
export function neighbours(addresses: readonly string[], address: string | undefined) {
  const place = address === undefined ? -1 : addresses.indexOf(address);
  return place === -1
    ? { before: undefined, after: undefined }
    : { before: addresses[place - 1], after: addresses[place + 1] };
}
