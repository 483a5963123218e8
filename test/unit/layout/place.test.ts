import { type Arbitrary, array, assert, constantFrom, integer, letrec, oneof, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, overlaps } from "../../../src/draw/box.ts";
import type { LayoutNode, LayoutVariant } from "../../../src/layout/layout.ts";
import { place } from "../../../src/layout/place.ts";
import { phases } from "../../../src/widget/phases.ts";

const TYPE = { smallPx: 11, bodyPx: 12, figurePx: 14, giantPx: 100 };
const sizes = oneof(integer({ min: 1, max: 120 }), constantFrom("1fr", "2fr", "0.5fr")) as Arbitrary<
  LayoutNode["size"]
>;

const nothing = () => undefined;

const { node } = letrec<{ node: LayoutNode; leaf: LayoutNode; box: LayoutNode }>((tie) => ({
  node: oneof({ maxDepth: 4, withCrossShrink: true }, tie("leaf"), tie("box")),
  leaf: record({ size: sizes, kind: constantFrom("widget", "space", "line") }).map(
    ({ size, kind }): LayoutNode =>
      kind === "widget"
        ? { size, path: [], kind: "widget", widget: "text", options: {}, draw: nothing, reads: [], mayShorten: false }
        : { size, path: [], kind },
  ),
  box: record({
    size: sizes,
    kind: constantFrom("row", "column"),
    gap: integer({ min: 0, max: 20 }),
    parts: array(tie("node"), { minLength: 1, maxLength: 5 }),
  }).map(({ kind, ...rest }): LayoutNode => ({ ...rest, path: [], kind })),
}));

const variant = (root: LayoutNode, margin = 0, width = 800, height = 480): LayoutVariant => ({
  width,
  height,
  margin,
  type: TYPE,
  root,
});

const space = (size: LayoutNode["size"]): LayoutNode => ({ size, path: ["at", size], kind: "space" });

describe("placing", () => {
  it("never overlaps, never leaves the panel's margin and stays on whole pixels", () => {
    let fitted = 0;
    assert(
      property(node, integer({ min: 0, max: 40 }), (root, margin) => {
        const { placed, misplaced } = place(variant(root, margin));
        if (misplaced.length === 0) fitted++;
        const panel = { x: margin, y: margin, width: 800 - 2 * margin, height: 480 - 2 * margin };
        placed.forEach(({ box }, i) => {
          expect(contains(panel, box)).toBe(true);
          expect(Object.values(box).every(Number.isInteger)).toBe(true);
          for (const other of placed.slice(i + 1)) expect(overlaps(box, other.box)).toBe(false);
        });
      }),
      { numRuns: 400 },
    );
    expect(fitted).toBeGreaterThan(100);
  });

  it("fills the panel to its margin with a single widget", () => {
    const root: LayoutNode = {
      size: "1fr",
      path: [],
      kind: "widget",
      widget: "text",
      options: {},
      draw: nothing,
      reads: [],
      mayShorten: false,
    };
    expect(place(variant(root, 24)).placed).toEqual([
      { widget: "text", box: { x: 24, y: 24, width: 752, height: 432 }, draw: nothing, reads: [], mayShorten: false },
    ]);
  });

  it("draws a line as one solid box", () => {
    const { placed } = place(variant({ size: "1fr", path: [], kind: "line" }));
    expect(placed.map(({ widget }) => widget)).toEqual(["line"]);
  });

  it("says which parts need more than there is, gaps counted", () => {
    const row = (...parts: LayoutNode[]): LayoutNode => ({ size: "1fr", path: ["root"], kind: "row", gap: 10, parts });
    expect(place(variant(row(space(400), space(391)))).misplaced).toEqual([
      { path: ["root"], message: "its parts need 801 pixels, 800 are there" },
    ]);
    expect(place(variant(row(space(400), space(390)))).misplaced).toEqual([]);
  });

  it("says which flexible part is left with nothing", () => {
    const root: LayoutNode = {
      size: "1fr",
      path: ["root"],
      kind: "column",
      gap: 0,
      parts: [space(480), space("1fr")],
    };
    expect(place(variant(root)).misplaced).toEqual([{ path: ["at", "1fr"], message: "nothing is left for this part" }]);
  });

  it("asks for more room for a widget that shows more", () => {
    const bars = (options: unknown): LayoutNode => {
      return {
        size: "1fr",
        path: [],
        kind: "widget",
        widget: "phases",
        options: phases.options.parse(options),
        draw: nothing,
        reads: [],
        mayShorten: false,
      };
    };
    expect(place(variant(bars({}), 0, 250, 52)).misplaced).toHaveLength(1);
    expect(
      place(variant(bars({ heading: false, sentence: false, ruler: "none", bar: 10 }), 0, 250, 52)).misplaced,
    ).toEqual([]);
  });
});
