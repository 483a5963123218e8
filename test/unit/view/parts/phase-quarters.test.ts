import { describe, expect, it } from "vitest";
import { buildView, viewMemory } from "../../../../src/view/build-view.ts";
import { historyOf, later, NOON, NOON_MS } from "../../../fixtures/readings.ts";

const MINUTE_MS = 60_000;
const METER = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" } as const;
const SETTINGS = { link: { kind: "connected", since: NOON }, meter: METER, locale: "en-GB" } as const;

/** A quarter with a peak on L2 in its fifth minute, and half of the next. */
const history = historyOf(
  ...Array.from({ length: 22 }, (_, minute) => {
    const values = { currentL1A: 4, currentL2A: minute === 5 ? 19.3 : -3, currentL3A: 1 };
    return [minute * MINUTE_MS, values] as const;
  }),
);
const viewAt = (afterMs: number, before?: ReturnType<typeof viewMemory>) => {
  const input = { history, now: later(afterMs), ...SETTINGS };
  const view = buildView({ ...input, parts: ["phaseQuarters"], before });
  return { quarters: view.phaseQuarters, memory: viewMemory(view, input) };
};

describe("the day of the currents", () => {
  it("has the highest current of each quarter, whatever its direction, and nothing where nothing is known", () => {
    const { quarters } = viewAt(21 * MINUTE_MS);
    expect([quarters?.count, quarters?.today.length]).toEqual([96, 58]);
    expect(quarters?.today.slice(55)).toEqual([null, [4, expect.closeTo(19.3, 4), 1], [4, 3, 1]]);
    expect(quarters?.labels.map(({ index }) => index)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
  });

  it("has the highest minute of all phases", () => {
    const { highest } = viewAt(21 * MINUTE_MS).quarters ?? {};
    expect(highest).toMatchObject({ phase: "L2", atMs: NOON_MS + 5 * MINUTE_MS });
    expect(highest?.currentA).toBeCloseTo(19.3, 4);
  });

  it("is the same with what it remembers", () => {
    const { memory } = viewAt(16 * MINUTE_MS);
    expect(memory.phaseQuarters?.buckets.size).toBeGreaterThan(50);
    expect(viewAt(21 * MINUTE_MS, memory).quarters).toEqual(viewAt(21 * MINUTE_MS).quarters);
  });

  it("is empty while the clock is not set", () => {
    const now = later(0, { clockSet: false });
    const { phaseQuarters } = buildView({ history, now, ...SETTINGS, parts: ["phaseQuarters"] });
    expect(phaseQuarters).toMatchObject({ today: [], labels: [] });
  });
});
