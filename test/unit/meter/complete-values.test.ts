import { expect, it } from "vitest";
import { completeValues } from "../../../src/meter/complete-values.ts";

it("sums the tariffs where only they came", () => {
  expect(
    completeValues({
      activeEnergyImportT1Wh: 1_234_567.1,
      activeEnergyImportT2Wh: 0.2,
      activeEnergyExportT1Wh: 5,
      activeEnergyExportT2Wh: 0,
    }),
  ).toEqual({
    activeEnergyImportT1Wh: 1_234_567.1,
    activeEnergyImportT2Wh: 0.2,
    activeEnergyExportT1Wh: 5,
    activeEnergyExportT2Wh: 0,
    activeEnergyImportWh: 1_234_567.3,
    activeEnergyExportWh: 5,
  });
});

it("leaves a total that the meter told as it is", () => {
  const values = { activeEnergyImportWh: 10, activeEnergyImportT1Wh: 4, activeEnergyImportT2Wh: 7 };
  expect(completeValues(values)).toBe(values);
});

it("never makes half a sum", () => {
  const values = { activeEnergyImportT1Wh: 4, activeEnergyExportT2Wh: 7 };
  expect(completeValues(values)).toEqual(values);
});
