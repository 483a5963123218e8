import { beforeAll, describe, expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { FONTS_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { variantFor } from "../../src/render/compose.ts";
import type { Rendered } from "../../src/render/rendered.ts";
import { createRenderer, type Renderer } from "../../src/render/renderer.ts";
import type { View } from "../../src/view/view.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";
import { scenarioView } from "../fixtures/views/scenario-view.ts";

const view = (name: string): View => NAMED_VIEWS.find((row) => row[0] === name)![1];
/** Layouts of two blocks, a chart and a strip. */
const BLOCKS = ["balance", "today", "week", "solar"] as const;
/** The other layouts of that size, with a strip too. */
const ROWS = ["phases", "numbers"] as const;
const CALM = ["day", "evening", "solar-noon", "one-phase"] as const;

/** Plot of the hours: its left edge, from one hour to the next, its top and its zero line, pixels. */
const HOURS = { x: 56, pitch: 30, top: 274, zero: 370 } as const;

/** Tells whether a text of the strip ends on the right edge; a last 1 stays in its cell, short of it. */
const isAtRight = (text: string, end: number) => end <= 777 && end >= (text.endsWith("1") ? 771 : 775);

const renderers = new Map<string, Renderer>();
beforeAll(async () => {
  for (const [layout, width, height] of [
    ...[...BLOCKS, ...ROWS].map((layout) => [layout, 800, 480] as const),
    ["glance", 250, 122],
  ] as const) {
    const variant = variantFor(await new LayoutFolder([LAYOUTS_FOLDER]).load(layout), width, height);
    const settings = { variant, palette: BLACK_WHITE, theme: "light", fontsFolder: FONTS_FOLDER } as const;
    renderers.set(layout, await createRenderer(settings));
  }
});

/** A picture with its ink by pixel. */
function drawn(shown: View, layout = "balance") {
  const rendered: Rendered = renderers.get(layout)!.draw(shown);
  const { width, height, pixels } = rendered.raster;
  const isInk = (x: number, y: number) => pixels[y * width + x] === 0;
  const texts = rendered.boxes.flatMap((part) => part.texts);
  return { width, height, pixels, isInk, texts };
}

/** Share of the pixels of a rectangle that are ink. */
function inkShare(
  { isInk }: ReturnType<typeof drawn>,
  [x, y, width, height]: readonly [number, number, number, number],
) {
  let count = 0;
  for (let row = y; row < y + height; row++) for (let at = x; at < x + width; at++) if (isInk(at, row)) count++;
  return count / (width * height);
}

describe.each([...BLOCKS, ...ROWS])("%s at 800×480", (layout) => {
  it("begins 24 pixels from every edge and ends with the figures of the strip, in every calm state", async () => {
    for (const id of CALM) {
      const picture = drawn(await scenarioView(id), layout);
      const rows = Array.from({ length: 480 }, (_, y) => y).filter((y) => inkShare(picture, [0, y, 800, 1]) > 0);
      expect(rows[0], id).toBeGreaterThanOrEqual(23);
      expect(rows.at(-1), id).toBeLessThanOrEqual(458);
      expect(inkShare(picture, [0, 0, 23, 480]), id).toBe(0);
      expect(inkShare(picture, [777, 0, 23, 480]), id).toBe(0);
    }
  }, 240_000); // the first that needs a scenario waits for its simulation

  it("has nothing above its margin but plates, in any state", async () => {
    for (const id of [...CALM, "sauna", "stale", "reader-offline", "first-day"] as const)
      expect(inkShare(drawn(await scenarioView(id), layout), [0, 0, 800, 16]), id).toBe(0);
  });

  it("begins its blocks and cells on the columns, and ends on the last one", async () => {
    for (const id of CALM) {
      const { texts } = drawn(await scenarioView(id), layout);
      const lefts = texts.filter(({ y, px }) => px === 22 || (y > 404 && px === 18)).map(({ x }) => x);
      const isOnColumn = (x: number) => [24, 152, 280, 408, 536, 664].some((column) => Math.abs(column - x) <= 1);
      const cells = texts.filter(({ y, text }) => y > 404 && text !== "kWh" && text !== "A");
      for (const { text, x, w } of cells)
        expect(isOnColumn(x) || isAtRight(text, x + w), `${id}: "${text}" at ${x}`).toBe(true);
      expect(lefts.filter((x) => x === 24).length, id).toBeGreaterThanOrEqual(1);
    }
  });

  it("has the clock at the bottom right in every state that is renewed, even while it is not set", () => {
    for (const [name, shown] of NAMED_VIEWS) {
      if (shown.life.problems[0]?.code === "no-telegram-yet") continue;
      const last = drawn(shown, layout).texts.filter(({ text, x, w, y }) => y > 424 && isAtRight(text, x + w));
      expect(
        last.map(({ text }) => text),
        name,
      ).toEqual([shown.clockSet ? "14:00" : "–:–"]);
    }
  });
});

it.each(["today", "week", "solar"])("%s shows the phases while the clock is not set, and no void", (layout) => {
  const picture = drawn(view("clock not set"), layout);
  for (const text of ["Phases", "L1", "63 A"]) expect(picture.texts.map((each) => each.text)).toContain(text);
  expect(inkShare(picture, [408, 40, 368, 180])).toBeGreaterThan(0.1);
  expect(renderers.get(layout)!.parts).toContain("balance");
});

describe.each(BLOCKS)("%s with its number at 800×480", (layout) => {
  it("shows what is out of date hollow, without a bar, and its time twice at least", async () => {
    const picture = drawn(await scenarioView("stale"), layout);
    const fresh = drawn(await scenarioView("evening"), layout);
    expect(inkShare(picture, [24, 52, 170, 106])).toBeLessThan(0.6 * inkShare(fresh, [24, 52, 170, 106]));
    expect(picture.texts.filter(({ text }) => text.includes("14:23")).length).toBeGreaterThanOrEqual(2);
    expect(picture.texts.some(({ text }) => text.endsWith(" A"))).toBe(false);
  });

  it("has no bar later than the last value", async () => {
    for (const [id, hour] of [
      ["stale", 15],
      ["reader-offline", 20],
    ] as const) {
      const { isInk, texts } = drawn(await scenarioView(id), layout);
      const hasHours = texts.some(({ text }) => text === "Today by the hour, kWh");
      expect(hasHours, id).toBe(layout !== "week");
      // Lines of yesterday and of the grid are two pixels high; a bar is higher.
      const isBar = (x: number, y: number) => hasHours && [0, 1, 2, 3, 4].every((row) => isInk(x, y + row));
      const later = Array.from({ length: 776 - HOURS.x - hour * HOURS.pitch }, (_, i) => 775 - i);
      const rows = Array.from({ length: HOURS.zero - 5 - HOURS.top }, (_, i) => HOURS.top + i);
      expect(
        later.filter((x) => rows.some((y) => isBar(x, y))),
        id,
      ).toEqual([]);
    }
  });

  it("has its unit at one height and of one size in all states", () => {
    const units = NAMED_VIEWS.flatMap(([, shown]) =>
      drawn(shown, layout).texts.flatMap(({ text, px, y, h }) =>
        /^kWh?$/u.test(text) && px > 36 ? [[px, y + h]] : [],
      ),
    );
    expect(new Set(units.map(String)).size).toBe(1);
    expect(units.length).toBeGreaterThan(5);
  });

  it("has a number as high as a fifth of it", () => {
    expect(giantOf(layout)).toBeGreaterThanOrEqual(0.22 * 480);
  });
});

const giantOf = (layout: string) => Math.max(...drawn(view("full"), layout).texts.map(({ h }) => h));

it("a picture over the fuse has a block that is full to the panel's edges, and 25 to 45 % of ink", async () => {
  const over = drawn(await scenarioView("overload"));
  for (const [x, y] of [
    [392, 0],
    [799, 0],
    [392, 235],
    [799, 235],
  ] as const)
    expect(over.isInk(x, y)).toBe(true);
  const share = inkShare(over, [0, 0, 800, 480]);
  expect(share).toBeGreaterThan(0.25);
  expect(share).toBeLessThan(0.45);
});

it("a label has sizes of text from its list, and a number as high as two fifths of it", () => {
  const labels = new Set([13, 14, 16, 20, 28, 76]);
  for (const [name, shown] of NAMED_VIEWS)
    for (const { text, px } of drawn(shown, "glance").texts) expect(labels.has(px), `${name}: "${text}"`).toBe(true);
  expect(giantOf("glance")).toBeGreaterThanOrEqual(0.4 * 122);
});
