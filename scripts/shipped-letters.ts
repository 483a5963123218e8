import { readdir, readFile, writeFile } from "node:fs/promises";
import { LayoutFolder } from "../src/config/layout-file.ts";
import type { TextStyle } from "../src/draw/pen.ts";
import { turnedSize } from "../src/draw/size.ts";
import { variantOf } from "../src/layout/layout.ts";
import { place } from "../src/layout/place.ts";
import { FACES_FOLDER, FONTS_FOLDER, LAYOUTS_FOLDER } from "../src/package-folder.ts";
import { paletteIdFor } from "../src/panel/panel.ts";
import { PANELS } from "../src/panel/panels.ts";
import { paletteOf } from "../src/raster/palette.ts";
import { isByOutline } from "../src/render/letter.ts";
import { type Letters, styleKeyOf } from "../src/render/letters.ts";
import { openLetters } from "../src/render/open-letters.ts";
import { shownParts } from "../src/render/renderer.ts";
import { testPicture } from "../src/render/test-picture.ts";
import type { View } from "../src/view/view.ts";
import { GALLERY_LOCALES } from "../src/web/gallery-locales.ts";
import { GALLERY_SURFACES } from "../src/web/gallery-surfaces.ts";
import { MeasuringPen } from "../test/fixtures/measuring-pen.ts";
import { sceneOf } from "../test/fixtures/strict-drawing.ts";
import { faceView } from "../test/fixtures/views/face-view.ts";
import { STATES, stateView } from "../test/fixtures/views/states.ts";
import type { ShippedLetters, ShippedStyle } from "./draw-letters.ts";

// Writes shipped-letters.json: the styles of all shipped pictures and their letters, found by setting every text of every
// layout at every size of a panel or screen, in every state and language. Takes minutes: it simulates every scenario.

/** A style in which so many letters were met is one for sentences: the next language or date has others. */
const SENTENCES_FROM = 45;
/** Letters of a number. */
const FIGURES = " ,.0123456789–−≈";

const met = new Map<string, { style: TextStyle; antialias: boolean; letters: Set<string> }>();
const letters = openLetters(FONTS_FOLDER);
const noting: Letters = {
  glyph(letter, style, antialias) {
    const key = styleKeyOf(style, antialias);
    const row = met.get(key) ?? { style, antialias: isByOutline(style, antialias), letters: new Set() };
    met.set(key, row);
    row.letters.add(letter);
    return letters.glyph(letter, style, antialias);
  },
  kerning: (pair, style) => letters.kerning(pair, style),
};

await setEverything(await everyState());
setTestPatterns();
await writeFile(new URL("shipped-letters.json", import.meta.url), `${JSON.stringify(await shipped(), null, 2)}\n`);

/** Views that differ in more than the sentence of a problem, each in every language. */
async function everyState(): Promise<readonly View[]> {
  const states = STATES.filter((state) => !state.startsWith("problem "));
  const views: View[] = [await stateView("full", "en-GB")]; // with the widest address of a machine
  for (const state of states) views.push(faceView(await stateView(state, "en-GB")));
  return views.flatMap((view) => GALLERY_LOCALES.map(({ id }) => ({ ...view, locale: id })));
}

async function setEverything(views: readonly View[]): Promise<void> {
  const pens = [new MeasuringPen(noting, false), new MeasuringPen(noting, true)];
  for (const folder of [LAYOUTS_FOLDER, FACES_FOLDER].map((each) => new LayoutFolder([each])))
    for (const name of await folder.names()) {
      const layout = await folder.load(name);
      const kinds = new Map(
        GALLERY_SURFACES.map((surface) => [`${surface.width}x${surface.height} ${surface.palette.antialias}`, surface]),
      );
      for (const surface of kinds.values()) {
        const variant = variantOf(layout, surface);
        if (!variant) continue;
        const pen = pens[Number(surface.palette.antialias)]!;
        const placement = place(variant);
        for (const view of views)
          for (const { box, draw } of shownParts(placement, view)) draw(pen, box, sceneOf(view, variant.type));
        console.error(`${name} ${surface.width}x${surface.height}`);
      }
    }
}

/** The patterns of all panels, upright and turned, with and without greys. */
function setTestPatterns(): void {
  for (const panel of PANELS)
    for (const size of [panel, turnedSize(panel)])
      for (const kind of ["full", "grey4"] as const) testPicture(size, paletteOf(paletteIdFor(panel, kind)), noting);
}

/** The styles with their letters; sentences have those of all languages, and of ASCII. */
async function shipped(): Promise<ShippedLetters> {
  const rows = [...met.values()];
  const isSentences = ({ letters: own }: { letters: Set<string> }) => own.size >= SENTENCES_FROM;
  const ascii = Array.from({ length: 0x5f }, (_, i) => String.fromCodePoint(0x20 + i));
  const sentences = new Set([...ascii, ...(await foreignLetters()), ...rows.flatMap(({ letters: own }) => [...own])]);
  const styles = rows.map((row): ShippedStyle => {
    const { px, face = "text" } = row.style;
    return {
      px,
      face,
      antialias: row.antialias,
      ...(!isSentences(row) && { letters: sorted(withDigits(row.letters)) }),
    };
  });
  return { sentences: sorted(sentences), styles: styles.toSorted(byName) };
}

/** Letters beyond ASCII of all languages. */
async function foreignLetters(): Promise<readonly string[]> {
  const folder = new URL("../src/words/", import.meta.url);
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(new URL(name, folder), "utf8")));
  return texts.join("").match(/(?!\p{ASCII})\p{L}/gu) ?? [];
}

/** Letters, with all of figures where there is a digit but 0, which also stands for the others when texts are measured. */
function withDigits(own: ReadonlySet<string>): ReadonlySet<string> {
  return /[1-9]/u.test([...own].join("")) ? new Set([...own, ...Array.from(FIGURES)]) : own;
}

function sorted(own: ReadonlySet<string>): string {
  return [...own].sort().join("");
}

function byName(a: ShippedStyle, b: ShippedStyle): number {
  return a.face.localeCompare(b.face) || a.px - b.px || Number(a.antialias) - Number(b.antialias);
}
