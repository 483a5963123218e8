import { describe, expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { sizeText } from "../../src/draw/size.ts";
import { leastSize } from "../../src/layout/size-range.ts";
import { FONTS_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { variantFor } from "../../src/render/compose.ts";
import { refuseOverflow } from "../../src/render/frame-pen.ts";
import { createRenderer } from "../../src/render/renderer.ts";
import { PROBLEM_CODES } from "../../src/view/parts/life.ts";
import { LANGUAGES } from "../../src/words/languages.ts";
import { languagesInTurn } from "../fixtures/languages-in-turn.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";

const folder = new LayoutFolder([LAYOUTS_FOLDER]);
const layouts = await Promise.all((await folder.names()).map((name) => folder.load(name)));
const pictures = await Promise.all(
  layouts.flatMap((layout) =>
    layout.compositions.map(async ({ range }) => ({
      name: `${layout.name} ${sizeText(leastSize(range))}`,
      renderer: await createRenderer({
        variant: variantFor(layout, range.width.least, range.height.least),
        palette: BLACK_WHITE,
        theme: "light",
        fontsFolder: FONTS_FOLDER,
        onOverflow: refuseOverflow,
      }),
    })),
  ),
);
/** Units of the strip, which are as small as its labels. */
const UNITS: ReadonlySet<string> = new Set(["kWh", "m³"]);
/** Languages in which a picture with a strip was looked at. */
const withStrip = new Set<string>();
const viewOf = (name: string) => {
  const view = NAMED_VIEWS.find((row) => row[0] === name)?.[1];
  if (!view) throw new RangeError(name);
  return view;
};

describe.each(LANGUAGES.map((words) => ({ words, language: words.language })))(
  "in $language",
  ({ words, language }) => {
    // Every composition at its least size in two of the languages; that all texts fit is measured in words-have-room.
    const own = pictures.filter((_, number) => languagesInTurn(number).includes(language));
    it.each(own)("$name finds room for the words of every problem", ({ renderer }) => {
      for (const code of PROBLEM_CODES) {
        const { boxes } = renderer.draw({ ...viewOf(`problem ${code}`), locale: language });
        const said = boxes.flatMap(({ texts }) => texts.map(({ text }) => text));
        const { problemsFor, problemsShort } = words.parts.life;
        const sentence = problemsFor[code].split("{")[0]?.trim() ?? "";
        const isWaiting = code === "no-telegram-yet" && said.includes(words.widgets.waiting.title);
        const isClock = code === "clock-not-set";
        expect(
          isWaiting || isClock || said.join(" ").includes(sentence) || said.join(" ").includes(problemsShort[code]),
          `${code}: ${said.join(" | ")}`,
        ).toBe(true);
      }
    });

    it.each(own)("$name names every number of its strip", ({ renderer }) => {
      const { boxes } = renderer.draw({ ...viewOf("full"), locale: language });
      const strips = boxes.filter(({ widget }) => widget === "strip");
      expect(boxes.length).toBeGreaterThan(2);
      if (strips.length > 0) withStrip.add(language);
      for (const { texts } of strips) {
        const figures = texts.filter(
          ({ text, px }) => /\d/u.test(text) && px === Math.max(...texts.map((one) => one.px)),
        );
        const labels = texts.filter(
          ({ text, px }) => !UNITS.has(text) && px === Math.min(...texts.map((one) => one.px)),
        );
        expect(labels.length, texts.map(({ text }) => text).join(" | ")).toBe(figures.length);
      }
    });
  },
);

it("looked at every layout in every language", () => {
  expect(pictures.length).toBeGreaterThanOrEqual(4);
  expect(LANGUAGES.length).toBeGreaterThanOrEqual(2);
  expect(withStrip.size).toBe(LANGUAGES.length);
});
