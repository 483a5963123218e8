import { sameSize } from "../src/draw/size.ts";
import { type Layout, variantOf } from "../src/layout/layout.ts";
import { SCENARIOS } from "../src/simulator/scenario.ts";
import { FACES } from "../src/view/face.ts";
import { GALLERY_LOCALES } from "../src/web/gallery-locales.ts";
import type { GalleryQuery } from "../src/web/gallery-query.ts";
import { GALLERY_SURFACES, type GallerySurface } from "../src/web/gallery-surfaces.ts";

/** A layout or a face on a surface. */
interface Hanging {
  readonly layout: string;
  readonly surface: GallerySurface;
}

/** One size of five is enough for a face, others for the next. */
const FACE_SIZES = 5;
const FACE_NAMES: readonly string[] = FACES;

/**
 * Pictures in which every layout occurs at every size of a panel or screen that it is composed for, each face at a fifth
 * of its own, and every scenario, language, palette and theme at least once: what to look at before a change of the
 * pictures is kept.
 */
export function chosenPictures(layouts: readonly Layout[]): GalleryQuery[] {
  const atEachSize = layouts.flatMap(hangingsOf);
  const palettes = new Set(atEachSize.map(({ surface }) => surface.palette.id));
  const others = GALLERY_SURFACES.filter(
    ({ palette }, at) =>
      !palettes.has(palette.id) && at === GALLERY_SURFACES.findIndex((surface) => surface.palette.id === palette.id),
  ).flatMap((surface): Hanging[] => {
    const layout = layouts.find((each) => variantOf(each, surface));
    return layout ? [{ layout: layout.name, surface }] : [];
  });
  return [...atEachSize, ...others].map(({ layout, surface }, i) => {
    const scenario = inTurn(SCENARIOS, i).id;
    return { layout, surface: surface.id, scenario, locale: inTurn(GALLERY_LOCALES, i).id, theme: themeOf(i) };
  });
}

/** A layout at each size once, on surfaces of that size in turn. */
function hangingsOf(layout: Layout, turn: number): Hanging[] {
  const surfaces = GALLERY_SURFACES.filter((surface) => variantOf(layout, surface));
  const sizes = surfaces.filter((surface, at) => at === surfaces.findIndex((other) => sameSize(surface, other)));
  const face = FACE_NAMES.indexOf(layout.name);
  return sizes
    .filter((_, at) => face < 0 || at % FACE_SIZES === face % FACE_SIZES)
    .map((size) => {
      const alike = surfaces.filter((surface) => sameSize(surface, size));
      return { layout: layout.name, surface: inTurn(alike, turn) };
    });
}

/** One picture of eight is dark. */
function themeOf(i: number) {
  return i % 8 === 7 ? "dark" : "light";
}

function inTurn<Row>(rows: readonly Row[], i: number): Row {
  return rows[i % rows.length]!;
}
