import { describe, expect, it } from "vitest";
import { checkPlausibility, NOTHING_CHECKED, type PlausibilityState } from "../../../src/intake/plausibility.ts";
import type { Values } from "../../../src/meter/quantity.ts";

const HOUSE = { mainFuseA: 25, phases: 3 } as const;
const HOUR_MS = 3_600_000;

const L1 = (currentL1A: number): Values => ({ voltageL1V: 230, currentL1A });

const checkOf = (values: Values, state: PlausibilityState = NOTHING_CHECKED, monoMs = 0) =>
  checkPlausibility(state, values, monoMs, HOUSE);

describe("values that can be", () => {
  it.each<[string, Values]>([
    [
      "an ordinary telegram",
      { activePowerImportW: 6_789, currentL1A: 6.2, currentL2A: 19.7, currentL3A: 4.9, voltageL1V: 230 },
    ],
    ["an overload that the fuse still carries", { currentL2A: 62.5, activePowerImportL2W: 14_000 }],
    ["an exporting phase", { currentL1A: -10.3, activePowerExportL1W: 2_390, voltageL1V: 232 }],
    ["a meter that rounds to whole amperes", { currentL1A: 0, activePowerImportL1W: 220, voltageL1V: 230 }],
    ["a phase without voltage", { voltageL2V: 0 }],
  ])("lets %s pass", (_, values) => {
    expect(checkOf(values)).toMatchObject({ values, refused: [], repaired: [] });
  });
});

describe("values that cannot be", () => {
  it.each<[Values, string]>([
    [{ voltageL1V: 2_301 }, "voltageL1V"],
    [{ voltageL3V: 23 }, "voltageL3V"],
    [{ currentL1A: 251 }, "currentL1A"],
    [{ currentL2A: -4_000 }, "currentL2A"],
    [{ activePowerImportL1W: 9_000, currentL1A: 4, voltageL1V: 230 }, "activePowerImportL1W"],
    [{ activePowerImportW: 90_000, currentL1A: 4, currentL2A: 4, currentL3A: 4 }, "activePowerImportW"],
    [{ activePowerExportW: -5 }, "activePowerExportW"],
  ])("refuses %j for its %s", (values, quantity) => {
    const { refused, values: left } = checkOf(values);
    expect(refused.map((row) => row.quantity)).toEqual([quantity]);
    expect(left).not.toHaveProperty(quantity);
  });
});

describe("the bounds of values in a certain unit", () => {
  it.each<[string, Values, boolean]>([
    ["a current of ten fuses", { currentL1A: 250 }, true],
    ["a current beyond them", { currentL1A: 250.1 }, false],
    ["a power of ten fuses in one phase, at the highest voltage", { activePowerImportL1W: 75_000 }, true],
    ["a power beyond them", { activePowerImportL1W: 75_001 }, false],
    ["a total of ten fuses in each phase", { activePowerExportW: 225_000 }, true],
    ["a total beyond them", { activePowerExportW: 225_001 }, false],
    ["one and a half times the apparent power, and a little", { ...L1(9), activePowerImportL1W: 3_950 }, true],
    ["more than that", { ...L1(9), activePowerImportL1W: 3_951 }, false],
    ["voltages of 100 V and 300 V", { voltageL1V: 100, voltageL2V: 300 }, true],
    ["a voltage below", { voltageL1V: 99.9 }, false],
    ["a voltage above", { voltageL1V: 300.1 }, false],
  ])("let pass or refuse %s", (_, values, isLetPass) => {
    expect(checkOf(values).refused).toHaveLength(isLetPass ? 0 : 1);
  });
});

describe("a current that lost its sign", () => {
  it.each([
    [6_553.5, -0.1],
    [6_552.6, -1],
    [6_543.3, -10.3],
  ])("mends %d A to %d A and says so", (sent, meant) => {
    const { values, repaired, refused } = checkOf({ currentL1A: sent });
    expect(values.currentL1A).toBe(meant);
    expect(repaired).toEqual(["currentL1A"]);
    expect(refused).toEqual([]);
  });

  it("does not mend what no fuse could carry either way", () => {
    expect(checkOf({ currentL1A: 5_000 }).refused).toHaveLength(1);
  });
});

describe("a counter", () => {
  const first = checkOf({ activeEnergyImportWh: 10_000_000 }).state;

  it("may grow as far as the fuse allows in the time", () => {
    expect(checkOf({ activeEnergyImportWh: 10_017_000 }, first, HOUR_MS).refused).toEqual([]);
  });

  it.each([
    [10_046_000, 0],
    [10_046_001, 1],
  ])("may be at %d after an hour, and no further on", (value, refusals) => {
    expect(checkOf({ activeEnergyImportWh: value }, first, HOUR_MS).refused).toHaveLength(refusals);
  });

  it("is doubted again at the same place once it has gone on from where it was", () => {
    const jump = checkOf({ activeEnergyImportWh: 99_000_000 }, first, 10_000);
    const back = checkOf({ activeEnergyImportWh: 10_000_050 }, jump.state, 20_000);
    const again = checkOf({ activeEnergyImportWh: 99_000_010 }, back.state, 30_000);
    expect(again.refused).toHaveLength(1);
    expect(again.values).toEqual({});
  });

  it.each([
    ["jumps ahead", 10_900_000],
    ["goes back", 9_000_000],
  ])("is refused once when it %s, and believed when it stays there", (_, value) => {
    const jump = checkOf({ activeEnergyImportWh: value }, first, 10_000);
    expect(jump.refused.map((row) => row.quantity)).toEqual(["activeEnergyImportWh"]);
    expect(jump.values).toEqual({});
    const stays = checkOf({ activeEnergyImportWh: value + 10 }, jump.state, 20_000);
    expect(stays.refused).toEqual([]);
    expect(stays.values).toEqual({ activeEnergyImportWh: value + 10 });
    expect([jump.restarted, stays.restarted]).toEqual([[], ["activeEnergyImportWh"]]);
    expect(checkOf({ activeEnergyImportWh: value + 20 }, stays.state, 30_000).restarted).toEqual([]);
  });

  it.each([
    ["a register that is full begins at 0", 999_999_999, 4],
    ["a small one is set to 0", 800, 0],
  ])("begins again where %s", (_, before, after) => {
    const full = checkOf({ activeEnergyImportWh: before }).state;
    const jump = checkOf({ activeEnergyImportWh: after }, full, 10_000);
    expect(jump.refused).toHaveLength(1);
    expect(checkOf({ activeEnergyImportWh: after }, jump.state, 20_000)).toMatchObject({
      refused: [],
      restarted: ["activeEnergyImportWh"],
    });
  });

  it("is the same where it slips back by rounding, however often", () => {
    let state = first;
    for (const [i, activeEnergyImportWh] of [10_000_400, 10_000_000, 10_000_500, 10_000_000].entries()) {
      const checked = checkOf({ activeEnergyImportWh }, state, 10_000 * (i + 1));
      expect(checked).toMatchObject({ values: { activeEnergyImportWh }, refused: [], restarted: [] });
      state = checked.state;
    }
    // Ten slips of 900 Wh are not taken for one another's rounding: the highest value counts.
    expect(checkOf({ activeEnergyImportWh: 9_999_400 }, state, 60_000).refused).toHaveLength(1);
  });

  it("goes on from where it was after a single wrong value", () => {
    const jump = checkOf({ activeEnergyImportWh: 99_000_000 }, first, 10_000);
    const back = checkOf({ activeEnergyImportWh: 10_000_050 }, jump.state, 20_000);
    expect(back.refused).toEqual([]);
  });
});

describe("a counter that is renewed by the clock and repeated meanwhile", () => {
  /** What becomes of the last of some counters, one every ten seconds. */
  const lastOf = (wattHours: readonly number[]) => {
    let state = NOTHING_CHECKED;
    let refused = 0;
    for (const [i, wh] of wattHours.entries()) {
      const checked = checkOf({ activeEnergyImportWh: wh }, state, i * 10_000);
      state = checked.state;
      refused = checked.refused.length;
    }
    return refused === 0 ? "accepted" : "refused";
  };
  const repeated = (wh: number, hours: number) => Array.from({ length: hours * 360 }, () => wh);

  it.each<[string, readonly number[], string]>([
    ["may step by all that an hour allows", [...repeated(1_000_000, 1), 1_020_000], "accepted"],
    ["may do so again", [...repeated(1_000_000, 1), ...repeated(1_020_000, 1), 1_040_000], "accepted"],
    ["may not step by more than that", [...repeated(1_000_000, 1), 1_060_000], "refused"],
    ["may not step by that soon after the last step", [...repeated(1_000_000, 1), 1_020_000, 1_040_000], "refused"],
    ["counts for little more than an hour however long it stood", [...repeated(1_000_000, 12), 1_060_000], "refused"],
  ])("%s", (_, wattHours, expected) => expect(lastOf(wattHours)).toBe(expected));
});
