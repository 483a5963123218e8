import { describe, expect, it } from "vitest";
import type { Ink, Mark } from "../../../src/draw/pen.ts";
import { PALETTES, type Palette } from "../../../src/raster/palette.ts";
import { type Looks, looksOf, type MarkLook } from "../../../src/render/looks.ts";
import { fillingsOf } from "../../../src/render/marks.ts";

const colours = ({ inks, marks, tones }: Looks): number[] => [
  ...Object.values(inks),
  ...tones,
  ...Object.values(marks).flatMap((look: MarkLook | undefined) =>
    look ? [look.colour, ...(look.edge === undefined ? [] : [look.edge])] : [],
  ),
];
const of = (kind: Palette["kind"]) => looksOf(kind, "light");
const mark = (kind: Palette["kind"], name: Mark) => of(kind).marks[name];
const ink = (kind: Palette["kind"], name: Ink) => of(kind).inks[name];

describe("the looks of a palette", () => {
  it.each(PALETTES)("have no colour but $id's own, in both themes", ({ kind, inks }) => {
    const known: readonly number[] = inks;
    for (const theme of ["light", "dark"] as const) {
      const used = colours(looksOf(kind, theme));
      expect(used.length).toBeGreaterThan(9);
      expect(used.filter((colour) => !known.includes(colour))).toEqual([]);
    }
  });

  it.each(PALETTES)(
    "tell what went out from another day and, in a growing bar, from what came in, in $id",
    ({ kind }) => {
      const { marks, inks } = of(kind);
      expect(marks.out).not.toEqual(marks.otherDay);
      expect(marks.forecast).not.toEqual(marks.otherDay);
      for (const look of [marks.out, marks.forecast])
        expect([look?.fill, look?.colour]).not.toEqual(["solid", inks.ink]);
    },
  );

  it("show what went out in yellow with a black edge where there is yellow, never in red", () => {
    for (const kind of ["yellow", "colour"] as const)
      expect(mark(kind, "out")).toMatchObject({ shape: "framed", fill: "solid", colour: 0xffff00, edge: 0x000000 });
    for (const { kind } of PALETTES) expect(mark(kind, "out")?.colour).not.toBe(0xff0000);
  });

  it("have greys for headings, another day and tracks, and tracks on sixteen greys alone", () => {
    expect([ink("grey-16", "muted"), ink("grey-4", "muted"), ink("colour", "muted")]).toEqual([0x555555, 0x555555, 0]);
    expect(mark("grey-16", "out")).toMatchObject({ colour: 0x999999, edge: 0x000000 });
    expect(mark("grey-16", "otherDay")).toEqual({ shape: "area", fill: "solid", colour: 0xbbbbbb });
    expect(mark("grey-16", "track")?.colour).toBe(0xeeeeee);
    for (const { kind } of PALETTES) if (kind !== "grey-16") expect(mark(kind, "track"), kind).toBeUndefined();
    expect(looksOf("grey-16", "dark").marks.track).toBeUndefined();
  });

  it("have an alarm in red with white on it where there is red, and a white one in the dark", () => {
    for (const kind of ["red", "colour"] as const)
      expect([ink(kind, "alarm"), ink(kind, "alarmInk")]).toEqual([0xff0000, 0xffffff]);
    for (const kind of ["one-bit", "grey-4", "grey-16", "yellow"] as const)
      expect([ink(kind, "alarm"), ink(kind, "alarmInk")]).toEqual([0x000000, 0xffffff]);
    for (const { kind } of PALETTES) {
      const { inks } = looksOf(kind, "dark");
      expect([inks.paper, inks.ink, inks.alarm]).toEqual([0x000000, 0xffffff, 0xffffff]);
      expect(inks.alarmInk).not.toBe(inks.alarm);
    }
  });
});

it("shades are greys from the least to the most, and heights where there are none", () => {
  expect(of("grey-16").tones.at(0)).toBe(0xeeeeee);
  expect(of("grey-16").tones.at(-1)).toBe(0x000000);
  expect(looksOf("grey-16", "dark").tones.at(-1)).toBe(0xffffff);
  expect(of("grey-4").tones).toEqual([0xffffff, 0xaaaaaa, 0x555555, 0x000000]);
  for (const kind of ["one-bit", "red", "yellow", "colour"] as const) expect(of(kind).tones, kind).toEqual([]);
});

describe("a mark", () => {
  const box = { x: 0, y: 0, width: 10, height: 8 };
  const boxesOf = (look: MarkLook, at = box) => fillingsOf(at, look, "top").map((filling) => filling.box);

  it("with an edge has its filling inside, and none where there is no room", () => {
    const look = mark("one-bit", "out")!;
    const inner = fillingsOf(box, look, "top").find(({ fill }) => fill === "hatch");
    expect(inner?.box).toEqual({ x: 2, y: 2, width: 6, height: 4 });
    expect(boxesOf(look)).toHaveLength(5);
    expect(boxesOf(look, { ...box, width: 3 })).toEqual([{ ...box, width: 3 }]);
  });

  it("of another day is a line of two pixels at one side of its box, or on greys the whole of it", () => {
    const look = mark("one-bit", "otherDay")!;
    const tops = (["top", "middle", "bottom"] as const).map((line) => fillingsOf(box, look, line)[0]?.box);
    expect(tops).toEqual([0, 4, 6].map((y) => ({ ...box, y, height: 2 })));
    expect(boxesOf(mark("grey-16", "otherDay")!)).toEqual([box]);
  });

  it("across a plot is a row of points, or on greys a line", () => {
    const across = { ...box, width: 18, height: 2 };
    expect(boxesOf(mark("one-bit", "grid")!, across).map(({ x }) => x)).toEqual([0, 8, 16]);
    expect(boxesOf(mark("grey-4", "grid")!, across)).toEqual([across]);
  });
});
