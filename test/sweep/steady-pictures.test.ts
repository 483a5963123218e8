import { assert, boolean, double, integer, property, record, tuple } from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { sizeText } from "../../src/draw/size.ts";
import { History } from "../../src/history/history.ts";
import { type LayoutVariant, variantOf } from "../../src/layout/layout.ts";
import type { Values } from "../../src/meter/quantity.ts";
import { FONTS_FOLDER, LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { createRenderer, type Renderer } from "../../src/render/renderer.ts";
import { buildView, viewMemory } from "../../src/view/build-view.ts";
import type { PartMemories } from "../../src/view/parts.ts";
import { GALLERY_SURFACES } from "../../src/web/gallery-surfaces.ts";
import { later, NOON, readingAt } from "../fixtures/readings.ts";

const PHASES = ["L1", "L2", "L3"] as const;

/** What a meter measures of one phase. */
interface Measured {
  readonly powerW: number;
  readonly isOut: boolean;
  readonly voltageV: number;
  readonly reactiveVar: number;
}

/** What a meter measures; reactive power of the whole where it says a power factor that no watt more or less changes. */
interface House {
  readonly netW: number;
  readonly reactiveVar?: number;
  readonly frequencyHz: number;
  readonly phases: readonly Measured[];
}

/** Changes, each as a share of the last digit that is drawn of its value. */
interface Change {
  readonly net: number;
  readonly frequency: number;
  readonly phases: readonly { readonly A: number; readonly V: number; readonly W: number; readonly var: number }[];
}

const STILL: Change = { net: 0, frequency: 0, phases: [] };
const COUNTERS: Values = { activeEnergyImportWh: 24_567_000, activeEnergyExportWh: 3_456_000 };

function telegram({ netW, reactiveVar, frequencyHz, phases }: House, change = STILL): Values {
  const net = netW + 100 * change.net;
  const ofPhases = PHASES.flatMap((name, i): [string, number][] => {
    const { A = 0, V = 0, W = 0, var: reactive = 0 } = change.phases[i] ?? {};
    const measured = phases[i]!;
    const watts = measured.powerW + 100 * W;
    return [
      [`current${name}A`, measured.powerW / 230 + 0.1 * A],
      [`voltage${name}V`, measured.voltageV + V],
      [`activePowerImport${name}W`, measured.isOut ? 0 : watts],
      [`activePowerExport${name}W`, measured.isOut ? watts : 0],
      [`reactivePowerImport${name}Var`, measured.reactiveVar + 100 * reactive],
    ];
  });
  return {
    ...COUNTERS,
    activePowerImportW: Math.max(0, net),
    activePowerExportW: Math.max(0, -net),
    ...(reactiveVar !== undefined && { reactivePowerImportVar: reactiveVar }),
    frequencyHz: frequencyHz + 0.1 * change.frequency,
    ...Object.fromEntries(ofPhases),
  };
}

/** Earlier in the quarter of an hour: the day's records, which stand whatever comes, and energy each way. */
const RECORDS = [9_000, -9_000].map((netW, i) =>
  telegram({
    netW,
    frequencyHz: 50,
    phases: PHASES.map(() => ({ powerW: 4_590, isOut: i > 0, voltageV: 200 + 60 * i, reactiveVar: 0 })),
  }),
);

/** Pixels of the picture of a telegram ten seconds after that of a house, drawn with the memory of that one. */
function pixelsAfter(renderer: Renderer, phases: 1 | 3, first: Values, second: Values): Uint8Array {
  const meter = { name: "house", mainFuseA: 25, timeZone: "Europe/Helsinki", phases };
  const history = new History();
  for (const [i, values] of RECORDS.entries()) history.add(readingAt(values, later((i + 5) * 60_000)));
  let before: PartMemories | undefined;
  let pixels: Uint8Array = new Uint8Array();
  [first, second].forEach((values, i) => {
    const now = later(10 * 60_000 + 10_000 * i); // at which no energy has come of the second telegram
    history.add(readingAt(values, now));
    const input = { history, link: { kind: "connected", since: NOON } as const, now, meter };
    const view = buildView({ ...input, locale: "en-GB", parts: renderer.parts, before });
    before = viewMemory(view, input);
    pixels = renderer.draw(view).raster.pixels;
  });
  return pixels;
}

const noise = double({ min: -0.5, max: 0.5, noNaN: true });
const measured = record({
  powerW: integer({ min: 150, max: 4_500 }), // far enough from zero that its direction is sure, and the fuse is not near
  isOut: boolean(),
  voltageV: integer({ min: 2_100, max: 2_500 }).map((tenths) => tenths / 10),
  reactiveVar: integer({ min: -900, max: 900 }),
});
const house = record({
  netW: integer({ min: -9_000, max: 9_000 }),
  frequencyHz: integer({ min: 4_980, max: 5_020 }).map((hundredths) => hundredths / 100),
  phases: tuple(measured, measured, measured),
}).map((each): House => (Math.abs(each.netW) > 3_000 ? { ...each, reactiveVar: 300 } : each));
const phaseNoise = record({ A: noise, V: noise, W: noise, var: noise });
const flicker = record({ net: noise, frequency: noise, phases: tuple(phaseNoise, phaseNoise, phaseNoise) });

const folder = new LayoutFolder([LAYOUTS_FOLDER]);
const layouts = await Promise.all((await folder.names()).map((name) => folder.load(name)));
const sizes = new Map(GALLERY_SURFACES.map((surface) => [sizeText(surface), surface]));
const variants = layouts.flatMap((layout) =>
  [...sizes.values()].flatMap((size): { name: string; variant: LayoutVariant }[] => {
    const variant = variantOf(layout, size);
    return variant ? [{ name: `${layout.name} ${sizeText(size)}`, variant }] : [];
  }),
);
const rendererOf = (variant: LayoutVariant) =>
  createRenderer({ variant, palette: BLACK_WHITE, theme: "light", fontsFolder: FONTS_FOLDER });

describe.each(variants)("$name", ({ variant }) => {
  let renderer: Renderer;
  beforeAll(async () => (renderer = await rendererOf(variant)));

  it("is the same after a telegram that differs by less than half of each last digit", () => {
    assert(
      property(house, flicker, boolean(), (now, change, isOnePhase) => {
        const first = telegram(now);
        const [same, flickered] = [first, telegram(now, change)].map((second) =>
          pixelsAfter(renderer, isOnePhase ? 1 : 3, first, second),
        );
        expect(Buffer.compare(Buffer.from(same!.buffer), Buffer.from(flickered!.buffer))).toBe(0);
      }),
      { numRuns: 3 },
    );
  });
});

const STEP = 1.1;
const phaseStep = { A: 0, V: 0, W: 0, var: 0 };

it.each<[string, Partial<Change>]>([
  ["net power", { net: STEP }],
  ["frequency", { frequency: -STEP }],
  ["current", { phases: [{ ...phaseStep, A: STEP }] }],
  ["voltage", { phases: [{ ...phaseStep, V: -STEP }] }],
  ["power of a phase", { phases: [{ ...phaseStep, W: STEP }] }],
  ["reactive power of a phase", { phases: [{ ...phaseStep, var: -STEP }] }],
])("a %s that moves by more than its last digit is drawn at once", async (_, change) => {
  const renderer = await rendererOf(variants.find(({ name }) => name === "numbers 800x480")!.variant);
  const still = { powerW: 1_000, isOut: false, voltageV: 230, reactiveVar: 400 };
  const first: House = { netW: 3_200, frequencyHz: 50, phases: [still, still, still] };
  const [same, moved] = [STILL, { ...STILL, ...change }].map((each) =>
    pixelsAfter(renderer, 3, telegram(first), telegram(first, each)),
  );
  expect(Buffer.compare(Buffer.from(same!.buffer), Buffer.from(moved!.buffer))).not.toBe(0);
});
