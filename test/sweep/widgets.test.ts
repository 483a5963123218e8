import { beforeAll, describe, expect, it } from "vitest";
import type { FramePen } from "../../src/render/frame-pen.ts";
import { phases } from "../../src/widget/phases.ts";
import type { TypeScale, Widget } from "../../src/widget/widget.ts";
import { WIDGETS } from "../../src/widget/widgets.ts";
import { LANGUAGES } from "../../src/words/languages.ts";
import { languagesInTurn } from "../fixtures/languages-in-turn.ts";
import { drawStrictly, sceneOf, strictPen, textFaults } from "../fixtures/strict-drawing.ts";
import { NAMED_VIEWS } from "../fixtures/views/named-views.ts";

const SCALES: readonly TypeScale[] = [
  { smallPx: 11, bodyPx: 12, figurePx: 14, giantPx: 70 },
  { smallPx: 12, bodyPx: 14, figurePx: 24, giantPx: 104 },
  { smallPx: 16, bodyPx: 16, figurePx: 34, giantPx: 152 },
  { smallPx: 24, bodyPx: 28, figurePx: 56, giantPx: 210 },
];

let pen: FramePen;
beforeAll(async () => {
  pen = await strictPen(2_000, 1_000);
});

describe.each(WIDGETS.map((row): [string, Widget] => [row.kind, row]))("the widget %s", (_kind, row) => {
  it("describes each of its options and has a default for it", () => {
    const settled = row.options.safeParse({});
    expect(settled.success).toBe(true);
    for (const [name, schema] of Object.entries(row.options.shape)) {
      const { description } = schema as { description?: string };
      expect(description, name).toMatch(/^[A-Z].{10,}\.$/u);
    }
  });

  it("refuses an option that it does not have", () => {
    expect(() => row.options.parse({ nonsense: 1 })).toThrow(/nonsense/);
  });

  it.each(SCALES)("stays within its box at its least size and at three times of it, at %o", (type) => {
    const least = row.minimum(type, row.options.parse({}));
    const draw = row.bind(row.options.parse({}));
    let drawn = 0;
    for (const times of [1, 3]) {
      const box = { x: 13, y: 7, width: least.width * times, height: least.height * times };
      for (const [number, [name, view]] of NAMED_VIEWS.entries()) {
        for (const language of languagesInTurn(number)) {
          const texts = drawStrictly(pen, draw, box, sceneOf({ ...view, locale: language }, type));
          expect(textFaults(texts), `${name}, ${language}, ×${times}`).toEqual([]);
          drawn++;
        }
      }
    }
    expect(drawn).toBeGreaterThanOrEqual(2 * 16 * 2);
  });

  it("draws the same thing twice", () => {
    const type = SCALES[2]!;
    const { width, height } = row.minimum(type, row.options.parse({}));
    const box = { x: 0, y: 0, width: width * 3, height: height * 3 };
    const scene = sceneOf(NAMED_VIEWS[0]![1], type);
    const draw = row.bind(row.options.parse({}));
    expect(drawStrictly(pen, draw, box, scene)).toEqual(drawStrictly(pen, draw, box, scene));
  });
});

it.each(SCALES)("phases stay within their least size without heading or sentence, at %o", (type) => {
  let drawn = 0;
  for (const written of [{ heading: false }, { sentence: false }, { heading: false, sentence: false, ruler: "none" }]) {
    const options = phases.options.parse(written);
    const box = { x: 13, y: 7, ...phases.minimum(type, options) };
    for (const [number, [name, view]] of NAMED_VIEWS.entries()) {
      // A plate at the very top has no room for a ring over a capital, so what is wrong is said in every language.
      const isAtTop = name.startsWith("problem ");
      for (const language of isAtTop ? LANGUAGES.map((row) => row.language) : languagesInTurn(number)) {
        const scene = sceneOf({ ...view, locale: language }, type);
        expect(textFaults(drawStrictly(pen, phases.bind(options), box, scene)), `${name}, ${language}`).toEqual([]);
        drawn++;
      }
    }
  }
  expect(drawn).toBeGreaterThanOrEqual(3 * 16 * 2);
});

it("knows every widget once, by a name in kebab-case", () => {
  const kinds = WIDGETS.map(({ kind }) => kind);
  expect(kinds.length).toBeGreaterThanOrEqual(7);
  expect(new Set(kinds).size).toBe(kinds.length);
  for (const kind of kinds) expect(kind).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/u);
});
