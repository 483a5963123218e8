import { array, assert, asyncProperty, constantFrom, integer, oneof, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { LayoutFolder } from "../../../src/config/layout-file.ts";
import { History } from "../../../src/history/history.ts";
import { variantOf } from "../../../src/layout/layout.ts";
import { FACES_FOLDER, FONTS_FOLDER, LAYOUTS_FOLDER } from "../../../src/package-folder.ts";
import { BLACK_WHITE, BLACK_WHITE_RED, GREY_4, GREY_16, type Palette, SPECTRA_6 } from "../../../src/raster/palette.ts";
import { type Raster, sameRaster } from "../../../src/raster/raster.ts";
import { rendererFor } from "../../../src/render/compose.ts";
import type { Rendered } from "../../../src/render/rendered.ts";
import { createRenderer, type Renderer } from "../../../src/render/renderer.ts";
import { buildView, viewMemory } from "../../../src/view/build-view.ts";
import { FACES, type Face, faceInput } from "../../../src/view/face.ts";
import type { PartMemories } from "../../../src/view/parts.ts";
import type { Draw } from "../../../src/widget/widget.ts";
import { NOON } from "../../fixtures/readings.ts";
import { NAMED_VIEWS } from "../../fixtures/views/named-views.ts";

const METER = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" } as const;

/** A picture drawn after another, and the same drawn whole on a frame of its own. */
interface Pair {
  readonly renderer: Renderer;
  readonly whole: Renderer;
}

type Theme = "light" | "dark";

async function pairOf(
  layout: string,
  [width, height, palette, theme]: readonly [number, number, Palette, Theme],
): Promise<Pair> {
  const isFace = FACES.some((face) => face === layout);
  const folder = new LayoutFolder([isFace ? FACES_FOLDER : LAYOUTS_FOLDER]);
  const surface = { width, height, palette };
  return {
    renderer: await rendererFor(folder, layout, theme, surface),
    whole: await rendererFor(folder, layout, theme, surface),
  };
}

/** Surfaces of every kind of palette, each with layouts that have parts of every kind. */
const SURFACES = [
  ["balance", [800, 480, BLACK_WHITE, "light"]],
  ["balance", [400, 300, GREY_4, "dark"]],
  ["balance", [480, 800, BLACK_WHITE_RED, "light"]],
  ["balance", [800, 480, SPECTRA_6, "light"]],
  ["phases", [800, 480, GREY_16, "light"]],
  ["glance", [250, 122, BLACK_WHITE, "dark"]],
] as const;

const watts = integer({ min: 0, max: 9_000 });
const kinds = oneof(
  { weight: 20, arbitrary: constantFrom("telegram") },
  { weight: 3, arbitrary: constantFrom("nothing", "kept value", "currents", "overload", "values that are gone") },
  { weight: 2, arbitrary: constantFrom("reader offline", "link down", "clock not set", "clock set") },
  { weight: 1, arbitrary: constantFrom(...FACES) },
);
/** Time to the next picture: seconds mostly, now and then hours or a day. */
const afterS = oneof(
  { weight: 12, arbitrary: integer({ min: 1, max: 90 }) },
  { weight: 2, arbitrary: integer({ min: 600, max: 9_000 }) },
  integer({ min: 40_000, max: 100_000 }),
);
const stepS = oneof({ weight: 20, arbitrary: integer({ min: 0, max: 0 }) }, integer({ min: -9_000, max: 9_000 }));
const story = array(record({ kind: kinds, watts, afterS, stepS, display: integer({ min: 0, max: 1 }) }), {
  minLength: 5,
  maxLength: 40,
});

type Step = { readonly kind: string; readonly watts: number };

/** A house, and what its display showed last. */
class Home {
  readonly #history = new History({ timeZone: METER.timeZone });
  #counterWh = 5_000_000;
  #memory: PartMemories | undefined;
  #drawn: Rendered | undefined;

  happen({ kind, watts: powerW }: Step, at: typeof NOON): void {
    this.#counterWh += powerW;
    const currentA = kind === "overload" ? 31 : powerW / 700;
    const currents = { currentL1A: currentA, currentL2A: 3.2, currentL3A: 0.4 };
    const [activePowerImportW, activePowerExportW] = powerW > 2_000 ? [powerW, 0] : [0, powerW];
    const powers = { activePowerImportW, activePowerExportW, activeEnergyImportWh: this.#counterWh };
    const values = kind === "currents" || kind === "overload" ? currents : { ...powers, ...currents };
    if (["telegram", "currents", "overload", "kept value"].includes(kind))
      this.#history.add({ values, at, retained: kind === "kept value" });
    if (kind === "values that are gone") this.#history.noValue(["activePowerImportW", "currentL1A"], at);
    if (kind === "reader offline") this.#history.readerStatus(false, at);
  }

  /** Draws the next picture in both ways. */
  drawn({ renderer, whole }: Pair, now: typeof NOON, kind: string): readonly [Raster, Raster, Rendered, Rendered] {
    const face = FACES.find((one): one is Face => one === kind);
    const link = { kind: kind === "link down" ? ("lost" as const) : ("connected" as const), since: now };
    const facts = face && faceInput(face, now, METER.timeZone);
    const input = { history: this.#history, link, now, meter: METER, locale: "fi-FI", ...facts };
    const view = buildView({ ...input, parts: renderer.parts, before: this.#memory });
    this.#memory = viewMemory(view, input);
    this.#drawn = renderer.draw(view, this.#drawn);
    const other = whole.draw(view);
    return [this.#drawn.raster, other.raster, this.#drawn, other];
  }
}

const facts = ({ boxes }: Rendered) => boxes.map(({ widget, box, texts, extent }) => ({ widget, box, texts, extent }));

describe("a picture drawn after another", () => {
  it.each(SURFACES)(
    "is the same as the whole of it, of %s on surface %#",
    async (layout, surface) => {
      const ordinary = await pairOf(layout, surface);
      const faces = new Map<string, Pair>();
      for (const face of FACES) {
        const layoutOf = await new LayoutFolder([FACES_FOLDER]).load(face);
        const [width, height] = surface;
        if (variantOf(layoutOf, { width, height })) faces.set(face, await pairOf(face, surface));
      }
      await assert(
        asyncProperty(story, async (steps) => {
          const homes = [new Home(), new Home()]; // whose displays share a frame, as those of one kiosk do
          let now = NOON;
          for (const step of steps) {
            const clockSet = step.kind !== "clock not set" && (step.kind === "clock set" || now.clockSet);
            const [wallMs, monoMs] = [
              now.wallMs + (step.afterS + step.stepS) * 1_000,
              now.monoMs + step.afterS * 1_000,
            ];
            now = { wallMs, monoMs, clockSet };
            const home = homes[step.display]!;
            home.happen(step, now);
            const [after, whole, drawn, other] = home.drawn(faces.get(step.kind) ?? ordinary, now, step.kind);
            expect(sameRaster(after, whole), step.kind).toBe(true);
            expect(facts(drawn)).toEqual(facts(other));
          }
          await Promise.resolve();
        }),
        { numRuns: 12 },
      );
    },
    60_000,
  );

  it("is the same as the whole of it whatever came before", async () => {
    for (const [layout, surface] of SURFACES) {
      const { renderer, whole } = await pairOf(layout, surface);
      let drawn: Rendered | undefined;
      for (const [name, view] of [...NAMED_VIEWS, ...NAMED_VIEWS.toReversed()]) {
        drawn = renderer.draw(view, drawn);
        expect(sameRaster(drawn.raster, whole.draw(view).raster), `${layout} ${name}`).toBe(true);
      }
    }
  });
});

describe("parts that did not change", () => {
  const [, view] = NAMED_VIEWS[0]!;

  it("are not drawn again: without a change the very same picture comes back", async () => {
    const { renderer } = await pairOf("balance", [800, 480, BLACK_WHITE, "light"]);
    const first = renderer.draw(view);
    expect(renderer.draw({ ...view, nowMs: view.nowMs + 1 }, first)).toBe(first);
    const second = renderer.draw({ ...view, phases: [] }, first);
    const kept = second.boxes.filter((part, i) => part === first.boxes[i]).map(({ widget }) => widget);
    expect(kept).toEqual(["now", "day-lines", "hours", "line", "strip"]);
  });

  it("are drawn again where one leaves its box, for it may lie on another", async () => {
    let width = 30;
    const left: Draw = (pen, { x, y, height }) => pen.fill({ x, y, width, height });
    const right: Draw = (pen, box) => pen.fill(box, "ink", "half");
    const part = {
      size: "1fr",
      path: [],
      kind: "widget",
      widget: "two",
      options: {},
      reads: [],
      mayShorten: false,
    } as const;
    const variant = {
      width: 32,
      height: 16,
      margin: 0,
      type: { smallPx: 16, bodyPx: 16, figurePx: 16, giantPx: 16 },
      root: {
        size: "1fr",
        path: [],
        kind: "row",
        gap: 0,
        parts: [
          { ...part, draw: right },
          { ...part, draw: left },
        ],
      },
    } as const;
    const settings = { variant, palette: BLACK_WHITE, theme: "light", fontsFolder: FONTS_FOLDER } as const;
    const [renderer, whole] = [await createRenderer(settings), await createRenderer(settings)];
    let drawn: Rendered | undefined;
    for (width of [4, 9, 4, 12]) {
      drawn = renderer.draw(view, drawn);
      expect(sameRaster(drawn.raster, whole.draw(view).raster), `${width}`).toBe(true);
    }
  });
});
