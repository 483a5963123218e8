import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { historyOf, later, minuteOf, NOON_MS, readingAt } from "../../fixtures/readings.ts";

const MINUTE = 60_000;

describe("what was read wrongly", () => {
  it("is forgotten from its beginning on, and nothing else", () => {
    const history = historyOf(
      [-MINUTE, { activePowerImportW: 1 }],
      [0, { activePowerImportW: 2, activePowerExportW: 3, currentL1A: 3 }],
      [MINUTE, { activePowerImportW: 4, activePowerExportW: 5 }],
    );
    history.forget(["activePowerImportW"], later(0).monoMs, later(2 * MINUTE));
    expect(history.latest.known.activePowerImportW).toBeUndefined();
    expect(history.latest.known.currentL1A?.value).toBe(3);
    expect([-1, 0, 1].map((at) => minuteOf(history, "activePowerImportW", at * MINUTE)?.mean)).toEqual([
      1,
      undefined,
      undefined,
    ]);
    expect(history.series.firstKnownMs("activePowerImportW")).toBe(NOON_MS - MINUTE);
    expect(minuteOf(history, "activePowerExportW", 0)?.mean).toBe(3);
  });

  it("of a counter is forgotten with when it first came, and with the totals that it was summed into", () => {
    const history = historyOf([0, { activeEnergyImportT1Wh: 100, activeEnergyImportT2Wh: 50 }]);
    expect(history.latest.known.activeEnergyImportWh?.value).toBe(150);
    history.forget(["activeEnergyImportT1Wh"], later(0).monoMs, later(0));
    expect(Object.keys(history.latest.known)).toEqual(["activeEnergyImportT2Wh"]);
    expect(history.series.points("activeEnergyImportWh", NOON_MS, NOON_MS, 0)).toEqual([]);
    expect(history.series.firstKnownMs("activeEnergyImportT1Wh")).toBeUndefined();
  });

  it("does not come back when the clock is set", () => {
    const history = new History();
    history.add(readingAt({ activePowerImportW: 1, currentL1A: 1 }, later(0, { clockSet: false })));
    history.add(readingAt({ activePowerImportW: 2, currentL1A: 2 }, later(MINUTE, { clockSet: false })));
    history.forget(["activePowerImportW"], later(MINUTE).monoMs, later(MINUTE, { clockSet: false }));
    history.placeWaiting(later(2 * MINUTE));
    history.noValue(["activePowerImportW", "currentL1A"], later(2 * MINUTE));
    const means = (key: string) => [0, 1].map((minute) => minuteOf(history, key, minute * MINUTE)?.mean);
    expect(means("activePowerImportW")).toEqual([1, undefined]);
    expect(means("currentL1A")).toEqual([1, 2]);
  });
});
