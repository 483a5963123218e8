import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { LayoutFolder } from "../../../src/config/layout-file.ts";
import { LAYOUTS_FOLDER } from "../../../src/package-folder.ts";
import { BLACK_WHITE } from "../../../src/raster/palette.ts";
import { requireFonts } from "../../../src/render/canvas.ts";
import { rendererFor } from "../../../src/render/compose.ts";
import { scenarioView } from "../../fixtures/views/scenario-view.ts";

/** Collects garbage now: what only a native object still points to is gone afterwards. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

it("draws the same picture again and again, patterns included, however much garbage is collected in between", async () => {
  const renderer = await rendererFor(new LayoutFolder([LAYOUTS_FOLDER]), "balance", "light", {
    width: 800,
    height: 480,
    palette: BLACK_WHITE,
  });
  const view = await scenarioView("solar-noon");
  const first = renderer.draw(view).raster;
  expect(first.pixels.filter((index) => index === 0).length).toBeGreaterThan(20_000);
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await new Promise((done) => setTimeout(done, 20));
    const again = renderer.draw(view).raster;
    expect(Buffer.compare(again.pixels, first.pixels)).toBe(0);
  }
});

it("names the font that is missing, and where the fonts belong", () => {
  expect(() => requireFonts("/no/fonts")).toThrowError(
    expect.objectContaining({
      code: "FONT_MISSING",
      message: expect.stringContaining("/no/fonts") as string,
      hint: expect.stringContaining("layouts/fonts") as string,
    }) as Error,
  );
});
