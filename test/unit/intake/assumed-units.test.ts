import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPlausibility, NOTHING_CHECKED, type PlausibilityState } from "../../../src/intake/plausibility.ts";
import { unitHint } from "../../../src/intake/unit-doubt.ts";
import type { AssumedUnits } from "../../../src/meter/assumed-unit.ts";
import type { Quantity, Values } from "../../../src/meter/quantity.ts";
import { UNITS, type UnitName } from "../../../src/meter/unit.ts";
import { scaledDecimal } from "../../../src/meter/wire/decimal.ts";

const HOUSE = { mainFuseA: 25, phases: 3 } as const;
const NAMES = {
  activePowerImportW: "kW",
  activePowerExportW: "kW",
  activePowerImportL1W: "kW",
  activePowerImportL2W: "kW",
  reactivePowerImportVar: "kvar",
  activeEnergyImportWh: "kWh",
  currentL1A: "A",
  currentL2A: "A",
  currentL3A: "A",
  voltageL1V: "V",
} as const satisfies { readonly [Q in Quantity]?: UnitName };

const SEVEN_KW_A = { currentL1A: "10.2", currentL2A: "10.1", currentL3A: "10.1" };

type Published = { readonly [Q in keyof typeof NAMES]?: string };

/** What becomes of numbers as published under names that are known for a unit, one reading every ten seconds. */
function read(readings: readonly Published[], limits: { mainFuseA: number; phases: 1 | 3 } = HOUSE, everyMs = 10_000) {
  let state: PlausibilityState = NOTHING_CHECKED;
  return readings.map((published, i) => {
    const values: { [Q in Quantity]?: number } = {};
    const assumed: { [Q in Quantity]?: AssumedUnits[Q] } = {};
    for (const [key, text] of Object.entries(published) as [keyof typeof NAMES, string][]) {
      values[key] = scaledDecimal(text, UNITS[NAMES[key]].exponent) ?? Number.NaN;
      assumed[key] = { topic: key, name: key, unit: NAMES[key], text };
    }
    const checked = checkPlausibility(state, values, i * everyMs, limits, { assumed });
    state = checked.state;
    return checked;
  });
}

const accepted = (readings: readonly Published[], limits?: { mainFuseA: number; phases: 1 | 3 }) =>
  read(readings, limits).map(({ values }) => values);

describe("a first value whose unit is only assumed from its name", () => {
  it.each<[string, Published, boolean]>([
    ["below one and a half times the fuse", { activePowerImportW: "25.8" }, true],
    ["beyond it", { activePowerImportW: "25.9" }, false],
    ["beyond it with all decimals of kilowatts", { activePowerImportW: "26.123" }, false],
    ["of kilowatts without decimals", { activePowerImportW: "7" }, false],
    ["of kilowatts without decimals that the currents go with", { activePowerImportW: "7", ...SEVEN_KW_A }, true],
    ["of nothing at all", { activePowerImportW: "0" }, true],
    ["of one phase below its share", { activePowerImportL1W: "8.6" }, true],
    ["of one phase beyond it", { activePowerImportL1W: "8.7" }, false],
    ["of a reactive power beyond it", { reactivePowerImportVar: "120" }, false],
    ["of an export beyond it", { activePowerExportW: "40" }, false],
    ["of a current of three fuses", { currentL1A: "75" }, true],
    ["of a current beyond them, in milliamperes", { currentL1A: "870" }, false],
    ["of a small current in milliamperes", { currentL1A: "76" }, false],
    ["of a negative current in milliamperes", { currentL1A: "-870" }, false],
    ["of a counter in kilowatt-hours", { activeEnergyImportWh: "750000" }, true],
    ["of a counter in watt-hours", { activeEnergyImportWh: "12345678" }, false],
    [
      "of a counter of a large house with the decimals of kilowatt-hours",
      { activeEnergyImportWh: "6048000.000" },
      true,
    ],
    ["of a counter beyond forty years of full load", { activeEnergyImportWh: "6049000.000" }, false],
    ["of a counter just beyond five years of full load", { activeEnergyImportWh: "756100" }, false],
  ])("is accepted or refused: %s", (_, published, isAccepted) => {
    expect(Object.keys(accepted([published])[0] ?? {})).toHaveLength(isAccepted ? Object.keys(published).length : 0);
  });

  it("is refused beyond the bound though the currents go with it, and believed later", () => {
    const heavy = { activePowerImportW: "27.000", currentL1A: "39.1", currentL2A: "39.1", currentL3A: "39.1" };
    const light = { activePowerImportW: "17.000", currentL1A: "24.6", currentL2A: "24.6", currentL3A: "24.6" };
    const [first, second, third] = accepted([heavy, light, heavy]);
    expect(first).not.toHaveProperty("activePowerImportW");
    expect(second?.activePowerImportW).toBe(17_000);
    expect(third?.activePowerImportW).toBe(27_000);
  });

  it("is held against the fuse that there is", () => {
    expect(accepted([{ activePowerImportW: "26.0" }], { mainFuseA: 35, phases: 3 })[0]?.activePowerImportW).toBe(
      26_000,
    );
    expect(accepted([{ activePowerImportW: "8.7" }], { mainFuseA: 25, phases: 1 })[0]).toEqual({});
  });

  it("in watts is refused for the currents that came with it", () => {
    const watts = { activePowerImportW: "8", currentL1A: "0.01", currentL2A: "0.01", currentL3A: "0.01" };
    expect(accepted([watts])[0]).not.toHaveProperty("activePowerImportW");
  });
});

describe("a reader that cuts zeros off", () => {
  it("is believed from its first decimal on", () => {
    const published = ["2", "1.5", "2", "3"].map((text) => ({ activePowerImportW: text }));
    expect(accepted(published).map(({ activePowerImportW }) => activePowerImportW)).toEqual([
      undefined,
      1500,
      2000,
      3000,
    ]);
  });
});

describe("a unit once found wrong", () => {
  it("stays refused as the number varies across the bound", () => {
    const watts = ["20.5", "40", "20", "8", "0", "60", "5"].map((text) => ({ activePowerImportW: text }));
    expect(accepted(watts).map(({ activePowerImportW }) => activePowerImportW)).toEqual([
      20_500,
      ...Array.from({ length: 6 }),
    ]);
  });

  it("refuses the other direction and what was read of it before", () => {
    const readings = [
      { activePowerImportW: "20.5", activePowerExportW: "0" },
      { activePowerImportW: "0", activePowerExportW: "900" },
      { activePowerImportW: "12", activePowerExportW: "0" },
    ];
    const checked = read(readings);
    expect(checked.slice(1).map(({ values }) => values)).toEqual([{}, {}]);
    expect(checked[1]?.wronglyRead).toEqual([
      { quantities: ["activePowerImportW", "activePowerExportW"], sinceMonoMs: 0 },
    ]);
    expect(checked[2]?.refused.map(({ clue }) => clue)).toEqual(["known", "known"]);
    const why = "and a value in its unit was refused: more than 1.5 times what a main fuse of 25 A carries";
    expect(checked[2]?.refused.map((refused) => refused.why)).toEqual([why, why]);
  });

  it("is another for the total when the phases that add up to it show it", () => {
    const [first] = accepted([{ activePowerImportW: "15", activePowerImportL1W: "10", activePowerImportL2W: "5" }]);
    expect(first).toEqual({});
  });

  it("is not another for phases that do not add up to a total that cannot be", () => {
    const [first] = accepted([{ activePowerImportW: "900", activePowerImportL1W: "0.3", activePowerImportL2W: "0.4" }]);
    expect(first).toEqual({ activePowerImportL1W: 300, activePowerImportL2W: 400 });
  });

  it("says nothing of other kinds of values", () => {
    const published = { activePowerImportW: "378", activeEnergyImportWh: "12345.678", voltageL1V: "230" };
    expect(accepted([published])[0]).toEqual({ activeEnergyImportWh: 12_345_678, voltageL1V: 230 });
  });
});

describe("a unit that has held for ten readings", () => {
  const good = Array.from({ length: 10 }, () => ({ activePowerImportW: "3.123" }));
  const watts = (...texts: string[]) => texts.map((text) => ({ activePowerImportW: text }));
  const following = (...texts: string[]) =>
    accepted([...good, ...watts(...texts)])
      .slice(10)
      .map(({ activePowerImportW }) => activePowerImportW);

  it("is not given up for a broken frame now and then", () => {
    expect(
      following("900", "3.1", "3.1", "3.1", "3.1", "3.1", "900", "3.1", "3.1", "3.1", "3.1", "3.1", "900", "3.2"),
    ).toEqual([undefined, 3100, 3100, 3100, 3100, 3100, undefined, 3100, 3100, 3100, 3100, 3100, undefined, 3200]);
  });

  it("is given up for three values close together", () => {
    expect(following("900", "3.1", "870", "3.1", "880", "3.1", "3.2")).toEqual([
      undefined,
      3100,
      undefined,
      3100,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("allows a short overload that has the decimals of kilowatts, and none that has not", () => {
    expect(following("40.125", "51.8", "51.750")).toEqual([40_125, undefined, 51_750]);
  });
});

describe("a counter in watt-hours under a name for kilowatt-hours", () => {
  const counting = (perReadingWh: number, from = 300_000) =>
    Array.from({ length: 60 }, (_, i) => ({ activeEnergyImportWh: `${Math.floor(from + i * perReadingWh)}` }));

  it.each([0.4, 1.4, 12, 25])("is found out by its pace: %d Wh in ten seconds", (perReadingWh) => {
    const checked = read(counting(perReadingWh));
    const found = checked.findIndex(({ wronglyRead }) => wronglyRead.length > 0);
    expect(found).toBeGreaterThan(0);
    expect(checked.slice(found).every(({ values }) => values.activeEnergyImportWh === undefined)).toBe(true);
  });

  it("is not suspected of a meter that counts kilowatt-hours at full load, in whole ones or by the hour", () => {
    const hours = Array.from({ length: 48 }, (_, i) => ({ activeEnergyImportWh: `${12_345 + i * 17}` }));
    expect(read(hours, HOUSE, 3_600_000).flatMap(({ wronglyRead }) => wronglyRead)).toEqual([]);
    const exact = Array.from({ length: 400 }, (_, i) => ({ activeEnergyImportWh: (12_345 + i * 0.047).toFixed(3) }));
    expect(read(exact).flatMap(({ refused }) => refused)).toEqual([]);
  });

  it("is not suspected of a meter that was replaced", () => {
    const replaced = ["99000.5", "99000.6", "3.0", "3.1", "3.2"].map((text) => ({ activeEnergyImportWh: text }));
    expect(read(replaced).at(-1)?.values.activeEnergyImportWh).toBe(3_200);
  });

  it("is not suspected for a kept value that was old", () => {
    const assumed = { activeEnergyImportWh: { topic: "e", name: "e", unit: "kWh", text: "1000" } } as const;
    const kept = checkPlausibility(NOTHING_CHECKED, { activeEnergyImportWh: 1_000_000 }, 0, HOUSE, {
      assumed,
      isKept: true,
    });
    const live = checkPlausibility(kept.state, { activeEnergyImportWh: 1_000_900 }, 1_000, HOUSE, { assumed });
    const next = checkPlausibility(live.state, { activeEnergyImportWh: 1_000_910 }, 11_000, HOUSE, { assumed });
    expect([...live.refused, ...next.refused]).toEqual([]);
  });
});

describe("what to do about a wrong unit", () => {
  it.each<[Quantity, UnitName, number, string]>([
    [
      "activePowerImportW",
      "kW",
      40_000,
      "if the reader publishes W, add mapping: { x: { quantity: activePowerImportW, unit: W } } to the meter",
    ],
    ["activeEnergyImportT1Wh", "kWh", 1e10, "unit: Wh }"],
    ["reactivePowerImportVar", "kvar", 1e6, "unit: var }"],
    ["currentL1A", "A", 870, "unit: mA }"],
    ["voltageL1V", "V", 230_100, "unit: mV }"],
    ["voltageL1V", "V", 0.23, "unit: kV }"],
    ["voltageL1V", "V", 2_301, "let the reader publish V"],
  ])("of %s in %s", (quantity, unit, value, hint) => {
    expect(unitHint(quantity, { topic: "t", name: "x", unit, text: "1" }, value)).toContain(hint);
  });
});

it("never shows a first value beyond the fuse, whatever came before and whatever comes with it", () => {
  const number = fc.oneof(
    fc.integer({ min: 0, max: 20_000 }).map(String),
    fc.double({ min: 0, max: 400, noNaN: true }).map((n) => n.toFixed(3)),
  );
  const published = fc.record(
    {
      activePowerImportW: number,
      activePowerExportW: number,
      currentL1A: number,
      currentL2A: number,
      currentL3A: number,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(published, { maxLength: 30 }), (readings) => {
      const all: Values[] = accepted(readings);
      const first = all
        .map(({ activePowerImportW, activePowerExportW }) => Math.max(activePowerImportW ?? 0, activePowerExportW ?? 0))
        .find((watts) => watts > 0);
      expect(first ?? 0).toBeLessThanOrEqual(1.5 * 25 * 3 * 230);
    }),
  );
});

it("a counter's first step does not count for its pace: what it counted before it was first seen is in it", () => {
  const steps = ["1000.000", "1000.000", "1006.000", "1006.000", "1006.000"];
  const readings = steps.map((text) => ({ activeEnergyImportWh: text }));
  expect(read(readings, HOUSE, 60_000).map(({ values }) => values.activeEnergyImportWh)).toEqual([
    1_000_000,
    1_000_000,
    undefined,
    1_006_000,
    1_006_000,
  ]);
});
