import { describe, expect, it } from "vitest";
import { inkName, paperColour } from "../../../src/page/picture/inks.ts";
import { PALETTES } from "../../../src/raster/palette.ts";
import { wordsFor } from "../../../src/words/languages.ts";

const WORDS = wordsFor("en").page.viewer;

describe.each(PALETTES)("$id", ({ inks, seen }) => {
  it("has a name of its own for every ink, and no bare number", () => {
    const names = inks.map((ink) => inkName(ink, WORDS));
    expect(new Set(names).size).toBe(inks.length);
    expect(names.filter((name) => name.startsWith("#"))).toEqual([]);
  });

  it("has a light paper", () => {
    const paper = Number.parseInt(paperColour({ inks, seen }).slice(1), 16);
    expect(Math.min(paper >> 16, (paper >> 8) & 0xff, paper & 0xff)).toBeGreaterThan(0xb0);
  });
});

it("names greys by their way to white, and strangers by their number", () => {
  expect([0x555555, 0x00ff7f].map((ink) => inkName(ink, WORDS))).toEqual(["grey 33 %", "#00ff7f"]);
});
