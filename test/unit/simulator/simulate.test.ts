import { describe, expect, it } from "vitest";
import { localIso, localParts } from "../../../src/meter/local-time.ts";
import { PHASE_QUANTITIES, PHASES } from "../../../src/meter/phases.ts";
import type { Quantity, Values } from "../../../src/meter/quantity.ts";
import { SCENARIOS, type ScenarioId, scenarioOf } from "../../../src/simulator/scenario.ts";
import { dayWindow, pictureWindow } from "../../../src/simulator/scenario-time.ts";
import { type SimTelegram, type SimulateOptions, type SimValues, simulate } from "../../../src/simulator/simulate.ts";

const ZONE = "Europe/Helsinki";
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The telegrams of a scenario's own day, statuses left out. */
function dayOf(id: ScenarioId, seed = 1, change: Partial<SimulateOptions> = {}): SimValues[] {
  const scenario = scenarioOf(id);
  return valuesOf(simulate({ scenario, seed, ...dayWindow(scenario, ZONE), ...change }));
}

function valuesOf(telegrams: Iterable<SimTelegram>): SimValues[] {
  return [...telegrams].filter((telegram): telegram is SimValues => "values" in telegram);
}

function of(values: Values, quantity: Quantity): number {
  const value = values[quantity];
  if (value === undefined) throw new Error(`${quantity} is not reported`);
  return value;
}

/** The telegram at the scenario's most telling instant. */
function tellingOf(id: ScenarioId, seed: number): Values {
  const scenario = scenarioOf(id);
  const window = pictureWindow(scenario, ZONE);
  const last = valuesOf(simulate({ scenario, seed, ...window, fromMs: window.toMs - 5 * MINUTE_MS })).at(-1);
  if (last === undefined) throw new Error("no telegram");
  return last.values;
}

const phaseNet = (values: Values, phase: (typeof PHASES)[number]): number =>
  of(values, PHASE_QUANTITIES[phase].importW) - of(values, PHASE_QUANTITIES[phase].exportW);

const phaseVars = (values: Values, phase: (typeof PHASES)[number]): number =>
  of(values, `reactivePowerImport${phase}Var`) - of(values, `reactivePowerExport${phase}Var`);

/** The first telegrams that are not as they should be. */
function wrong(telegrams: readonly SimValues[], isRight: (values: Values) => boolean): SimValues[] {
  return telegrams.filter(({ values }) => !isRight(values)).slice(0, 3);
}

const netOf = (values: Values): number => of(values, "activePowerImportW") - of(values, "activePowerExportW");

const isRound = ([key, value]: [string, number]): boolean => {
  const steps = /[AV]$/.test(key) ? 10 : 1;
  return Math.abs(value * steps - Math.round(value * steps)) < 1e-6 && !Object.is(value, -0);
};

const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);

const follows = (values: Values, phase: (typeof PHASES)[number]): boolean => {
  const watts = phaseNet(values, phase);
  const powerFactor = watts / Math.hypot(watts, phaseVars(values, phase));
  const amperes = of(values, PHASE_QUANTITIES[phase].currentA);
  const expected = watts / (of(values, PHASE_QUANTITIES[phase].voltageV) * Math.abs(powerFactor));
  return watts === 0 || Math.abs(amperes - expected) <= 0.0501; // signs and all
};

/** Mean power in W from one hour to another, over days. */
function meanW(telegrams: readonly SimValues[], fromHour: number, toHour: number): number {
  const chosen = telegrams.filter(({ atMs }) => {
    const { hour } = localParts(atMs, ZONE);
    return hour >= fromHour && hour < toHour;
  });
  return chosen.reduce((sum, { values }) => sum + netOf(values), 0) / chosen.length;
}

const l2 = (telegrams: SimValues[]): number =>
  telegrams
    .filter(({ atMs }) => localParts(atMs, ZONE).hour < 8)
    .filter(({ values }) => of(values, "activePowerImportL2W") > 900).length;

const isBelow = (values: Values): boolean =>
  PHASES.every((phase) => Math.abs(values[PHASE_QUANTITIES[phase].currentA] ?? 0) <= 25);

const isOnePhase = (values: Values): boolean =>
  !Object.keys(values).some((key) => /L[23]/.test(key)) && phaseNet(values, "L1") === netOf(values);

describe("every telegram", () => {
  const telegrams = [...dayOf("evening"), ...dayOf("solar-noon"), ...dayOf("ev-charging", 3)];

  it("holds 26 quantities, whole watts and tenths of volts and amperes", () => {
    expect(telegrams.length).toBeGreaterThan(20_000);
    expect(wrong(telegrams, (values) => Object.keys(values).length === 26)).toEqual([]);
    expect(wrong(telegrams, (values) => Object.entries(values).every(isRound))).toEqual([]);
  });

  it("has phases that sum to the total, in watts and in var, and one direction at a time", () => {
    expect(wrong(telegrams, (values) => sum(PHASES.map((phase) => phaseNet(values, phase))) === netOf(values))).toEqual(
      [],
    );
    expect(
      wrong(
        telegrams,
        (values) =>
          sum(PHASES.map((phase) => phaseVars(values, phase))) ===
          of(values, "reactivePowerImportVar") - of(values, "reactivePowerExportVar"),
      ),
    ).toEqual([]);
    expect(
      wrong(telegrams, (values) => of(values, "activePowerImportW") === 0 || of(values, "activePowerExportW") === 0),
    ).toEqual([]);
  });

  it("has currents that follow power, power factor and voltage, negative while their phase exports", () => {
    expect(wrong(telegrams, (values) => PHASES.every((phase) => follows(values, phase)))).toEqual([]);
    expect(telegrams.filter(({ values }) => of(values, "currentL1A") < -1).length).toBeGreaterThan(1_000);
  });

  it("has voltages of a Finnish street", () => {
    const volts = telegrams.flatMap(({ values }) =>
      PHASES.map((phase) => of(values, PHASE_QUANTITIES[phase].voltageV)),
    );
    expect(volts.filter((value) => value < 225 || value > 238)).toEqual([]);
    expect(new Set(volts).size).toBeGreaterThan(50);
  });

  it("comes ten seconds after the one before, with the meter's local clock", () => {
    const [first, second] = dayOf("evening");
    expect(second && first && second.atMs - first.atMs).toBe(10_000);
    expect(first?.meterClock).toBe("2026-01-15T00:00:00");
    expect(second?.meterClock).toBe("2026-01-15T00:00:10");
  });
});

describe("counters", () => {
  it.each(["evening", "solar-noon"] as const)(
    "of %s are the integral of power, cut to whole Wh, and never fall",
    (id) => {
      const telegrams = dayOf(id);
      const first = telegrams[0];
      if (first === undefined) throw new Error("no telegram");
      const sums = { imported: 0, exported: 0 };
      const off: SimValues[] = [];
      let before = first.values;
      for (const telegram of telegrams.slice(1)) {
        const { values } = telegram;
        sums.imported += (Math.max(0, netOf(values)) * 10) / 3600;
        sums.exported += (Math.max(0, -netOf(values)) * 10) / 3600;
        const isRight = (quantity: Quantity, sum: number): boolean =>
          of(values, quantity) >= of(before, quantity) &&
          Math.abs(of(values, quantity) - of(first.values, quantity) - sum) < 1;
        if (!isRight("activeEnergyImportWh", sums.imported) || !isRight("activeEnergyExportWh", sums.exported)) {
          off.push(telegram);
        }
        before = values;
      }
      expect(off.slice(0, 3)).toEqual([]);
      expect(sums.imported + sums.exported).toBeGreaterThan(5_000);
    },
  );

  it("stand higher in a meter that is read later", () => {
    const [early] = dayOf("day");
    const [late] = dayOf("dst-autumn");
    expect(of(late?.values ?? {}, "activeEnergyImportWh")).toBeGreaterThan(
      of(early?.values ?? {}, "activeEnergyImportWh") + 1_000_000,
    );
  });
});

describe("the same seed", () => {
  it("gives the same telegrams, another seed another house", () => {
    expect(dayOf("evening", 5)).toEqual(dayOf("evening", 5));
    const powers = (seed: number): number[] => dayOf("day", seed).map(({ values }) => netOf(values));
    expect(powers(5)).not.toEqual(powers(6));
  });

  it("gives the same powers wherever the simulation starts and however long its steps are", () => {
    const whole = dayOf("evening", 2);
    const { fromMs } = dayWindow(scenarioOf("evening"), ZONE);
    const late = dayOf("evening", 2, { fromMs: fromMs + 17 * HOUR_MS });
    expect(late.map(({ values }) => netOf(values))).toEqual(whole.slice(17 * 360).map(({ values }) => netOf(values)));
    const coarse = dayOf("evening", 2, { intervalMs: MINUTE_MS });
    expect(coarse.map(({ values }) => netOf(values))).toEqual(
      whole.filter((_, index) => index % 6 === 0).map(({ values }) => netOf(values)),
    );
  });
});

describe("a day", () => {
  it.each([1, 2, 3])("in winter has its peaks in the evening and at night, house %i", (seed) => {
    const scenario = scenarioOf("day");
    const telegrams = valuesOf(simulate({ scenario, seed, ...pictureWindow(scenario, ZONE), intervalMs: MINUTE_MS }));
    expect(meanW(telegrams, 16, 19)).toBeGreaterThan(1.25 * meanW(telegrams, 10, 14));
    expect(meanW(telegrams, 23, 24)).toBeGreaterThan(1.5 * meanW(telegrams, 3, 5));
    expect(meanW(telegrams, 6, 8)).toBeGreaterThan(1.05 * meanW(telegrams, 3, 5));
    const perDayWh = meanW(telegrams, 0, 24) * 24;
    expect(perDayWh).toBeGreaterThan(25_000);
    expect(perDayWh).toBeLessThan(70_000);
  });

  it("in summer exports at noon and imports at night", () => {
    const telegrams = dayOf("solar-noon");
    expect(meanW(telegrams, 12, 15)).toBeLessThan(-2_000);
    expect(meanW(telegrams, 1, 3)).toBeGreaterThan(50);
  });

  it("off is slept in: its morning is later than a working day's", () => {
    const scenario = scenarioOf("day");
    const at = (iso: string): SimValues[] =>
      valuesOf(simulate({ scenario, seed: 4, fromMs: Date.parse(iso), toMs: Date.parse(iso) + 24 * HOUR_MS }));
    expect(l2(at("2026-01-15T00:00:00+02:00"))).toBeGreaterThan(20);
    expect(l2(at("2026-01-18T00:00:00+02:00"))).toBeLessThan(l2(at("2026-01-15T00:00:00+02:00")) / 2);
  });
});

describe("the scenario", () => {
  const seeds = [1, 2, 3, 4, 5];

  it.each(seeds)("overload takes L2 above 25 A for minutes, house %i", (seed) => {
    const over = dayOf("overload", seed).filter(({ values }) => of(values, "currentL2A") > 25);
    expect(over.length).toBeGreaterThan(3 * 6);
    expect(of(tellingOf("overload", seed), "currentL2A")).toBeGreaterThan(25);
  });

  it.each(SCENARIOS.filter(({ id }) => id !== "overload" && id !== "no-data"))(
    "$id keeps every phase below its fuse",
    ({ id }) => {
      for (const seed of seeds.slice(0, 3)) expect(wrong(dayOf(id, seed), isBelow)).toEqual([]);
    },
  );

  it.each(seeds)("one-phase reports L1 only and sums to it, house %i", (seed) => {
    expect(wrong(dayOf("one-phase", seed), isOnePhase)).toEqual([]);
    expect(netOf(tellingOf("one-phase", seed))).toBeGreaterThan(2_000);
  });

  it.each(seeds)("sauna takes about 10 A of each phase, house %i", (seed) => {
    const values = tellingOf("sauna", seed);
    for (const phase of PHASES) expect(of(values, PHASE_QUANTITIES[phase].currentA)).toBeGreaterThan(9.5);
  });

  it.each(seeds)("ev-charging loads all phases and L3 most, house %i", (seed) => {
    const values = tellingOf("ev-charging", seed);
    expect(of(values, "currentL1A")).toBeGreaterThan(9);
    expect(of(values, "currentL3A")).toBeGreaterThan(20);
  });

  it.each(seeds)("solar-noon exports on L1 and L3, imports on L2, and exports as a whole, house %i", (seed) => {
    const values = tellingOf("solar-noon", seed);
    expect(of(values, "currentL1A")).toBeLessThan(-3);
    expect(of(values, "currentL3A")).toBeLessThan(-3);
    expect(of(values, "currentL2A")).toBeGreaterThan(1);
    expect(of(values, "activePowerExportW")).toBeGreaterThan(1_000);
  });

  it.each(["morning", "evening"] as const)("%s draws more than 5 kW", (id) => {
    for (const seed of seeds) expect(netOf(tellingOf(id, seed))).toBeGreaterThan(5_000);
  });

  it("stale falls silent while its reader stays online", () => {
    const scenario = scenarioOf("stale");
    const window = pictureWindow(scenario, ZONE);
    const telegrams = [...simulate({ scenario, seed: 1, ...window })];
    expect(telegrams.filter((telegram) => "status" in telegram)).toEqual([{ atMs: window.fromMs, status: "online" }]);
    const silentMin = (window.anchorMs - (telegrams.at(-1)?.atMs ?? 0)) / MINUTE_MS;
    expect(silentMin).toBeGreaterThan(36);
    expect(silentMin).toBeLessThan(38);
  });

  it("reader-offline ends with the reader's will, after its last telegram", () => {
    const scenario = scenarioOf("reader-offline");
    const telegrams = [...simulate({ scenario, seed: 1, ...dayWindow(scenario, ZONE) })];
    expect(telegrams.at(0)).toMatchObject({ status: "online" });
    expect(telegrams.at(-1)).toMatchObject({ status: "offline" });
    const gapMs = (telegrams.at(-1)?.atMs ?? 0) - (telegrams.at(-2)?.atMs ?? 0);
    expect(gapMs).toBeGreaterThanOrEqual(22_500);
    expect(gapMs).toBeLessThan(40_000);
  });

  it("no-data gives nothing at all", () => {
    const scenario = scenarioOf("no-data");
    expect([...simulate({ scenario, seed: 1, ...pictureWindow(scenario, ZONE) })]).toEqual([]);
  });

  it("midnight has just crossed into a new local day", () => {
    const scenario = scenarioOf("midnight");
    const window = pictureWindow(scenario, ZONE);
    expect(localIso(window.toMs, ZONE)).toMatch(/^2026-01-16T00:02/);
    const clocks = valuesOf(simulate({ scenario, seed: 1, ...window })).map(({ meterClock }) => meterClock);
    expect(clocks.filter((clock) => clock.startsWith("2026-01-16"))).toHaveLength(13);
    expect(clocks.filter((clock) => clock.startsWith("2026-01-15"))).toHaveLength(8640);
  });

  it("dst-spring has a day of 23 hours without the hour from 3 to 4", () => {
    const clocks = dayOf("dst-spring").map(({ meterClock }) => meterClock);
    expect(clocks).toHaveLength(23 * 360);
    expect(clocks.filter((clock) => clock.includes("T03:"))).toEqual([]);
  });

  it("dst-autumn has a day of 25 hours with the hour from 3 to 4 twice", () => {
    const clocks = dayOf("dst-autumn").map(({ meterClock }) => meterClock);
    expect(clocks).toHaveLength(25 * 360);
    expect(clocks.filter((clock) => clock.includes("T03:"))).toHaveLength(2 * 360);
  });

  it("is played at another time with the house and the sun of its own", () => {
    const scenario = scenarioOf("solar-noon");
    const anchorMs = Date.parse("2026-12-24T22:00:00Z");
    const telegrams = valuesOf(
      simulate({ scenario, seed: 1, fromMs: anchorMs - 5 * MINUTE_MS, toMs: anchorMs + 1, anchorMs }),
    );
    expect(of(telegrams.at(-1)?.values ?? {}, "activePowerExportW")).toBeGreaterThan(1_000);
    expect(telegrams.at(-1)?.meterClock).toBe("2026-12-25T00:00:00");
  });
});
