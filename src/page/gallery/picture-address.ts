import { ROUTES } from "../../web/protocol.ts";
import type { GalleryPicture } from "./gallery-pictures.ts";
import type { GalleryPlace } from "./gallery-place.ts";

/** What names a picture in an address. */
export function chosenOf({
  layout,
  surface,
  scenario,
  locale,
  theme,
}: GalleryPicture): Required<GalleryPlace["chosen"]> {
  return { layout, surface: surface.id, scenario: scenario.id, locale: locale.id, theme };
}

/**
 * Address of a gallery picture's PNG.
 * @param minute of the scenario's day
 */
export function pictureAddress(picture: GalleryPicture, minute: number): string {
  const query = new URLSearchParams({ ...chosenOf(picture), minute: String(minute), v: String(picture.revision) });
  return `${ROUTES.galleryPicture}?${query}`;
}
