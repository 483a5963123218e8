import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command, Option } from "commander";
import { FaultsError } from "../src/config/fault.ts";
import { LayoutFolder } from "../src/config/layout-file.ts";
import { type Layout, variantOf } from "../src/layout/layout.ts";
import { FONTS_FOLDER, LAYOUTS_FOLDER } from "../src/package-folder.ts";
import { FAMILIES, loadCanvas } from "../src/render/canvas.ts";
import { SCENARIOS } from "../src/simulator/scenario.ts";
import { GALLERY_THEMES } from "../src/web/gallery-catalogue.ts";
import { withFaces } from "../src/web/gallery-faces.ts";
import { readGalleryLayouts } from "../src/web/gallery-layouts.ts";
import { GALLERY_LOCALES } from "../src/web/gallery-locales.ts";
import { createGallery, type DrawnPicture } from "../src/web/gallery-picture.ts";
import type { GalleryQuery } from "../src/web/gallery-query.ts";
import { GALLERY_SURFACES } from "../src/web/gallery-surfaces.ts";
import { chosenPictures } from "./chosen-pictures.ts";
import { onShelves } from "./shelves.ts";

const MOST = 600;
const CAPTION = 22;
const SHEET = { width: 2560, height: 2560, gap: 16 };

type Dimension = "layout" | "panel" | "scenario" | "locale" | "theme";

interface Options extends Readonly<Record<Dimension, readonly string[]>> {
  readonly chosen?: true;
  readonly out: string;
}

class UsageError extends Error {}

interface Cell {
  readonly caption: string;
  readonly file: string;
  readonly picture: DrawnPicture;
}

const layouts = new LayoutFolder([LAYOUTS_FOLDER]);
const names = (text: string) => text.split(",").map((part) => part.trim());

const program = new Command("contact-sheet")
  .description(
    "Draws a slice of all pictures side by side: a page to browse (index.html) and PNG sheets at real pixels.\nEvery option takes one name, several with commas, or all.",
  )
  .option("--layout <names>", "layouts and faces, such as balance,today,night", names, ["all"])
  .option("--panel <ids>", "surfaces, such as waveshare-7in5-v2 or screen-1024x600", names, ["waveshare-7in5-v2"])
  .option("--scenario <names>", "scenarios, such as evening,stale", names, ["evening"])
  .option("--locale <names>", "locales, such as fi-FI", names, ["en-GB"])
  .addOption(new Option("--theme <names>", "light, dark").default(["light"]).argParser(names))
  .option("--chosen", "the chosen set, in which every layout, face, size, scenario, language and palette occurs")
  .option("-o, --out <folder>", "folder of the result, replaced", "out/contact-sheet")
  .action(contactSheet);
try {
  await program.parseAsync();
} catch (thrown) {
  if (!(thrown instanceof UsageError)) throw thrown;
  console.error(`contact-sheet: ${thrown.message}`);
  process.exitCode = 2;
}

async function contactSheet(options: Options): Promise<void> {
  const queries = options.chosen ? chosenPictures(await allLayouts()) : await slice(options);
  if (queries.length === 0) throw new UsageError("none of these layouts is composed for any of these panels");
  if (queries.length > MOST)
    throw new UsageError(`these are ${queries.length} pictures, ${MOST} at most are drawn at once`);
  await rm(options.out, { recursive: true, force: true });
  await mkdir(join(options.out, "pictures"), { recursive: true });
  const cells = await drawn(queries);
  for (const { file, picture } of cells) await writeFile(join(options.out, file), picture.png);
  const sheets = await writeSheets(cells, options.out);
  await writeFile(join(options.out, "index.html"), page(cells));
  console.log(`${cells.length} pictures, ${sheets} sheets in ${options.out}; open ${join(options.out, "index.html")}`);
}

/** Every layout, and behind them the faces. */
async function allLayouts(): Promise<readonly Layout[]> {
  const known = await withFaces(readGalleryLayouts(layouts));
  return [...known.values()].map(({ layout, faults = [] }) => {
    if (layout === undefined || faults.length > 0) throw new FaultsError("LAYOUT_INVALID", faults);
    return layout;
  });
}

/** The product of what was asked for, without the sizes that a layout is not composed for. */
async function slice(options: Options): Promise<GalleryQuery[]> {
  const every = await allLayouts();
  const among = <Row>(key: Dimension, rows: readonly Row[], name: (row: Row) => string) => {
    const known = rows.map(name);
    const unknown = options[key].find((asked) => asked !== "all" && !known.includes(asked));
    if (unknown !== undefined) throw new UsageError(`--${key} ${unknown}: use ${known.join(", ")}, or all`);
    return options[key].includes("all") ? rows : rows.filter((row) => options[key].includes(name(row)));
  };
  const surfaces = among("panel", GALLERY_SURFACES, ({ id }) => id);
  const scenarios = among("scenario", SCENARIOS, ({ id }) => id);
  const locales = among("locale", GALLERY_LOCALES, ({ id }) => id);
  const themes = among("theme", GALLERY_THEMES, (theme) => theme);
  const hangings = among("layout", every, ({ name }) => name).flatMap((layout) =>
    surfaces.filter((surface) => variantOf(layout, surface)).map(({ id }) => ({ layout: layout.name, surface: id })),
  );
  const looks = scenarios.flatMap(({ id: scenario }) =>
    locales.flatMap(({ id: locale }) => themes.map((theme) => ({ scenario, locale, theme }))),
  );
  return hangings.flatMap((hanging) => looks.map((look) => ({ ...hanging, ...look })));
}

/** Draws scenario by scenario, since a simulated past takes longer than a picture. */
async function drawn(queries: readonly GalleryQuery[]): Promise<Cell[]> {
  const gallery = createGallery({ layouts });
  const never = new AbortController().signal;
  const order = queries.map((query, index) => ({ query, index })).sort((a, b) => byScenario(a.query, b.query));
  const cells: Cell[] = [];
  for (const { query, index } of order) {
    const { layout, surface, scenario, locale, theme } = query;
    const picture = await gallery.picture(query, never);
    const caption = [layout, surface, scenario, locale, theme].join(" · ");
    cells[index] = { caption, file: `pictures/${caption.replaceAll(" · ", "_")}.png`, picture };
  }
  return cells;
}

function byScenario(a: GalleryQuery, b: GalleryQuery): number {
  return a.scenario < b.scenario ? -1 : Number(a.scenario > b.scenario);
}

/** Writes the pictures at real pixels, as many on a sheet as fit; resolves with the number of sheets. */
async function writeSheets(cells: readonly Cell[], folder: string): Promise<number> {
  const canvas = loadCanvas(FONTS_FOLDER);
  const sizes = cells.map(({ picture: { width, height } }) => ({ width, height: height + CAPTION }));
  const sheets = onShelves(sizes, SHEET);
  for (const [number, { width, height, places }] of sheets.entries()) {
    const surface = canvas.createCanvas(width, height);
    const context = surface.getContext("2d");
    context.fillStyle = "#8a8a8a";
    context.fillRect(0, 0, width, height);
    context.font = `14px "${FAMILIES.small}"`;
    context.fillStyle = "#000";
    for (const { index, x, y } of places) {
      const { caption, picture } = cells[index]!;
      context.fillText(caption, x, y + 15, picture.width);
      context.drawImage(await canvas.loadImage(Buffer.from(picture.png)), x, y + CAPTION);
    }
    await writeFile(join(folder, `sheet-${number + 1}.png`), surface.toBuffer("image/png"));
  }
  return sheets.length;
}

/** The page: every picture at real pixels, wrapped to the window, with a field that keeps what its words name. */
function page(cells: readonly Cell[]): string {
  const figures = cells.map(
    ({ caption, file, picture: { width, height } }) =>
      `<figure><figcaption>${caption}</figcaption><a href="${file}"><img src="${file}" width="${width}" height="${height}" loading="lazy" alt="${caption}"></a></figure>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Wattframe: contact sheet</title>
<style>
body { margin: 16px; background: #8a8a8a; font: 14px sans-serif; }
main { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
figure { margin: 0; }
figcaption { padding: 0 0 4px; }
img { display: block; image-rendering: pixelated; }
input { font: inherit; width: 30em; margin-bottom: 16px; }
</style>
<label>Only with these words: <input type="search" placeholder="balance fi-FI"></label>
<main>
${figures.join("\n")}
</main>
<script>
document.querySelector("input").addEventListener("input", ({ target }) => {
  const words = target.value.split(/\\s+/u).filter(Boolean);
  for (const figure of document.querySelectorAll("figure"))
    figure.hidden = !words.every((word) => figure.textContent.includes(word));
});
</script>
</html>
`;
}
