import { describe, expect, it } from "vitest";
import { buildView, viewMemory } from "../../../../src/view/build-view.ts";
import { historyOf, later, NOON } from "../../../fixtures/readings.ts";

const MINUTE_MS = 60_000;
const METER = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" } as const;
const SETTINGS = { link: { kind: "connected", since: NOON }, meter: METER, locale: "en-GB" } as const;

/** Forty minutes from noon: 2 kW in for a quarter, then 1 kW out. */
const history = historyOf(
  ...Array.from({ length: 41 }, (_, minute) => {
    const [activePowerImportW, activePowerExportW] = minute < 15 ? [2_000, 0] : [0, 1_000];
    return [minute * MINUTE_MS, { activePowerImportW, activePowerExportW }] as const;
  }),
);
const viewAt = (afterMs: number, before?: ReturnType<typeof viewMemory>) => {
  const input = { history, now: later(afterMs), ...SETTINGS };
  const view = buildView({ ...input, parts: ["twoWeeks"], before });
  return { weeks: view.twoWeeks, memory: viewMemory(view, input) };
};

describe("two weeks by the quarter", () => {
  it("are fourteen days, the last until now, with the mean net power of each quarter that is known", () => {
    const { days, labels } = viewAt(40 * MINUTE_MS).weeks!;
    expect(days.map(({ quarters }) => quarters.length)).toEqual([...Array(13).fill(96), 59]);
    const [first, second, third] = days.at(-1)!.quarters.slice(56);
    expect([first, second].map((watts) => Math.round(watts! / 100))).toEqual([20, -10]);
    expect(third).toBeLessThan(0);
    expect(
      days
        .at(-1)!
        .quarters.slice(0, 56)
        .every((watts) => watts === null),
    ).toBe(true);
    expect(labels.at(-1)).toEqual({ index: 24, hour: 24 });
  });

  it("are the same with what they remember", () => {
    const { memory } = viewAt(33 * MINUTE_MS);
    expect(memory.twoWeeks?.buckets.size).toBeGreaterThan(13 * 96);
    expect(viewAt(40 * MINUTE_MS, memory).weeks).toEqual(viewAt(40 * MINUTE_MS).weeks);
  });

  it("are empty while the clock is not set", () => {
    const now = later(0, { clockSet: false });
    expect(buildView({ history, now, ...SETTINGS, parts: ["twoWeeks"] }).twoWeeks).toEqual({ days: [], labels: [] });
  });
});
