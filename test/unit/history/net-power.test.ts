import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { NOTHING_KNOWN } from "../../../src/history/latest.ts";
import { METER_SERIES } from "../../../src/history/meter-series.ts";
import type { Direction } from "../../../src/history/net-power.ts";
import { Past } from "../../../src/history/past.ts";
import { Series } from "../../../src/history/series.ts";
import type { Values } from "../../../src/meter/quantity.ts";
import { historyOf, later, NOON, NOON_MS, readingAt } from "../../fixtures/readings.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Values that each held for one minute, from noon on. */
function byMinutes(...values: readonly Values[]): Past {
  const series = new Series(METER_SERIES, "UTC");
  series.advance(NOON_MS + values.length * MINUTE);
  values.forEach((each, minute) => {
    const fromMs = NOON_MS + minute * MINUTE;
    for (const [quantity, value] of Object.entries(each)) {
      series.hold(quantity, value, fromMs, fromMs + MINUTE);
    }
  });
  return new Past({ series, latest: NOTHING_KNOWN }, 3, later(values.length * MINUTE));
}

const netW = (power: Past, fromMin: number, toMin: number) =>
  power.meanNet(NOON_MS + fromMin * MINUTE, NOON_MS + toMin * MINUTE)?.powerW;
const energyOf = (power: Past, direction: Direction, toMin: number) => {
  const { wh = 0, coverage } = power.energy(`activeEnergy${direction}Wh`, NOON_MS, NOON_MS + toMin * MINUTE);
  return { wh, knownMin: coverage * toMin };
};

describe("the mean net power", () => {
  it("is made from the phases where the meter has no total", () => {
    const power = byMinutes({ activePowerImportL1W: 500, activePowerExportL2W: 200, activePowerImportL3W: 0 });
    expect(netW(power, 0, 1)).toBe(300);
    expect(netW(power, 1, 2)).toBeUndefined();
  });

  it("passes over minutes of which half a pair is known, and says so", () => {
    const power = byMinutes({ activePowerImportW: 500, activePowerExportW: 100 }, { activePowerExportW: 0 }, {});
    expect(netW(power, 1, 3)).toBeUndefined();
    expect(power.meanNet(NOON_MS, NOON_MS + 4 * MINUTE)).toEqual({ powerW: 400, coverage: 0.25 });
  });

  it("counts a direction from when the meter first had it", () => {
    const power = byMinutes({ activePowerImportW: 500 }, { activePowerImportW: 0, activePowerExportW: 100 });
    expect(netW(power, 0, 1)).toBe(500);
    expect(netW(power, 0, 2)).toBe(200);
  });
});

describe("power that held", () => {
  const powerAt = (history: History, afterMs: number) => new Past(history, 3, later(afterMs));
  const meanAt = (history: History, afterMs: number, fromMs = 0) =>
    powerAt(history, afterMs).meanNet(NOON_MS + fromMs, NOON_MS + afterMs);

  it("counts until the next came, and the last one until now", () => {
    const history = historyOf([0, { activePowerImportW: 1_000 }], [10 * SECOND, { activePowerImportW: 4_000 }]);
    expect(meanAt(history, 10 * SECOND)).toEqual({ powerW: 1_000, coverage: 1 });
    expect(meanAt(history, 30 * SECOND)).toEqual({ powerW: 3_000, coverage: 1 });
  });

  it("counts no longer than it was fresh: three times as long as usual", () => {
    const every2min = Array.from({ length: 6 }, (_, i) => [i * 2 * MINUTE, { activePowerImportW: 600 }] as const);
    const history = historyOf(...every2min, [60 * MINUTE, { activePowerImportW: 9_000 }]);
    const from = 4 * MINUTE;
    expect(meanAt(history, 60 * MINUTE, from)).toEqual({ powerW: 600, coverage: 12 / 56 });
    const last = meanAt(history, 80 * MINUTE, 60 * MINUTE);
    expect(last).toEqual({ powerW: 9_000, coverage: 6 / 20 });
  });

  it("ends when the reader says that it has no value, or its will that it is gone", () => {
    const steady = [
      [0, { activePowerImportW: 500 }],
      [10 * SECOND, { activePowerImportW: 500 }],
    ] as const;
    const withdrawn = historyOf(...steady);
    withdrawn.noValue(["activePowerImportW"], later(15 * SECOND));
    expect(meanAt(withdrawn, 60 * SECOND)).toEqual({ powerW: 500, coverage: 0.25 });
    withdrawn.add(readingAt({ activePowerImportW: 800 }, later(30 * SECOND)));
    expect(meanAt(withdrawn, 45 * SECOND)).toEqual({ powerW: 650, coverage: 2 / 3 });

    const gone = historyOf(...steady);
    gone.readerStatus(false, later(20 * SECOND));
    expect(meanAt(gone, 40 * SECOND)).toEqual({ powerW: 500, coverage: 0.5 });
    gone.add(readingAt({ activePowerImportW: 800 }, later(40 * SECOND)));
    expect(meanAt(gone, 50 * SECOND)).toEqual({ powerW: 600, coverage: 0.6 });
  });

  it("is no value that the broker had kept", () => {
    const history = new History();
    history.add(readingAt({ activePowerImportW: 500 }, NOON, { retained: true }));
    expect(meanAt(history, MINUTE)).toBeUndefined();
    history.add(readingAt({ activePowerImportW: 700 }, later(30 * SECOND)));
    expect(meanAt(history, MINUTE)).toEqual({ powerW: 700, coverage: 0.5 });
  });

  it("is placed by its distance from now where the clock was not set", () => {
    const history = new History();
    const unset = (afterMs: number) => ({ ...later(afterMs, { clockSet: false }), wallMs: 5 });
    history.add(readingAt({ activePowerImportW: 300 }, unset(0)));
    history.add(readingAt({ activePowerImportW: 600 }, unset(30 * SECOND)));
    history.noValue(["activePowerImportW"], unset(45 * SECOND));
    history.placeWaiting(later(60 * SECOND));
    expect(meanAt(history, 60 * SECOND)).toEqual({ powerW: 400, coverage: 0.75 });
  });
});

describe("energy of one direction", () => {
  it("is made of its register", () => {
    const power = byMinutes({ activePowerImportW: 600, activePowerExportW: 0 }, { activePowerExportW: 1_200 });
    expect(energyOf(power, "Import", 2)).toEqual({ wh: 10, knownMin: 1 });
    expect(energyOf(power, "Export", 2)).toEqual({ wh: 20, knownMin: 2 });
  });

  it("is what the phases together show of it, where the register is unknown or there is none", () => {
    const phases = { activePowerImportL1W: 500, activePowerExportL2W: 800, activePowerImportL3W: 0 };
    const power = byMinutes({ ...phases, activePowerExportL2W: 200 }, phases);
    expect(energyOf(power, "Import", 2)).toEqual({ wh: 5, knownMin: 2 });
    expect(energyOf(power, "Export", 2)).toEqual({ wh: 5, knownMin: 2 });
  });

  it("is not known of a direction that the meter does not have", () => {
    const power = byMinutes({ activePowerImportW: 600 });
    expect(energyOf(power, "Export", 1)).toEqual({ wh: 0, knownMin: 0 });
    expect(energyOf(byMinutes({ activePowerExportW: 600 }), "Import", 1)).toEqual({ wh: 0, knownMin: 0 });
  });

  it("reaches back over days to the counter's last point", () => {
    const DAY = 24 * 60 * MINUTE;
    const history = historyOf([-3 * DAY, { activeEnergyImportWh: 1_000 }], [3 * DAY, { activeEnergyImportWh: 7_000 }]);
    const past = new Past(history, 3, later(4 * DAY));
    const between = (fromMs: number, toMs: number) =>
      past.energy("activeEnergyImportWh", NOON_MS + fromMs, NOON_MS + toMs);
    expect(between(-4 * DAY, 4 * DAY)).toMatchObject({ wh: 6_000, coverage: 6 / 8 });
    expect(between(-DAY, 0)).toMatchObject({ wh: 1_000, coverage: 1, spread: 1 });
  });
});
