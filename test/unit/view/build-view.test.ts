import { describe, expect, it } from "vitest";
import { buildWholeView } from "../../../src/view/build-view.ts";
import { knownValue, leastTrusted } from "../../../src/view/known-value.ts";
import { historyOf, later, NOON, NOON_MS } from "../../fixtures/readings.ts";

const SETTINGS = {
  meter: { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" },
  locale: "fi-FI",
} as const;
const CONNECTED = { kind: "connected", since: NOON } as const;

describe("a view", () => {
  const history = historyOf([0, { activePowerImportW: 4_240, currentL1A: 21, currentL2A: 3, currentL3A: 2 }]);

  it("holds everything that a picture may show", () => {
    const view = buildWholeView({ history, link: CONNECTED, now: NOON, ...SETTINGS });
    expect(view).toMatchObject({
      meter: { name: "house", mainFuseA: 25 },
      nowMs: NOON_MS,
      clockSet: true,
      locale: "fi-FI",
      timeZone: "Europe/Helsinki",
      power: { netW: 4_240, shown: { valueW: 4_240, unit: "kW", hundredsW: 4_240 } },
      balance: { level: "near", worst: "L1", differenceA: 19 },
      life: { valuesAtMs: NOON_MS, problems: [] },
    });
    expect(view.phases).toHaveLength(3);
    expect(view.chart.today).toHaveLength(14 * 12);
  });

  it("is the same for the same history and instant, and is plain data", () => {
    const view = buildWholeView({ history, link: CONNECTED, now: NOON, ...SETTINGS });
    expect(buildWholeView({ history, link: CONNECTED, now: NOON, ...SETTINGS })).toEqual(view);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });

  it("has no day while the clock is not set", () => {
    const view = buildWholeView({ history, link: CONNECTED, now: later(0, { clockSet: false }), ...SETTINGS });
    expect(view.chart).toMatchObject({ today: [], yesterday: [], hours: [] });
    expect(view.chart.toMs - view.chart.fromMs).toBe(24 * 3_600_000);
  });
});

describe("a known value", () => {
  it("is gone, with its figure, when it was forgotten", () => {
    const { latest } = historyOf([0, { currentL1A: 3 }]);
    expect(knownValue(latest, "currentL1A", later(25 * 3_600_000))).toEqual({ state: "absent" });
  });

  it("is trusted, with others, as far as the least of them; what is absent does not count", () => {
    const fresh = { state: "fresh", value: 1, atMs: 9 } as const;
    const stale = { state: "stale", value: 1, atMs: 4 } as const;
    const kept = { state: "retained", value: 1 } as const;
    expect(leastTrusted([fresh, { state: "absent" }])).toEqual({ state: "fresh", atMs: 9 });
    expect(leastTrusted([fresh, stale])).toEqual({ state: "stale", atMs: 4 });
    expect(leastTrusted([stale, kept, fresh])).toEqual({ state: "retained" });
    expect(leastTrusted([])).toEqual({ state: "absent" });
  });
});
