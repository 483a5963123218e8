import { expect, it } from "vitest";
import { LayoutFolder } from "../../../src/config/layout-file.ts";
import { Drawing } from "../../../src/kiosk/drawing.ts";
import { Renderers } from "../../../src/kiosk/renderers.ts";
import { LAYOUTS_FOLDER } from "../../../src/package-folder.ts";
import { BLACK_WHITE, GREY_4 } from "../../../src/raster/palette.ts";

const SURFACE = { width: 800, height: 480, palette: BLACK_WHITE };
const layouts = new LayoutFolder([LAYOUTS_FOLDER]);
const balance = await layouts.load("balance");

it("displays of one layout, theme and surface share a renderer, and no others", async () => {
  const renderers = new Renderers();
  const one = await renderers.of(balance, "light", SURFACE);
  expect(await renderers.of(balance, "light", { ...SURFACE })).toBe(one);
  const others = await Promise.all([
    renderers.of(balance, "dark", SURFACE),
    renderers.of(balance, "light", { ...SURFACE, palette: GREY_4 }),
    renderers.of(balance, "light", { ...SURFACE, width: 480, height: 800 }),
    renderers.of(await layouts.load("phases"), "light", SURFACE),
  ]);
  expect(new Set([one, ...others]).size).toBe(5);
});

it("a renderer that could not be made is tried again", async () => {
  const renderers = new Renderers();
  const tiny = { ...SURFACE, width: 3 };
  for (let i = 0; i < 2; i++)
    await expect(renderers.of(balance, "light", tiny)).rejects.toMatchObject({ code: "LAYOUT_UNKNOWN" });
});

it("drawings share the renderers of their layout and of the faces", async () => {
  const renderers = new Renderers();
  const [one, two] = [0, 1].map(() => new Drawing(balance, "light", () => SURFACE, renderers));
  expect((await one!.prepare()).renderer).toBe((await two!.prepare()).renderer);
  const night = await one!.prepareFace("night");
  expect(night?.renderer).toBe((await two!.prepareFace("night"))?.renderer);
  expect(night?.renderer).not.toBe((await one!.prepare()).renderer);
});
