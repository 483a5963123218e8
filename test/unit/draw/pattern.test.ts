import { describe, expect, it } from "vitest";
import { isInked, PATTERNS } from "../../../src/draw/pattern.ts";

const drawn = (name: keyof typeof PATTERNS, width: number, height: number) =>
  Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (isInked(PATTERNS[name], x, y) ? "#" : ".")).join(""),
  ).join(" ");

describe("patterns", () => {
  it("repeat from the picture's origin", () => {
    expect(drawn("half", 6, 2)).toBe("#.#.#. .#.#.#");
    expect(drawn("hatch", 8, 4)).toBe("##....## #....##. ....##.. ...##...");
    expect(drawn("quarter", 4, 3)).toBe("#.#. .... #.#.");
  });

  it.each([
    ["quarter", 0.25],
    ["half", 0.5],
    ["hatch", 1 / 3],
  ] as const)("%s inks its share of the area", (name, share) => {
    expect([...drawn(name, 24, 24)].filter((pixel) => pixel === "#").length / 24 ** 2).toBeCloseTo(share, 9);
  });

  it.each(Object.entries(PATTERNS))("%s is a square tile", (_, pattern) => {
    expect(pattern.every((row) => row.length === pattern.length)).toBe(true);
  });
});
