import { describe, expect, it } from "vitest";
import { type EnergySum, NOTHING } from "../../../src/history/energy-sum.ts";
import { KeptSums } from "../../../src/history/kept-sums.ts";

const HOUR = 3_600_000;
const BASIS = { facts: "1", minutesFromMs: 10 * HOUR, settledMs: 100 * HOUR };

/** Asks for the sum of each of some hours. Returns those that are computed for it. */
function computedOf(kept: KeptSums, hours: readonly number[], basis = BASIS): number[] {
  const computed: number[] = [];
  for (const hour of hours) {
    const sum: EnergySum = { ...NOTHING, wh: hour };
    const given = kept.sum(basis, hour * HOUR, (hour + 1) * HOUR, () => {
      computed.push(hour);
      return sum;
    });
    expect(given.wh).toBe(hour);
  }
  return computed;
}

describe("kept sums of energy by power", () => {
  it("are computed once where nothing changes any more, each time where it may", () => {
    const kept = new KeptSums();
    expect(computedOf(kept, [20, 21, 99, 100])).toEqual([20, 21, 99, 100]);
    expect(computedOf(kept, [20, 21, 99, 100])).toEqual([100]);
  });

  it.each([
    ["later", 12],
    ["earlier", 8],
  ])("are computed again where they begin before what is read by minutes, which begins %s", (_, hour) => {
    const kept = new KeptSums();
    computedOf(kept, [7, 9, 11, 13]);
    const before = [7, 9, 11, 13].filter((each) => each < Math.max(hour, 10));
    expect(computedOf(kept, [7, 9, 11, 13], { ...BASIS, minutesFromMs: hour * HOUR })).toEqual(before);
  });

  it("are computed again when what they rest on is another", () => {
    const kept = new KeptSums();
    computedOf(kept, [20, 21]);
    expect(computedOf(kept, [20, 21], { ...BASIS, facts: "2" })).toEqual([20, 21]);
  });

  it("are no more than some hundred", () => {
    const kept = new KeptSums();
    const settledMs = Infinity;
    const many = Array.from({ length: 513 }, (_, i) => 20 + i);
    computedOf(kept, many, { ...BASIS, settledMs });
    expect(computedOf(kept, [532, 20], { ...BASIS, settledMs })).toEqual([20]);
  });
});
