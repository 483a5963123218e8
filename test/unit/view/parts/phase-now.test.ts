import { describe, expect, it } from "vitest";
import { phaseNowView } from "../../../../src/view/parts/phase-now.ts";
import { historyOf, later, NOON } from "../../../fixtures/readings.ts";

describe("the phases beside their currents", () => {
  it("have a voltage and a power each, negative while it goes out, and a power factor together", () => {
    const { latest } = historyOf([
      0,
      {
        voltageL1V: 231,
        activePowerImportL1W: 2_000,
        activePowerExportL1W: 0,
        activePowerImportL2W: 0,
        activePowerExportL2W: 1_500,
        reactivePowerImportL2Var: 20,
        activePowerImportW: 300,
        activePowerExportW: 0,
        reactivePowerImportVar: 0,
        reactivePowerExportVar: 400,
      },
    ]);
    const { phases, powerFactor } = phaseNowView(latest, 3, NOON);
    expect(phases).toEqual([
      { name: "L1", voltageV: 231, powerW: 2_000 },
      { name: "L2", powerW: -1_500, reactiveVar: 20 },
      { name: "L3" },
    ]);
    expect(powerFactor).toBeCloseTo(0.6);
  });

  it("have no power where a direction is missing that the meter has in total", () => {
    const known = { activePowerImportL1W: 900, activePowerImportW: 900 };
    expect(phaseNowView(historyOf([0, known]).latest, 1, NOON).phases).toEqual([{ name: "L1", powerW: 900 }]);
    const { latest } = historyOf([0, { ...known, activePowerExportW: 0 }]);
    expect(phaseNowView(latest, 1, NOON).phases).toEqual([{ name: "L1" }]);
  });

  it("have nothing that is out of date, and no power factor while nothing flows", () => {
    const { latest } = historyOf([0, { voltageL1V: 231, activePowerImportW: 0, reactivePowerImportVar: 0 }]);
    expect(phaseNowView(latest, 1, NOON)).toEqual({ phases: [{ name: "L1", voltageV: 231 }] });
    expect(phaseNowView(latest, 1, later(600_000))).toEqual({ phases: [{ name: "L1" }] });
  });
});
