import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasLongHadRoom, overloadSince } from "../../../src/view/overload.ts";

const FUSE_A = 25;

/** Currents of a phase one after another, most of them with room, and the telegrams seconds apart. */
const telegrams = fc.array(
  fc.record({
    afterS: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 40 }) }, fc.integer({ min: 40, max: 1_500 })),
    currentA: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(-20, 3, 23) }, fc.constantFrom(-27, 23.75, 25, 26, 30)),
  }),
  { maxLength: 30 },
);

describe("a phase that has long had room", () => {
  it("has no overload, whatever the telegrams and minutes before were", () => {
    let seen = 0;
    fc.assert(
      fc.property(telegrams, fc.integer({ min: 0, max: 100 }), (story, ageS) => {
        let atMs = 0;
        const loads = story.map(({ afterS, currentA }) => {
          atMs += afterS * 1_000;
          return { atMs, currentA };
        });
        const samples = loads.map(({ atMs: ms, currentA }) => ({
          at: { monoMs: ms, wallMs: ms, clockSet: true },
          currentA,
        }));
        if (!hasLongHadRoom(samples, FUSE_A)) return;
        seen += 1;
        const minutes = () => [{ fromMs: -60_000, min: 30, max: 31 }];
        expect(overloadSince({ loads, minutes }, FUSE_A, atMs + ageS * 1_000)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
