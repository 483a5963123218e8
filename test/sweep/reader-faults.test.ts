import { describe, expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { READER_FAULTS } from "../../src/meter/reader-diagnosis.ts";
import { FONTS_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { variantFor } from "../../src/render/compose.ts";
import { refuseOverflow } from "../../src/render/frame-pen.ts";
import { createRenderer, type Renderer } from "../../src/render/renderer.ts";
import { LANGUAGES } from "../../src/words/languages.ts";
import { pictureFaults } from "../fixtures/strict-drawing.ts";
import { scenarioView } from "../fixtures/views/scenario-view.ts";

const layouts = new LayoutFolder([LAYOUTS_FOLDER]);
const waiting = await scenarioView("no-data");

/** Words of a picture, its broken lines joined. */
const saidBy = ({ boxes }: ReturnType<Renderer["draw"]>): string =>
  boxes.flatMap(({ texts }) => texts.map(({ text }) => text)).join(" ");
const SETTINGS = { palette: BLACK_WHITE, theme: "light", fontsFolder: FONTS_FOLDER } as const;

describe.each([
  ["balance", 800, 480],
  ["balance", 480, 800],
  ["glance", 400, 300],
  ["poster", 960, 680],
] as const)("the first picture of %s at %i×%i", (name, width, height) => {
  it.each(READER_FAULTS)("says in every language that the reader %s, and what to look at", async (code) => {
    const variant = variantFor(await layouts.load(name), width, height);
    const renderer = await createRenderer({ variant, ...SETTINGS, onOverflow: refuseOverflow });
    const refused = "the checksum of the frame does not fit: bytes were changed or lost on the way";
    const life = { ...waiting.life, readerOnline: true, readerFault: { code, ...(code === "refuses" && { refused }) } };
    for (const { language, widgets, parts } of LANGUAGES) {
      const rendered = renderer.draw({ ...waiting, life, locale: language });
      expect(pictureFaults(rendered), language).toEqual([]);
      const drawn = saidBy(rendered);
      const says = parts.life.readerFaults[code];
      for (const sentence of [says, ...widgets.waiting.faults[code]]) expect(drawn, language).toContain(sentence);
      if (width >= 800 && code === "refuses") expect(drawn).toContain("bytes were changed");
    }
  });
});

describe.each([
  [250, 122],
  [296, 128],
  [122, 250],
  [128, 296],
])("a label of %i×%i without values", (width, height) => {
  it.each(READER_FAULTS)("says in every language that the reader %s", async (code) => {
    const variant = variantFor(await layouts.load("glance"), width, height);
    const renderer = await createRenderer({ variant, ...SETTINGS, onOverflow: refuseOverflow });
    for (const { language, parts } of LANGUAGES) {
      const life = { ...waiting.life, readerOnline: true, readerFault: { code } };
      const rendered = renderer.draw({ ...waiting, life, locale: language });
      expect(pictureFaults(rendered), language).toEqual([]);
      expect(saidBy(rendered), language).toContain(parts.life.readerFaults[code]);
    }
  });
});
