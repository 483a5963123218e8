import { sameSize } from "../src/draw/size.ts";
import { type Layout, variantOf } from "../src/layout/layout.ts";
import { SCENARIOS } from "../src/simulator/scenario.ts";
import { GALLERY_LOCALES } from "../src/web/gallery-locales.ts";
import type { GalleryQuery } from "../src/web/gallery-query.ts";
import { GALLERY_SURFACES } from "../src/web/gallery-surfaces.ts";

/**
 * Pictures in which every layout occurs at every size of a panel or screen that it is composed for, and every
 * scenario, language, palette and theme at least once: what to look at before a change of the pictures is kept.
 */
export function chosenPictures(layouts: readonly Layout[]): GalleryQuery[] {
  const hung = layouts.flatMap((layout, turn) => {
    const surfaces = GALLERY_SURFACES.filter((surface) => variantOf(layout, surface));
    return surfaces.map((surface) => ({ layout: layout.name, surface, turn }));
  });
  const atEachSize = hung.filter(({ layout, surface, turn }, at) => {
    const alike = hung.filter((other) => other.layout === layout && sameSize(other.surface, surface));
    return hung.indexOf(inTurn(alike, turn)) === at;
  });
  const palettes = new Set(atEachSize.map(({ surface }) => surface.palette.id));
  const others = hung.filter(
    ({ surface: { palette } }, at) =>
      !palettes.has(palette.id) && at === hung.findIndex(({ surface }) => surface.palette.id === palette.id),
  );
  const hangings = [...atEachSize, ...others];
  const count = Math.max(hangings.length, SCENARIOS.length, GALLERY_LOCALES.length);
  return Array.from({ length: count }, (_, i) => {
    const { layout, surface } = inTurn(hangings, i);
    const scenario = inTurn(SCENARIOS, i).id;
    return { layout, surface: surface.id, scenario, locale: inTurn(GALLERY_LOCALES, i).id, theme: themeOf(i) };
  });
}

/** One picture of eight is dark. */
function themeOf(i: number) {
  return i % 8 === 7 ? "dark" : "light";
}

function inTurn<Row>(rows: readonly Row[], i: number): Row {
  return rows[i % rows.length]!;
}
