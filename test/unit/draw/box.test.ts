import { array, assert, constantFrom, integer, oneof, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { columns, contains, inset, overlaps, rows, type Track, trackLengths } from "../../../src/draw/box.ts";

const BOX = { x: 10, y: 20, width: 100, height: 50 };

describe("track lengths", () => {
  it.each([
    [[100, "1fr"], 0, [100, 200]],
    [["1fr", "2fr"], 0, [100, 200]],
    [["1fr", "1fr"], 10, [145, 145]],
    [["1fr", "1fr", "1fr", "1fr", "1fr", "1fr", "1fr"], 0, [43, 43, 43, 43, 43, 43, 42]],
    [["0.5fr", "1.5fr"], 0, [75, 225]],
    [[100, 50], 0, [100, 50]],
    [[400, "1fr"], 0, [400, 0]],
    [[], 10, []],
  ] as const)("of 300 pixels as %o with gaps of %d are %o", (tracks, gap, expected) => {
    expect(trackLengths(300, tracks, gap)).toEqual(expected);
  });

  it("are whole, never negative, and fill the length to the pixel where anything is flexible", () => {
    const fixed = integer({ min: 1, max: 200 });
    const flexible = constantFrom<Track>("1fr", "2fr", "3fr", "0.7fr", "1.3fr", "0.1fr");
    assert(
      property(
        integer({ min: 1, max: 2_000 }),
        array(oneof(fixed, flexible), { minLength: 1, maxLength: 12 }),
        integer({ min: 0, max: 30 }),
        (length, tracks, gap) => {
          const lengths = trackLengths(length, tracks, gap);
          expect(lengths.every((size) => Number.isInteger(size) && size >= 0)).toBe(true);
          tracks.forEach((track, i) => {
            if (typeof track === "number") expect(lengths[i]).toBe(track);
          });
          const sum = lengths.reduce((a, b) => a + b, 0) + gap * (tracks.length - 1);
          const needed =
            tracks.reduce<number>((a, track) => a + (typeof track === "number" ? track : 0), 0) +
            gap * (tracks.length - 1);
          const isFlexible = tracks.some((track) => typeof track === "string");
          expect(sum).toBe(isFlexible && needed <= length ? length : needed);
        },
      ),
    );
  });
});

describe("boxes", () => {
  it("stand side by side with their gaps", () => {
    expect(columns(BOX, [30, "1fr"], 4)).toEqual([
      { x: 10, y: 20, width: 30, height: 50 },
      { x: 44, y: 20, width: 66, height: 50 },
    ]);
  });

  it("stand one under the other with their gaps", () => {
    expect(rows(BOX, ["1fr", 12], 2)).toEqual([
      { x: 10, y: 20, width: 100, height: 36 },
      { x: 10, y: 58, width: 100, height: 12 },
    ]);
  });

  it("shrink by the same on every side", () => {
    expect(inset(BOX, 5)).toEqual({ x: 15, y: 25, width: 90, height: 40 });
  });

  it("hold what lies within them to the last pixel, and no more", () => {
    expect(contains(BOX, BOX)).toBe(true);
    for (const [dx, dy] of [
      [-1, 0],
      [1, 0],
      [0, -1],
      [0, 1],
    ] as const)
      expect(contains(BOX, { ...BOX, x: BOX.x + dx, y: BOX.y + dy })).toBe(false);
  });

  it("overlap when they share a pixel, not when they touch", () => {
    expect(overlaps(BOX, { x: 109, y: 69, width: 5, height: 5 })).toBe(true);
    expect(overlaps(BOX, { x: 110, y: 20, width: 5, height: 5 })).toBe(false);
    expect(overlaps(BOX, { x: 10, y: 70, width: 5, height: 5 })).toBe(false);
  });
});
