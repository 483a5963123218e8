import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LayoutFolder } from "../../../src/config/layout-file.ts";
import { LAYOUTS_FOLDER } from "../../../src/package-folder.ts";
import { PANELS } from "../../../src/panel/panels.ts";
import { SPECTRA_6 } from "../../../src/raster/palette.ts";
import { SCENARIOS } from "../../../src/simulator/scenario.ts";
import { galleryCatalogue } from "../../../src/web/gallery-catalogue.ts";
import { GALLERY_SURFACES } from "../../../src/web/gallery-surfaces.ts";
import { LANGUAGES } from "../../../src/words/languages.ts";
import { BROKEN_LAYOUT, layoutText } from "./layout-texts.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-gallery-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("the catalogue of the shipped layouts", async () => {
  const catalogue = await galleryCatalogue(new LayoutFolder([LAYOUTS_FOLDER]));

  it("is plain JSON", () => expect(JSON.parse(JSON.stringify(catalogue))).toEqual(catalogue));

  it("has each layout with what it is and its sizes", () => {
    expect(catalogue.layouts).toContainEqual({
      name: "glance",
      description: "the number and three bars, for labels and small panels",
      sizes: expect.arrayContaining(["250x122", "400x300"]),
    });
    expect(catalogue.layouts.map(({ name }) => name)).toContain("balance");
  });

  it("has a surface only where a layout is composed for its size, and every panel there or among those without", () => {
    const sizes = new Set(catalogue.layouts.flatMap((layout) => ("sizes" in layout ? layout.sizes : [])));
    expect(catalogue.surfaces.length).toBeGreaterThanOrEqual(5);
    for (const { width, height } of catalogue.surfaces) expect(sizes).toContain(`${width}x${height}`);
    for (const { id } of PANELS) {
      const isShown = catalogue.surfaces.some((surface) => surface.id === id || surface.id.startsWith(`${id}-`));
      expect(
        catalogue.withoutComposition.some((panel) => panel.id === id),
        id,
      ).toBe(!isShown);
    }
  });

  it("shows a panel with the inks that it has, ideal and as seen", () => {
    const { id, inks, seen } = SPECTRA_6;
    expect(catalogue.surfaces.find((surface) => surface.id === "waveshare-7in3-e")).toEqual({
      id: "waveshare-7in3-e",
      label: PANELS.find((panel) => panel.id === "waveshare-7in3-e")?.name,
      width: 800,
      height: 480,
      palette: { id, inks, seen },
    });
  });

  it("has every scenario with the minute of its day at which it is most telling", () => {
    expect(catalogue.scenarios.map(({ id }) => id)).toEqual(SCENARIOS.map(({ id }) => id));
    const { description, happens } = SCENARIOS.find(({ id }) => id === "evening")!;
    expect(catalogue.scenarios).toContainEqual({ id: "evening", description, happens, minute: 17 * 60 + 25 });
  });

  it("has every language by its own name, in a locale with a region", () => {
    expect(catalogue.locales).toHaveLength(LANGUAGES.length);
    expect(catalogue.locales).toEqual(expect.arrayContaining([{ id: "fi-FI", name: "suomi" }]));
    expect(catalogue.locales[0]).toEqual({ id: "en-GB", name: "English" });
    for (const { id } of catalogue.locales) expect(new Intl.Locale(id).region, id).toBeDefined();
  });

  it("has both themes", () => expect(catalogue.themes).toEqual(["light", "dark"]));
});

describe("the catalogue of a folder that people write in", () => {
  it("tells the faults of a file with its name and place, and nothing of the folders of this machine", async () => {
    await writeFile(join(folder, "broken.yaml"), BROKEN_LAYOUT);
    const { layouts, surfaces } = await galleryCatalogue(new LayoutFolder([folder]));
    expect(layouts).toEqual([
      { name: "broken", faults: expect.arrayContaining([expect.objectContaining({ file: "broken.yaml", line: 5 })]) },
    ]);
    expect(JSON.stringify(layouts)).not.toContain(folder);
    expect(surfaces).toEqual([]);
  });

  it("turns a panel only where a layout is composed for it upright or lying", async () => {
    await writeFile(join(folder, "small.yaml"), layoutText(["122x250", "300x400"]));
    const { surfaces, withoutComposition } = await galleryCatalogue(new LayoutFolder([folder]));
    const sizes = Object.fromEntries(surfaces.map(({ id, width, height }) => [id, `${width}x${height}`]));
    expect(sizes).toMatchObject({ "waveshare-4in2-v2-portrait": "300x400" });
    expect(surfaces.map(({ id }) => id)).not.toContain("waveshare-4in2-v2");
    const without = withoutComposition.map(({ id }) => id);
    expect(without).toContain("waveshare-7in5-v2");
    expect(without).not.toContain("waveshare-4in2-v2");
    expect(withoutComposition.map(({ label }) => label)).toContain('Waveshare 7.5" V2, 800 × 480');
  });

  it("is empty where there is no such folder", async () => {
    const { layouts, withoutComposition } = await galleryCatalogue(new LayoutFolder([join(folder, "none")]));
    expect(layouts).toEqual([]);
    expect(withoutComposition.map(({ id }) => id)).toEqual(PANELS.map(({ id }) => id));
  });
});

describe("the surfaces", () => {
  it("have names of their own", () => {
    const ids = GALLERY_SURFACES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(GALLERY_SURFACES.map(({ label }) => label)).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(2 * PANELS.length);
  });

  it.each(PANELS)("show $id as it is scanned under its own id, and turned under another", (panel) => {
    const own = GALLERY_SURFACES.filter((surface) => surface.panel === panel.id);
    expect(own[0]).toMatchObject({ id: panel.id, width: panel.width, height: panel.height });
    const turned = own.find(({ id }) => id === `${panel.id}-portrait` || id === `${panel.id}-landscape`);
    expect(turned).toMatchObject({ width: panel.height, height: panel.width });
    expect(turned?.id.endsWith("-portrait")).toBe(panel.width > panel.height);
    const greys = own.filter(({ id }) => id.endsWith("-grey4"));
    expect(greys.map(({ palette }) => palette.id)).toEqual("grey4" in panel ? ["grey-4", "grey-4"] : []);
    expect(own[0]?.palette.id).toBe(panel.palette);
  });
});
