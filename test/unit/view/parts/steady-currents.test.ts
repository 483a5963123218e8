import { assert, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { buildView, viewMemory } from "../../../../src/view/build-view.ts";
import type { PartMemories } from "../../../../src/view/parts.ts";
import { historyOf, later, NOON } from "../../../fixtures/readings.ts";

const METER = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" } as const;
const STEP_MS = 10_000;

/** Currents of L1 in the pictures of a story of its values, a telegram every ten seconds, each built with the memory of the one before. */
function shownOf(...amperes: readonly number[]): (number | undefined)[] {
  const telegrams = amperes.map(
    (currentL1A, i) => [i * STEP_MS, { currentL1A, currentL2A: 1, currentL3A: 1 }] as const,
  );
  let before: PartMemories | undefined;
  return telegrams.map((_, i) => {
    const now = later(i * STEP_MS + 1_000);
    const input = {
      history: historyOf(...telegrams.slice(0, i + 1)),
      link: { kind: "connected", since: NOON } as const,
      now,
      meter: METER,
    };
    const view = buildView({ ...input, locale: "en-GB", parts: ["phases"], before });
    before = viewMemory(view, input);
    return view.phases?.[0]?.currentA;
  });
}

const figure = (value: number | undefined) => value?.toFixed(1);

describe("a current", () => {
  it("is exact in the first picture", () => {
    expect(shownOf(7.54)).toEqual([7.54]);
  });

  it("keeps its figure while it flickers around where it is rounded, and moves when it has left it", () => {
    expect(shownOf(7.54, 7.56, 7.55, 7.46, 7.57).map(figure)).toEqual(["7.5", "7.5", "7.5", "7.5", "7.6"]);
    expect(shownOf(-7.54, -7.56, -7.43).map(figure)).toEqual(["-7.5", "-7.5", "-7.4"]);
  });

  it("is exact from 80 % of the fuse on", () => {
    expect(shownOf(20.04, 20.06, 20.04)).toEqual([20.04, 20.06, 20.04]);
  });

  it("is exact while the alarm is on", () => {
    expect(shownOf(27, 27, 7.54, 7.56).slice(2)).toEqual([7.54, 7.56]);
  });

  it("is never further from the true one than the dead band", () => {
    const currents = [
      double({ min: 0, max: 19, noNaN: true }),
      double({ min: -0.12, max: 0.12, noNaN: true }),
      double({ min: -0.12, max: 0.12, noNaN: true }),
    ] as const;
    assert(
      property(...currents, (first, second, third) => {
        const amperes = [first, first + second, first + second + third];
        for (const [i, shown] of shownOf(...amperes).entries())
          expect(Math.abs(shown! - amperes[i]!)).toBeLessThan(0.0651);
      }),
      { numRuns: 100 },
    );
  });

  it("that is out of date is shown as it was, whatever figure was shown before", () => {
    const history = historyOf([0, { currentL1A: 7.56, currentL2A: 1, currentL3A: 1 }]);
    const input = {
      history,
      link: { kind: "connected", since: NOON } as const,
      now: later(3_600_000 * 0.1),
      meter: METER,
    };
    const { phases } = buildView({ ...input, locale: "en-GB", parts: ["phases"], before: { phases: { L1: 7.5 } } });
    expect(phases?.[0]).toMatchObject({ state: "stale", currentA: 7.56 });
  });
});
