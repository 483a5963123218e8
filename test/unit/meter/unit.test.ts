import { describe, expect, it } from "vitest";
import { UNIT_NAMES, UNITS, unitSpelt } from "../../../src/meter/unit.ts";
import { decimalIn, numberIn } from "../../../src/meter/wire/decimal.ts";

describe("units", () => {
  it("are every prefix in front of every base unit of electricity, and those of other media", () => {
    expect(UNIT_NAMES).toHaveLength(5 * 7 + 6);
    expect([UNITS.mA, UNITS.V, UNITS.kvar, UNITS.MWh, UNITS.GW]).toEqual([
      { base: "A", exponent: -3 },
      { base: "V", exponent: 0 },
      { base: "var", exponent: 3 },
      { base: "Wh", exponent: 6 },
      { base: "W", exponent: 9 },
    ]);
  });

  it.each(UNIT_NAMES)("are known by their name: %s", (name) => expect(unitSpelt(name)).toEqual(UNITS[name]));

  it.each([
    ["kwh", "kWh"],
    ["KWH", "kWh"],
    ["KWh", "kWh"],
    ["kVArh", "kvarh"],
    ["KVARH", "kvarh"],
    ["kVAr", "kvar"],
    ["VAr", "var"],
    ["w", "W"],
    ["a", "A"],
    ["v", "V"],
    ["HZ", "Hz"],
    ["KV", "kV"],
    ["khz", "kHz"],
    ["MWH", "MWh"],
    ["MVArh", "Mvarh"],
    ["mVAr", "mvar"],
  ] as const)("are known as meters spell them: %s", (spelt, name) => expect(unitSpelt(spelt)).toEqual(UNITS[name]));

  it.each([
    ["m³", "m3"],
    ["M3", "m3"],
    ["L", "l"],
    ["dm3", "l"],
    ["gj", "GJ"],
  ] as const)("are known for other media: %s", (spelt, name) => expect(unitSpelt(spelt)).toEqual(UNITS[name]));

  it("lead to the base unit of heat by its 3600 joules", () => {
    expect(decimalIn(UNITS.GJ, "3.6")).toBe(1_000_000);
    expect(decimalIn(UNITS.l, "12.5")).toBe(0.0125);
    expect(numberIn(UNITS.MJ, 36)).toBe(10_000);
  });

  it.each(["mwh", "mWH", "ma", "mhz", "mVAR"])("are not guessed where m may be milli or mega: %s", (spelt) =>
    expect(unitSpelt(spelt)).toBeUndefined(),
  );

  it.each(["", "k", "kVA", "km3", "mm3", "mJ", "kk", "kkW", "µA", "dA", "Wh ", " W", "W/h", "constructor"])(
    "are not what is none: %j",
    (spelt) => expect(unitSpelt(spelt)).toBeUndefined(),
  );
});
