import { describe, expect, it } from "vitest";
import { chosenPictures } from "../../../scripts/chosen-pictures.ts";
import { onShelves } from "../../../scripts/shelves.ts";
import { LayoutFolder } from "../../../src/config/layout-file.ts";
import { overlaps } from "../../../src/draw/box.ts";
import { sizeText } from "../../../src/draw/size.ts";
import { variantOf } from "../../../src/layout/layout.ts";
import { LAYOUTS_FOLDER } from "../../../src/package-folder.ts";
import { SCENARIOS } from "../../../src/simulator/scenario.ts";
import { FACES } from "../../../src/view/face.ts";
import { withFaces } from "../../../src/web/gallery-faces.ts";
import { readGalleryLayouts } from "../../../src/web/gallery-layouts.ts";
import { GALLERY_LOCALES } from "../../../src/web/gallery-locales.ts";
import { GALLERY_SURFACES } from "../../../src/web/gallery-surfaces.ts";

describe("pictures on sheets", () => {
  const limits = { width: 1000, height: 500, gap: 10 };

  it("lie in order, apart from each other and within their sheet", () => {
    const sizes = Array.from({ length: 40 }, (_, i) => ({ width: 90 + 37 * (i % 7), height: 60 + 53 * (i % 5) }));
    const sheets = onShelves(sizes, limits);
    expect(sheets.flatMap(({ places }) => places.map(({ index }) => index))).toEqual([...sizes.keys()]);
    expect(sheets.length).toBeGreaterThan(1);
    for (const { width, height, places } of sheets) {
      expect(width).toBeLessThanOrEqual(limits.width);
      expect(height).toBeLessThanOrEqual(limits.height);
      const boxes = places.map(({ index, x, y }) => ({ x, y, ...sizes[index]! }));
      boxes.forEach((box, i) => {
        expect(box.x + box.width + 10).toBeLessThanOrEqual(width);
        expect(box.y + box.height + 10).toBeLessThanOrEqual(height);
        for (const other of boxes.slice(i + 1)) expect(overlaps(box, other)).toBe(false);
      });
    }
  });

  it("that are larger than a sheet have one each", () => {
    const large = { width: 2000, height: 900 };
    const sheets = onShelves([large, { width: 50, height: 50 }, large], limits);
    expect(sheets.map(({ width, height }) => [width, height])).toEqual([
      [2020, 920],
      [70, 70],
      [2020, 920],
    ]);
  });
});

describe("the chosen pictures", async () => {
  const folder = new LayoutFolder([LAYOUTS_FOLDER]);
  const names = await folder.names();
  const known = await withFaces(readGalleryLayouts(folder));
  const layouts = [...known.values()].flatMap(({ layout }) => layout ?? []);
  const pictures = chosenPictures(layouts);
  const surfaceOf = (id: string) => GALLERY_SURFACES.find((surface) => surface.id === id)!;

  it("are 120 at most, each one that can be drawn", () => {
    expect(pictures.length).toBeGreaterThan(0);
    expect(pictures.length).toBeLessThanOrEqual(120);
    for (const { layout, surface } of pictures)
      expect(variantOf(layouts.find(({ name }) => name === layout)!, surfaceOf(surface)), layout).toBeDefined();
  });

  it("have every layout at every size of a panel or screen for which it is composed", () => {
    for (const layout of layouts.filter(({ name }) => names.includes(name))) {
      const sizes = GALLERY_SURFACES.filter((surface) => variantOf(layout, surface)).map(sizeText);
      const shown = pictures
        .filter((picture) => picture.layout === layout.name)
        .map(({ surface }) => surfaceOf(surface));
      expect(new Set(shown.map(sizeText))).toEqual(new Set(sizes));
    }
  });

  it("have every face, and every size of a panel or screen", () => {
    expect(new Set(pictures.map(({ layout }) => layout))).toEqual(new Set([...names, ...FACES]));
    expect(new Set(pictures.map(({ surface }) => sizeText(surfaceOf(surface))))).toEqual(
      new Set(GALLERY_SURFACES.map(sizeText)),
    );
  });

  it("have every scenario, language, palette and theme", () => {
    const composed = GALLERY_SURFACES.filter((surface) => layouts.some((layout) => variantOf(layout, surface)));
    const had = (of: (picture: (typeof pictures)[number]) => string) => new Set(pictures.map(of));
    expect(had(({ scenario }) => scenario)).toEqual(new Set(SCENARIOS.map(({ id }) => id)));
    expect(had(({ locale }) => locale)).toEqual(new Set(GALLERY_LOCALES.map(({ id }) => id)));
    expect(had(({ surface }) => surfaceOf(surface).palette.id)).toEqual(
      new Set(composed.map(({ palette }) => palette.id)),
    );
    expect(had(({ theme }) => theme)).toEqual(new Set(["light", "dark"]));
  });
});
