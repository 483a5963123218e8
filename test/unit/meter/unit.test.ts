import { describe, expect, it } from "vitest";
import { UNIT_NAMES, UNITS, unitSpelt } from "../../../src/meter/unit.ts";

describe("units", () => {
  it("are every prefix in front of every base unit", () => {
    expect(UNIT_NAMES).toHaveLength(5 * 7);
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

  it.each(["mwh", "mWH", "ma", "mhz", "mVAR"])("are not guessed where m may be milli or mega: %s", (spelt) =>
    expect(unitSpelt(spelt)).toBeUndefined(),
  );

  it.each(["", "k", "kVA", "m3", "kk", "kkW", "µA", "dA", "GJ", "Wh ", " W", "W/h", "constructor"])(
    "are not what is none: %j",
    (spelt) => expect(unitSpelt(spelt)).toBeUndefined(),
  );
});
