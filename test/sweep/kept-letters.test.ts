import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { drawnLetters } from "../../scripts/draw-letters.ts";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { boundsOf } from "../../src/draw/box.ts";
import { type LayoutVariant, variantOf } from "../../src/layout/layout.ts";
import { place } from "../../src/layout/place.ts";
import { FACES_FOLDER, FONTS_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import type { Palette } from "../../src/raster/palette.ts";
import { FramePen } from "../../src/render/frame-pen.ts";
import { LetterFile, packLetters } from "../../src/render/letter-file.ts";
import { DrawnLetters, KeptLetters, type Letters, styleKeyOf } from "../../src/render/letters.ts";
import { shownParts } from "../../src/render/renderer.ts";
import type { View } from "../../src/view/view.ts";
import { GALLERY_SURFACES } from "../../src/web/gallery-surfaces.ts";
import { languagesInTurn } from "../fixtures/languages-in-turn.ts";
import { sceneOf } from "../fixtures/strict-drawing.ts";
import { faceView } from "../fixtures/views/face-view.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";

/** States that show every style: all values, and on each size another of all out of date, none, no time. */
const STATES = ["full", "stale", "empty", "clock not set"];
const [full, ...others] = NAMED_VIEWS.filter(([name]) => STATES.includes(name)).map(([, view]) => faceView(view));

const drawn = new DrawnLetters(FONTS_FOLDER);
const missing = new Set<string>();
/** Letters that are drawn since the file has none of them. */
const asked: Letters = {
  glyph(letter, style, antialias) {
    missing.add(`"${letter}" of ${styleKeyOf(style, antialias)}`);
    return drawn.glyph(letter, style, antialias);
  },
  kerning(pair, style) {
    missing.add(`the kerning of "${pair}"`);
    return drawn.kerning(pair, style);
  },
};

const folder = mkdtempSync(join(tmpdir(), "wattframe-letters-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "letters.bin");
writeFileSync(path, packLetters(await drawnLetters("this test")));
const kept = new KeptLetters(LetterFile.open(path, "this test")!, asked);

/** Pixels of a view as it is drawn with letters of a source. */
function pixels(letters: Letters, variant: LayoutVariant, palette: Palette, theme: "light" | "dark", view: View) {
  const pen = new FramePen(letters, variant, { palette, theme });
  pen.fill(boundsOf(variant), "paper");
  for (const { box, draw } of shownParts(place(variant), view)) draw(pen, box, sceneOf(view, variant.type));
  return pen.frame.pixels;
}

/** Surfaces of which each size occurs once with smoothed letters, and once without. */
const surfaces = [
  ...new Map(GALLERY_SURFACES.map((each) => [`${each.width}x${each.height} ${each.palette.antialias}`, each])).values(),
];
const layouts = await Promise.all(
  [LAYOUTS_FOLDER, FACES_FOLDER].map(async (each) => {
    const files = new LayoutFolder([each]);
    return Promise.all((await files.names()).map((name) => files.load(name)));
  }),
);

describe.each(layouts.flat())("letters drawn by the build, in $name", (layout) => {
  const composed = surfaces.flatMap((surface) => {
    const variant = variantOf(layout, surface);
    return variant ? [{ ...surface, variant }] : [];
  });

  it.each(composed)("at $width×$height ($id) are those that are drawn when they are asked for", (surface) => {
    const { variant, palette } = surface;
    const number = surfaces.findIndex(({ id }) => id === surface.id);
    const [locale, another] = languagesInTurn(number);
    missing.clear();
    [full!, others[number % others.length]!].forEach((view, i) => {
      const shown = { ...view, locale: (i % 2 === 0 ? locale : another) ?? "en" };
      const theme = (i + number) % 2 === 0 ? "light" : "dark";
      const [ours, theirs] = [kept, drawn].map((letters) => pixels(letters, variant, palette, theme, shown));
      expect(Buffer.compare(Buffer.from(ours!.buffer), Buffer.from(theirs!.buffer))).toBe(0);
      expect(ours!.some((word) => word !== ours![0])).toBe(true);
    });
    expect([...missing], "npm run letters adds what is missing to the list").toEqual([]);
  });
});
