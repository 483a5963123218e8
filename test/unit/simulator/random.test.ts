import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash, height, noise, randomOf } from "../../../src/simulator/random.ts";

const row = (seed: number): number[] => Array.from({ length: 5 }, randomOf(seed));

describe("random numbers", () => {
  it("are the same row for the same seed, and another for another", () => {
    expect(row(7)).toEqual(row(7));
    expect(row(7)).not.toEqual(row(8));
  });

  it("fill the range from 0 to 1 evenly", () => {
    const random = randomOf(hash(1, "even"));
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let count = 0; count < 10_000; count += 1) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThan(900);
    expect(tenths).toHaveLength(10);
  });
});

describe("a hash", () => {
  it("distinguishes names, numbers, their order and numbers beyond 32 bits", () => {
    const hashes = [
      hash(1, "fridge"),
      hash(1, "freezer"),
      hash(2, "fridge"),
      hash("fridge", 1),
      hash(2 ** 32 + 1, "fridge"),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe("noise", () => {
  it("passes through its heights and stays between -1 and 1", () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: -1e9, max: 1e9, noNaN: true }), (seed, x) => {
        expect(Math.abs(noise(seed, x))).toBeLessThanOrEqual(1);
        expect(noise(seed, Math.floor(x))).toBe(height(seed, Math.floor(x)));
      }),
    );
  });

  it("has no jumps", () => {
    for (let x = 0; x < 20; x += 0.01) expect(Math.abs(noise(5, x + 0.01) - noise(5, x))).toBeLessThan(0.04);
  });
});
