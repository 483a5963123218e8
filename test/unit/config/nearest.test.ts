import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "../../../src/config/nearest.ts";

const KEYS = ["name", "prefix", "mainFuseA", "phases", "timeZone", "mapping", "allowNoCrc"];

describe("the nearest key", () => {
  it.each([
    ["prefx", "prefix"],
    ["perfix", "prefix"],
    ["main_fuse_a", "mainFuseA"],
    ["mainFuse", "mainFuseA"],
    ["timezone", "timeZone"],
    ["Phases", "phases"],
    ["noCrc", "allowNoCrc"],
  ])("takes %s for %s", (word, key) => expect(nearest(word, KEYS)).toBe(key));

  it("suggests nothing when nothing is near", () => {
    expect(nearest("colour", KEYS)).toBeUndefined();
    expect(nearest("x", [])).toBeUndefined();
  });
});

describe("the edit distance", () => {
  it("counts a swap of neighbours once", () => expect(editDistance("ab", "ba")).toBe(1));

  it("is symmetric, zero only for the same word, and never more than the longer word", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
