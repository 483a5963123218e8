import { describe, expect, it } from "vitest";
import { isInked, PATTERNS } from "../../../src/raster/pattern.ts";

const drawn = (name: keyof typeof PATTERNS, width: number, height: number) =>
  Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (isInked(PATTERNS[name], x, y) ? "#" : ".")).join(""),
  ).join(" ");

describe("patterns", () => {
  it("repeat from the picture's origin", () => {
    expect(drawn("grey50", 6, 2)).toBe("#.#.#. .#.#.#");
    expect(drawn("diagonal", 8, 4)).toBe("...#...# ..#...#. .#...#.. #...#...");
    expect(drawn("grey25", 4, 3)).toBe("#.#. .... #.#.");
  });

  it.each([
    ["grey12", 0.125],
    ["grey25", 0.25],
    ["grey50", 0.5],
    ["grey75", 0.75],
    ["diagonal", 0.25],
  ] as const)("%s inks its share of the area", (name, share) => {
    expect([...drawn(name, 8, 8)].filter((pixel) => pixel === "#").length / 64).toBe(share);
  });

  it.each(Object.entries(PATTERNS))("%s has rows that fit its size", (_, { size, rows }) => {
    expect(rows).toHaveLength(size);
    expect(rows.every((row) => row < 1 << size)).toBe(true);
  });
});
