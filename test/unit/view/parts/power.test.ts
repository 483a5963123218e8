import { assert, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { History } from "../../../../src/history/history.ts";
import type { Quantity, Values } from "../../../../src/meter/quantity.ts";
import { formatFor } from "../../../../src/view/format.ts";
import { powerView, type ShownPower, shownPower } from "../../../../src/view/parts/power.ts";
import { historyOf, later, NOON, NOON_MS, readingAt } from "../../../fixtures/readings.ts";

const ZONE = "Europe/Helsinki";
const MINUTE = 60_000;

const viewOf = (history: ReturnType<typeof historyOf>, now = NOON, before?: ShownPower) =>
  powerView(history, now, { timeZone: ZONE, phases: 3 }, before);

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
    const history = new History();
    history.add(readingAt({ activePowerImportW: 50 }, NOON, { retained: true }));
    expect(viewOf(history)).toEqual({ state: "retained", netW: 50, shown: { valueW: 50, unit: "W", hundredsW: 50 } });
  });

  it.each<[string, Values, Values, number | undefined]>([
    ["export, where import is unknown", { activePowerImportW: 1 }, { activePowerExportW: 0 }, undefined],
    ["import, where export is unknown", { activePowerExportW: 1 }, { activePowerImportW: 0 }, undefined],
    ["import, where a phase has export", { activePowerExportL2W: 1 }, { activePowerImportW: 0 }, undefined],
    [
      "two phases and half of the third",
      { activePowerExportL3W: 1 },
      { activePowerImportL1W: 0, activePowerImportL2W: 0, activePowerImportL3W: 0 },
      undefined,
    ],
    ["two phases of three", {}, { activePowerImportL1W: 0, activePowerImportL2W: 0 }, undefined],
    [
      "all phases' import, where the total has export",
      { activePowerExportW: 1 },
      { activePowerImportL1W: 0, activePowerImportL2W: 0, activePowerImportL3W: 0 },
      undefined,
    ],
    ["import of a meter that has no export", {}, { activePowerImportW: 80 }, 80],
    ["export of a meter that has no import", {}, { activePowerExportW: 80 }, -80],
    [
      "all phases, where import is unknown",
      { activePowerImportW: 1 },
      { activePowerExportW: 0, activePowerImportL1W: 5, activePowerImportL2W: 6, activePowerImportL3W: 7 },
      undefined,
    ],
    [
      "both directions of all phases, where import is unknown",
      { activePowerImportW: 1 },
      {
        activePowerExportW: 0,
        activePowerImportL1W: 5,
        activePowerImportL2W: 6,
        activePowerImportL3W: 7,
        activePowerExportL1W: 0,
        activePowerExportL2W: 1,
        activePowerExportL3W: 0,
      },
      17,
    ],
  ])("of %s", (_, valueless, values, netW) => {
    const history = historyOf([0, values]);
    history.heardOf(Object.keys(valueless) as Quantity[], NOON);
    expect(viewOf(history).netW).toBe(netW);
    expect(viewOf(history).state).toBe(netW === undefined ? "absent" : "fresh");
    expect(viewOf(history, later(1_000)).hourMeanW).toBe(netW);
  });

  it("of one phase is all of it where the meter has no other", () => {
    const history = historyOf([0, { activePowerImportL1W: 70, activePowerExportL1W: 0 }]);
    expect(powerView(history, NOON, { timeZone: ZONE, phases: 1 }).netW).toBe(70);
    expect(powerView(history, NOON, { timeZone: ZONE, phases: 3 }).netW).toBeUndefined();
  });

  it("has a direction that the broker had kept, or that came long ago, though it is not known any more", () => {
    const history = historyOf([-25 * 60 * MINUTE, { activePowerExportW: 0 }], [0, { activePowerImportW: 0 }]);
    expect(viewOf(history)).toMatchObject({ state: "absent" });
    const kept = new History();
    kept.add(readingAt({ activePowerExportW: 0 }, later(-MINUTE), { retained: true }));
    kept.add(readingAt({ activePowerImportW: 0 }, NOON));
    expect(viewOf(kept).state).toBe("retained");
    expect(viewOf(kept, later(1_000)).hourMeanW).toBeUndefined();
  });

  it("is made from fresh phases rather than from a total that is out of date", () => {
    const phases = { activePowerImportL1W: 10, activePowerImportL2W: 20, activePowerImportL3W: 30 };
    const history = historyOf([-10 * MINUTE, { activePowerImportW: 9_000, ...phases }], [0, phases]);
    expect(viewOf(history)).toMatchObject({ state: "fresh", netW: 60, atMs: NOON_MS });
  });

  it("is absent, not zero, when nothing was reported", () => {
    expect(viewOf(historyOf())).toEqual({ state: "absent" });
    expect(viewOf(historyOf([0, { currentL1A: 3 }]))).toEqual({ state: "absent" });
  });

  it("has no wall time while the clock is not set, and no hour", () => {
    const view = viewOf(historyOf([0, { activePowerImportW: 50 }]), later(0, { clockSet: false }));
    expect(view).toEqual({ state: "fresh", netW: 50, shown: { valueW: 50, unit: "W", hundredsW: 50 } });
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
  const { power: write } = formatFor("en-GB", "Europe/Helsinki");
  const figureOf = ({ valueW, unit }: ShownPower) => write(valueW, unit).number;
  const kilowattsOf = ({ hundredsW }: ShownPower) => write(hundredsW, "kW").number;

  it.each([
    [0, "0", "W"],
    [4.9, "0", "W"],
    [-4, "0", "W"],
    [347, "350", "W"],
    [994.9, "990", "W"],
    [995, "1.0", "kW"],
    [1_049, "1.0", "kW"],
    [1_050, "1.1", "kW"],
    [-3_249, "3.2", "kW"],
    [17_260, "17.3", "kW"],
  ] as const)("of %d W is %s in %s", (netW, figure, unit) => {
    const shown = shownPower(netW);
    expect([figureOf(shown), shown.unit]).toEqual([figure, unit]);
  });

  it("goes to kilowatts at one and back to watts only well below it", () => {
    const kilo = shownPower(1_020);
    expect(shownPower(930, kilo).unit).toBe("kW");
    expect(shownPower(900, kilo).unit).toBe("kW");
    expect(shownPower(890, kilo)).toMatchObject({ valueW: 890, unit: "W" });
    expect(shownPower(930, shownPower(890, kilo)).unit).toBe("W");
  });

  it("stays while the value moves by hardly more than half of its last digit", () => {
    const shown = shownPower(3_200);
    for (const netW of [3_140, 3_200, 3_260, 3_265]) expect(shownPower(netW, shown)).toBe(shown);
    expect(figureOf(shownPower(3_270, shown))).toBe("3.3");
    expect(figureOf(shownPower(3_130, shown))).toBe("3.1");
    const watts = shownPower(350);
    expect(shownPower(356, watts).valueW).toBe(350);
    expect(figureOf(shownPower(357, watts))).toBe("360");
  });

  it("stays where it flickers around half a digit, whichever came first", () => {
    for (const [first, second] of [
      [3_249, 3_251],
      [3_251, 3_249],
    ] as const) {
      const shown = shownPower(first);
      expect(shownPower(second, shown)).toBe(shown);
    }
  });

  it("is steady in kilowatts too where it is written in watts: below one, between two tenths", () => {
    let shown = shownPower(52);
    expect(kilowattsOf(shown)).toBe("0.1");
    for (const netW of [48, 55, 47, 36]) {
      shown = shownPower(netW, shown);
      expect(kilowattsOf(shown), String(netW)).toBe("0.1");
    }
    expect(kilowattsOf(shownPower(-14, shown))).toBe("0.0");
    expect(kilowattsOf(shownPower(1_020, shownPower(960)))).toBe("1.0");
  });

  it("keeps its direction while it flickers about zero", () => {
    expect(shownPower(-20, shownPower(10)).hundredsW).toBe(10);
    expect(shownPower(-60, shownPower(10)).hundredsW).toBe(-60);
  });

  it("comes out of the view that it went into", () => {
    const before = { valueW: 3_200, unit: "kW", hundredsW: 3_200 } as const;
    expect(viewOf(historyOf([0, { activePowerImportW: 3_255 }]), NOON, before).shown).toBe(before);
  });

  it("is never further from the value than the dead band", () => {
    const power = double({ min: -30_000, max: 30_000, noNaN: true });
    assert(
      property(power, power, (first, second) => {
        const { valueW, unit } = shownPower(second, shownPower(first));
        const stepW = unit === "kW" ? 100 : 10;
        expect(Math.abs(valueW - second)).toBeLessThanOrEqual(0.65 * stepW);
        if (unit === "W") expect(Math.abs(valueW)).toBeLessThan(1_000);
      }),
    );
  });
});
