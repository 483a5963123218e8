import { describe, expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { contains, overlaps } from "../../src/draw/box.ts";
import { sizeText } from "../../src/draw/size.ts";
import { place } from "../../src/layout/place.ts";
import { FONTS_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE, GREY_16 } from "../../src/raster/palette.ts";
import { refuseOverflow } from "../../src/render/canvas-pen.ts";
import { createRenderer } from "../../src/render/renderer.ts";
import { SCENARIOS } from "../../src/simulator/scenario.ts";
import { languagesInTurn } from "../fixtures/languages-in-turn.ts";
import { pictureFaults } from "../fixtures/strict-drawing.ts";
import { variantsOf } from "../fixtures/variants-of.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";
import { scenarioView } from "../fixtures/views/scenario-view.ts";

const folder = new LayoutFolder([LAYOUTS_FOLDER]);
const layouts = await Promise.all((await folder.names()).map((name) => folder.load(name)));
const variants = layouts.flatMap((layout) =>
  variantsOf(layout).map((variant) => ({ name: `${layout.name} ${sizeText(variant)}`, variant })),
);

it("knows balance and glance at their sizes", () => {
  expect(variants.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["balance 800x480", "balance 480x800", "glance 250x122", "glance 400x300"]),
  );
});

describe.each(variants)("$name", ({ variant }) => {
  const { width, height } = variant;

  it("places every widget within the panel and none over another", () => {
    const { placed, misplaced } = place(variant);
    expect(misplaced).toEqual([]);
    expect(placed.length).toBeGreaterThanOrEqual(3);
    placed.forEach(({ box, widget }, i) => {
      expect(contains({ x: 0, y: 0, width, height }, box), widget).toBe(true);
      for (const other of placed.slice(i + 1)) expect(overlaps(box, other.box), other.widget).toBe(false);
    });
  });

  it.each([BLACK_WHITE, GREY_16])(
    "draws every view without clipping or overprinting, the languages in turn, in $id",
    async (palette) => {
      const renderer = await createRenderer({
        variant,
        palette,
        theme: "light",
        fontsFolder: FONTS_FOLDER,
        onOverflow: refuseOverflow,
      });
      const views = [...NAMED_VIEWS];
      for (const { id } of SCENARIOS) views.push([id, await scenarioView(id)]);
      const faults: string[] = [];
      let drawn = 0;
      for (const [number, [name, view]] of views.entries()) {
        for (const language of languagesInTurn(number)) {
          const where = `${name} in ${language}`;
          try {
            faults.push(
              ...pictureFaults(renderer.draw({ ...view, locale: language })).map((fault) => `${where}: ${fault}`),
            );
          } catch (thrown) {
            faults.push(`${where}: ${String(thrown)}`);
          }
          drawn++;
        }
      }
      expect(faults).toEqual([]);
      expect(drawn).toBeGreaterThanOrEqual(2 * (14 + 16));
    },
    120_000,
  );
});
