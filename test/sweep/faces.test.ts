import { expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { sizeText } from "../../src/draw/size.ts";
import { variantOf } from "../../src/layout/layout.ts";
import { FACES_FOLDER, FONTS_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { PANELS } from "../../src/panel/panels.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { refuseOverflow } from "../../src/render/frame-pen.ts";
import { createRenderer } from "../../src/render/renderer.ts";
import { FACES } from "../../src/view/face.ts";
import { pictureFormat } from "../../src/view/listed-writer.ts";
import { LANGUAGES } from "../../src/words/languages.ts";
import { languagesInTurn } from "../fixtures/languages-in-turn.ts";
import { pictureFaults } from "../fixtures/strict-drawing.ts";
import { variantsOf } from "../fixtures/variants-of.ts";
import { faceView } from "../fixtures/views/face-view.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";

const folder = new LayoutFolder([FACES_FOLDER]);
const faces = await Promise.all((await folder.names()).map((name) => folder.load(name)));
const variants = faces.flatMap((face) =>
  variantsOf(face).map((variant) => ({ name: `${face.name} ${sizeText(variant)}`, variant })),
);

const EVERY_LANGUAGE = LANGUAGES.map(({ language }) => language);
const KNOWN = NAMED_VIEWS.map(([name, view], number) => ({ name, view, locales: languagesInTurn(number) }));

/** The machine's address is all that one face reads: each language is drawn with one and without, and without a clock. */
const UNCONFIGURED = [
  { name: "in a network", locales: EVERY_LANGUAGE, view: NAMED_VIEWS[0]![1] },
  {
    name: "without network and clock",
    locales: EVERY_LANGUAGE,
    view: {
      ...NAMED_VIEWS[0]![1],
      clockSet: false,
      unconfigured: { host: "raspberrypi.local", command: "wattframe setup --out kiosk" },
    },
  },
];

it("are three, for every panel each way, and no layouts", async () => {
  expect(faces.map(({ name }) => name)).toEqual(["night", "stopped", "unconfigured"]);
  expect(FACES).toEqual(faces.map(({ name }) => name));
  for (const face of faces)
    for (const { width, height } of PANELS) {
      expect(variantOf(face, { width, height }), `${face.name} ${width}x${height}`).toBeDefined();
      expect(variantOf(face, { width: height, height: width }), `${face.name} ${height}x${width}`).toBeDefined();
    }
  expect(await new LayoutFolder([LAYOUTS_FOLDER]).names()).not.toEqual(expect.arrayContaining(["night"]));
});

/** A night of a day whose energy is wide, by the widest figures that days have. */
const WIDE_DAYS = [
  { importWh: 88_800 },
  { importWh: 88_800, importApprox: true },
  { importWh: 888_000, importApprox: true },
] as const;

it.each(variants.filter(({ name }) => name.startsWith("night")))(
  "$name has its number with its unit, clear of the week beside it",
  async ({ variant }) => {
    const settings = { palette: BLACK_WHITE, theme: "light", fontsFolder: FONTS_FOLDER } as const;
    const renderer = await createRenderer({ variant, ...settings });
    const view = faceView(NAMED_VIEWS[0]![1]);
    for (const day of WIDE_DAYS) {
      const { boxes } = renderer.draw({ ...view, rest: { ...view.rest, day } });
      const texts = boxes.find(({ widget }) => widget === "rest-day")!.texts;
      expect(texts.some(({ text }) => text.endsWith("kWh"))).toBe(true);
      const right = Math.max(...texts.map(({ x, w }) => x + w));
      const week = boxes.find(({ widget }) => widget === "rest-week");
      const isBeside = week && week.box.y < texts[0]!.y + texts[0]!.h;
      if (isBeside) expect(week.box.x - right, String(day.importWh)).toBeGreaterThanOrEqual(variant.type.smallPx);
    }
  },
);

it.each(variants.filter(({ name }) => name.startsWith("stopped")))(
  "$name says of which day and time it is, in every language",
  async ({ variant }) => {
    const settings = { palette: BLACK_WHITE, theme: "light", fontsFolder: FONTS_FOLDER } as const;
    const renderer = await createRenderer({ variant, ...settings });
    for (const { language } of LANGUAGES) {
      const view = { ...faceView(NAMED_VIEWS[0]![1]), locale: language };
      const said = renderer.draw(view).boxes.flatMap(({ texts }) => texts.map(({ text }) => text));
      const format = pictureFormat(language, view.timeZone);
      expect(
        said.some((text) => text.startsWith(format.weekday(view.nowMs, "short"))),
        said.join(" | "),
      ).toBe(true);
      expect(
        said.some((text) => text.endsWith(format.clock(view.nowMs))),
        said.join(" | "),
      ).toBe(true);
    }
  },
);

it.each(variants)("$name is light, and within the rules, whatever is known", async ({ name: face, variant }) => {
  const settings = {
    palette: BLACK_WHITE,
    theme: "light",
    fontsFolder: FONTS_FOLDER,
    onOverflow: refuseOverflow,
  } as const;
  const renderer = await createRenderer({ variant, ...settings });
  for (const { name, view, locales } of face.startsWith("unconfigured") ? UNCONFIGURED : KNOWN)
    for (const locale of locales) {
      const rendered = renderer.draw({ ...view, locale });
      expect(pictureFaults(rendered), `${name} in ${locale}`).toEqual([]);
      const { pixels } = rendered.raster;
      const ink = pixels.reduce((sum, pixel) => sum + (pixel === 0 ? 1 : 0), 0) / pixels.length;
      expect(ink, `${name} in ${locale}`).toBeLessThan(0.3);
    }
});
