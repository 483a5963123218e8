import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { FACES_FOLDER, FONTS_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE, type PaletteId, paletteOf } from "../../src/raster/palette.ts";
import { decodePng, encodePng } from "../../src/raster/png.ts";
import type { Raster } from "../../src/raster/raster.ts";
import { type CanvasModule, loadCanvas } from "../../src/render/canvas.ts";
import { variantFor } from "../../src/render/compose.ts";
import { refuseOverflow } from "../../src/render/frame-pen.ts";
import { createRenderer } from "../../src/render/renderer.ts";
import type { ScenarioId } from "../../src/simulator/scenario.ts";
import type { View } from "../../src/view/view.ts";
import { pictureFaults } from "../fixtures/strict-drawing.ts";
import { faceView } from "../fixtures/views/face-view.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";
import { scenarioView } from "../fixtures/views/scenario-view.ts";

// WATTFRAME_GOLDEN=update writes what is drawn in place of what is expected. Look at every picture before committing it.
const isUpdate = process.env["WATTFRAME_GOLDEN"] === "update";
const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const FAILED = fileURLToPath(new URL("../../out/golden/", import.meta.url));
const FINGERPRINT = join(FOLDER, "fingerprint.json");

const SURFACES = [
  { layout: "balance", width: 800, height: 480 },
  { layout: "balance", width: 480, height: 800 },
  { layout: "glance", width: 250, height: 122 },
  { layout: "glance", width: 400, height: 300 },
] as const;
const FACE_SURFACES = [
  { layout: "night", width: 800, height: 480 },
  { layout: "night", width: 250, height: 122 },
  { layout: "stopped", width: 800, height: 480 },
  { layout: "stopped", width: 400, height: 300 },
  { layout: "unconfigured", width: 800, height: 480 },
  { layout: "unconfigured", width: 250, height: 122 },
] as const;

/** Scenarios in Finnish and in English, half and half. */
const SCENARIO_LOCALES: readonly (readonly [ScenarioId, string])[] = [
  ["day", "fi-FI"],
  ["evening", "en-GB"],
  ["sauna", "fi-FI"],
  ["solar-noon", "en-GB"],
  ["overload", "fi-FI"],
  ["stale", "en-GB"],
  ["no-data", "fi-FI"],
  ["one-phase", "en-GB"],
  ["reader-offline", "fi-FI"],
  ["first-day", "en-GB"],
];
const NAMED_LOCALES: readonly (readonly [string, string])[] = [
  ["full", "en-GB"],
  ["retained", "fi-FI"],
  ["clock not set", "en-GB"],
  ["exporting", "fi-FI"],
];

// The library tells its pango; its types do not know.
const canvas = loadCanvas(FONTS_FOLDER) as CanvasModule & { readonly pangoVersion?: string };
const fingerprint = {
  canvas: canvas.version,
  cairo: canvas.cairoVersion,
  pango: canvas.pangoVersion,
  freetype: canvas.freetypeVersion,
};
if (isUpdate) writeFileSync(FINGERPRINT, `${JSON.stringify(fingerprint, null, 2)}\n`);
const expected: unknown = JSON.parse(readFileSync(FINGERPRINT, "utf8"));
const isComparable = JSON.stringify(expected) === JSON.stringify(fingerprint);
if (!isComparable) {
  console.warn(
    `The pictures are not compared, only their rules are checked: they were drawn with ${JSON.stringify(expected)}, here is ${JSON.stringify(fingerprint)}.`,
  );
}

interface Shown {
  readonly name: string;
  readonly view: () => Promise<View>;
}

const views: readonly Shown[] = [
  ...SCENARIO_LOCALES.map(([id, locale]) => ({ name: id as string, view: () => scenarioView(id, locale) })),
  ...NAMED_LOCALES.map(([name, locale]) => {
    const view = NAMED_VIEWS.find((row) => row[0] === name)?.[1];
    if (!view) throw new RangeError(name);
    return { name: name.replaceAll(" ", "-"), view: () => Promise.resolve({ ...view, locale }) };
  }),
];

/** Pictures of what else looks its own way: a few of each layout, size and palette, in the states that show it. */
const CHOSEN: readonly (Surface & { readonly names: readonly string[] })[] = [
  { layout: "today", width: 800, height: 480, names: ["evening", "stale", "first-day"] },
  { layout: "today", width: 480, height: 800, names: ["day"] },
  { layout: "today", width: 400, height: 300, names: ["evening"] },
  { layout: "week", width: 800, height: 480, names: ["evening", "solar-noon", "clock-not-set"] },
  { layout: "week", width: 648, height: 480, names: ["day"] },
  { layout: "solar", width: 800, height: 480, names: ["solar-noon", "reader-offline"] },
  { layout: "solar", width: 480, height: 800, names: ["solar-noon"] },
  { layout: "phases", width: 800, height: 480, names: ["evening", "overload"] },
  { layout: "phases", width: 480, height: 800, names: ["day"] },
  { layout: "numbers", width: 800, height: 480, names: ["evening", "stale"] },
  { layout: "numbers", width: 480, height: 800, names: ["day"] },
  { layout: "poster", width: 960, height: 680, names: ["evening"] },
  { layout: "balance", width: 400, height: 300, names: ["evening"] },
  { layout: "balance", width: 648, height: 480, names: ["evening"] },
  { layout: "balance", width: 800, height: 480, palette: "grey-4", names: ["solar-noon"] },
  { layout: "balance", width: 800, height: 480, palette: "spectra-6", names: ["overload", "solar-noon"] },
  { layout: "glance", width: 296, height: 128, names: ["evening", "overload"] },
  { layout: "glance", width: 128, height: 296, names: ["evening"] },
  { layout: "glance", width: 122, height: 250, names: ["overload", "stale", "solar-noon"] },
  { layout: "balance", width: 800, height: 480, palette: "black-white-red", names: ["overload", "solar-noon"] },
  { layout: "balance", width: 800, height: 480, palette: "black-white-yellow", names: ["solar-noon"] },
  { layout: "phases", width: 800, height: 480, palette: "black-white-red", names: ["overload"] },
  { layout: "solar", width: 800, height: 480, palette: "black-white-yellow", names: ["exporting"] },
  { layout: "balance", width: 1872, height: 1404, palette: "grey-16", names: ["evening", "stale"] },
  { layout: "poster", width: 1872, height: 1404, palette: "grey-16", names: ["solar-noon"] },
  { layout: "today", width: 1872, height: 1404, palette: "grey-16", names: ["evening"] },
  { layout: "balance", width: 1920, height: 1080, palette: "grey-16", names: ["overload"] },
  { layout: "week", width: 1920, height: 1080, palette: "grey-16", names: ["evening"] },
];

/** Pixels that differ; all of them when the sizes do. */
async function differing(actual: Buffer, golden: Buffer): Promise<readonly number[]> {
  if (actual.equals(golden)) return [];
  const [a, b] = [await decodePng(actual), await decodePng(golden)];
  const pixels = Array.from({ length: a.width * a.height }, (_, i) => i);
  if (a.width !== b.width || a.height !== b.height) return pixels;
  return pixels.filter((i) => [0, 1, 2].some((channel) => a.rgba[4 * i + channel] !== b.rgba[4 * i + channel]));
}

function keepFailure(name: string, actual: Raster, pixels: readonly number[]): void {
  mkdirSync(FAILED, { recursive: true });
  writeFileSync(join(FAILED, `${name}.actual.png`), encodePng(actual));
  const difference = new Uint8Array(actual.pixels.length).fill(1);
  for (const pixel of pixels) difference[pixel] = 0;
  writeFileSync(
    join(FAILED, `${name}.difference.png`),
    encodePng({ ...actual, palette: BLACK_WHITE, pixels: difference }),
  );
}

/** A layout at one size. */
interface Surface {
  readonly layout: string;
  readonly width: number;
  readonly height: number;
  readonly palette?: PaletteId;
}

/** Faults of a picture by the rules, and the number of its pixels that are not as they were looked at. */
async function compared(
  { layout, width, height, palette: id = "black-white" }: Surface,
  folder: string,
  { name, view }: Shown,
) {
  const variant = variantFor(await new LayoutFolder([folder]).load(layout), width, height);
  const palette = paletteOf(id);
  const renderer = await createRenderer({
    variant,
    palette,
    theme: "light",
    fontsFolder: FONTS_FOLDER,
    onOverflow: refuseOverflow,
  });
  const rendered = renderer.draw(await view());
  const faults = pictureFaults(rendered);
  const actual = rendered.raster;
  const hasInk = actual.pixels.includes(palette.roles.ink);
  const file = `${layout}-${width}x${height}-${name}${id === "black-white" ? "" : `-${id}`}`;
  const path = join(FOLDER, `${file}.png`);
  if (isUpdate) writeFileSync(path, encodePng(actual));
  if (!isComparable) return { faults, hasInk, differing: 0 };
  const pixels = await differing(Buffer.from(encodePng(actual)), readFileSync(path));
  if (pixels.length > 0) keepFailure(file, actual, pixels);
  return { faults, hasInk, differing: pixels.length };
}

/** A picture that is as it was looked at; else out/golden has what was drawn, and the difference. */
const AS_LOOKED_AT = { faults: [], hasInk: true, differing: 0 };

const surfaces = [
  ...SURFACES.map((surface) => ({ ...surface, shown: views.filter(({ name }) => name !== "first-day") })),
  ...CHOSEN.map(({ names, ...surface }) => ({ ...surface, shown: views.filter(({ name }) => names.includes(name)) })),
].map((surface) => ({ palette: "black-white" as PaletteId, ...surface }));

describe.each(surfaces)("$layout at $width×$height in $palette", ({ shown: chosen, ...surface }) => {
  it.each(chosen)(
    "shows $name as it was looked at, within the rules",
    async (shown) => {
      expect(await compared(surface, LAYOUTS_FOLDER, shown)).toEqual(AS_LOOKED_AT);
    },
    60_000,
  );
});

it.each(FACE_SURFACES)(
  "$layout at $width×$height shows an evening as it was looked at, within the rules",
  async (surface) => {
    const shown = { name: "evening", view: async () => faceView(await scenarioView("evening")) };
    expect(await compared(surface, FACES_FOLDER, shown)).toEqual(AS_LOOKED_AT);
  },
  60_000,
);
