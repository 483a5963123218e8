import { describe, expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { contains, overlaps } from "../../src/draw/box.ts";
import { sizeText } from "../../src/draw/size.ts";
import { place } from "../../src/layout/place.ts";
import { LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { variantsOf } from "../fixtures/variants-of.ts";

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
});
