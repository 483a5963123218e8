import { assert, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { withReading } from "../../../src/history/latest.ts";
import { powerView, shownPower } from "../../../src/view/power-view.ts";
import type { ShownPower } from "../../../src/view/view.ts";
import { historyOf, later, NOON, NOON_MS, told } from "../../fixtures/told.ts";

const ZONE = "Europe/Helsinki";
const MINUTE = 60_000;

const viewOf = (history: ReturnType<typeof historyOf>, now = NOON, before?: ShownPower) =>
  powerView(history.latest, history.minutes, now, ZONE, before);

describe("net power", () => {
  it("is import less export, positive from the grid", () => {
    expect(viewOf(historyOf([0, { activePowerImportW: 1_840, activePowerExportW: 0 }]))).toMatchObject({
      state: "fresh",
      netW: 1_840,
      atMs: NOON_MS,
    });
    expect(viewOf(historyOf([0, { activePowerImportW: 0, activePowerExportW: 3_200 }])).netW).toBe(-3_200);
  });

  it("is what the phases add up to where the meter has no total", () => {
    const view = viewOf(
      historyOf([0, { activePowerImportL1W: 900, activePowerExportL2W: 400, activePowerImportL3W: 100 }]),
    );
    expect(view.netW).toBe(600);
  });

  it("is no fresher than the older of the two it is made from", () => {
    const history = historyOf(
      [-120_000, { activePowerImportW: 100, activePowerExportW: 0 }],
      [-110_000, { activePowerExportW: 0 }],
      [0, { activePowerExportW: 0 }],
    );
    expect(viewOf(history)).toMatchObject({ state: "stale", atMs: NOON_MS - 120_000 });
  });

  it("has no time while it is what the broker kept", () => {
    const latest = withReading({ known: {} }, told({ activePowerImportW: 50 }, NOON, { retained: true }));
    const view = powerView(latest, historyOf().minutes, NOON, ZONE);
    expect(view).toEqual({ state: "retained", netW: 50, shown: { valueW: 50, unit: "W" } });
  });

  it("is absent, not zero, when nothing was reported", () => {
    expect(viewOf(historyOf())).toEqual({ state: "absent" });
    expect(viewOf(historyOf([0, { currentL1A: 3 }]))).toEqual({ state: "absent" });
  });

  it("has no wall time while the clock is not set, and no hour", () => {
    const view = viewOf(historyOf([0, { activePowerImportW: 50 }]), later(0, { clockSet: false }));
    expect(view).toEqual({ state: "fresh", netW: 50, shown: { valueW: 50, unit: "W" } });
  });

  it("has the running hour's mean beside it, of the hour alone", () => {
    const history = historyOf(
      [-MINUTE, { activePowerImportW: 9_000 }],
      [0, { activePowerImportW: 1_000 }],
      [MINUTE, { activePowerImportW: 2_000, activePowerExportW: 0 }],
      [2 * MINUTE, { activePowerImportW: 0, activePowerExportW: 300 }],
    );
    expect(viewOf(history, later(3 * MINUTE)).hourMeanW).toBe(900);
    expect(viewOf(history, NOON).hourMeanW).toBeUndefined();
  });
});

describe("the power as shown", () => {
  it.each([
    [0, 0, "W"],
    [4.9, 0, "W"],
    [-4, 0, "W"],
    [347, 350, "W"],
    [994.9, 990, "W"],
    [995, 1_000, "kW"],
    [1_049, 1_000, "kW"],
    [1_050, 1_100, "kW"],
    [-3_249, -3_200, "kW"],
    [17_260, 17_300, "kW"],
  ] as const)("of %d W is %d in %s", (netW, valueW, unit) => {
    expect(shownPower(netW)).toEqual({ valueW, unit });
  });

  it("goes to kilowatts at one and back to watts only well below it", () => {
    const kilo = shownPower(1_020);
    expect(shownPower(930, kilo).unit).toBe("kW");
    expect(shownPower(900, kilo).unit).toBe("kW");
    expect(shownPower(890, kilo)).toEqual({ valueW: 890, unit: "W" });
    expect(shownPower(930, shownPower(890, kilo)).unit).toBe("W");
  });

  it("stays while the value moves within its digit and a little beyond", () => {
    const shown = shownPower(3_200);
    for (const netW of [3_140, 3_200, 3_260, 3_265]) expect(shownPower(netW, shown)).toBe(shown);
    expect(shownPower(3_270, shown)).toEqual({ valueW: 3_300, unit: "kW" });
    expect(shownPower(3_130, shown)).toEqual({ valueW: 3_100, unit: "kW" });
    const watts = shownPower(350);
    expect(shownPower(356, watts)).toBe(watts);
    expect(shownPower(357, watts)).toEqual({ valueW: 360, unit: "W" });
  });

  it("comes out of the view that it went into", () => {
    const before = { valueW: 3_200, unit: "kW" } as const;
    expect(viewOf(historyOf([0, { activePowerImportW: 3_255 }]), NOON, before).shown).toBe(before);
  });

  it("is never further from the value than the dead band, in whole steps of its unit", () => {
    const power = double({ min: -30_000, max: 30_000, noNaN: true });
    assert(
      property(power, power, (first, second) => {
        const { valueW, unit } = shownPower(second, shownPower(first));
        const stepW = unit === "kW" ? 100 : 10;
        expect(Math.abs(valueW % stepW)).toBe(0);
        expect(Math.abs(valueW - second)).toBeLessThanOrEqual(0.65 * stepW);
        if (unit === "W") expect(Math.abs(valueW)).toBeLessThan(1_000);
      }),
    );
  });
});
