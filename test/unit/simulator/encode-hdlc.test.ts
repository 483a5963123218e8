import { expect, it } from "vitest";
import { encodeHdlc } from "../../../src/simulator/encode-hdlc.ts";
import { encodeP1 } from "../../../src/simulator/encode-p1.ts";

const meterClock = "2026-01-15T18:00:00";
const PHASE = (n: number) => ({
  [`activePowerImportL${n}W`]: 1,
  [`activePowerExportL${n}W`]: 0,
  [`reactivePowerImportL${n}Var`]: 0,
  [`reactivePowerExportL${n}Var`]: 0,
  [`currentL${n}A`]: 0.1,
  [`voltageL${n}V`]: 230,
});
const totals = {
  activePowerImportW: 3,
  activePowerExportW: 0,
  reactivePowerImportVar: 0,
  reactivePowerExportVar: 0,
  activeEnergyImportWh: 1,
  activeEnergyExportWh: 0,
  reactiveEnergyImportVarh: 0,
  reactiveEnergyExportVarh: 0,
};

it("writes the list of a three-phase meter in 581 bytes, as the standard's example has it", () => {
  const bytes = encodeHdlc({ ...totals, ...PHASE(1), ...PHASE(2), ...PHASE(3) }, { meterClock });
  expect(bytes).toHaveLength(581);
  expect([...bytes.subarray(0, 7)]).toEqual([0x7e, 0xa2, 0x43, 0x41, 0x08, 0x83, 0x13]);
});

it("leaves the objects of other phases out on a meter with one", () => {
  const bytes = encodeHdlc({ ...totals, ...PHASE(1) }, { meterClock });
  expect(bytes).toHaveLength(581 - 8 * 21 - 4 * 19);
});

it("writes a signed current and numbers of the widths that the standard has", () => {
  const text = Buffer.from(
    encodeP1(
      { activeEnergyImportWh: 24_817_503, activePowerImportW: 6789, currentL1A: -1, voltageL1V: 229.8 },
      { meterClock },
    ),
  ).toString("latin1");
  expect(text.split("\r\n").slice(0, -2)).toEqual([
    "/ADN9 6534",
    "",
    "0-0:1.0.0(260115180000W)",
    "1-0:1.8.0(00024817.503*kWh)",
    "1-0:1.7.0(0006.789*kW)",
    "1-0:32.7.0(229.8*V)",
    "1-0:31.7.0(-001.0*A)",
  ]);
});
