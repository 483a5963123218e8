import { assert, constantFrom, double, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { steady, steadyValues } from "../../../src/view/steady.ts";

const value = double({ min: -1_000, max: 1_000, noNaN: true });
const step = constantFrom(0.01, 0.1, 1, 10, 100);

describe("a steady value", () => {
  it("is the one drawn before while it is within half a step of it, and itself more than a step away", () => {
    assert(
      property(value, step, double({ min: -0.5, max: 0.5, noNaN: true }), (before, size, share) => {
        expect(steady(before + share * size, size, before)).toBe(before);
        const away = before + (share < 0 ? share - 1 : share + 1.001) * size;
        expect(steady(away, size, before)).toBe(away);
      }),
    );
  });

  it("is itself in a first picture", () => {
    expect(steady(7.54, 0.1, undefined)).toBe(7.54);
  });

  it("follows a value that creeps, however little it moves at a time", () => {
    let shown = 230;
    for (let volts = 230; volts <= 240; volts += 0.1) shown = steady(volts, 1, shown);
    expect(shown).toBeGreaterThan(239.3);
  });
});

describe("steady values", () => {
  it("have each the step of its name", () => {
    const before = { voltageV: 230, powerW: 1_000, powerFactor: 0.95, frequencyHz: 50 };
    expect(steadyValues({ voltageV: 230.5, powerW: 1_050, powerFactor: 0.954, frequencyHz: 50.05 }, before)).toEqual(
      before,
    );
    const moved = { voltageV: 231, powerW: 1_100, powerFactor: 0.96, frequencyHz: 50.1 };
    expect(steadyValues(moved, before)).toEqual(moved);
  });

  it("are there as long as they are known, and only then", () => {
    expect(steadyValues({ voltageV: 231 }, { powerW: 4 })).toEqual({ voltageV: 231 });
    expect(steadyValues({}, { voltageV: 231 })).toEqual({});
    expect(steadyValues({ name: "L1", voltageV: 231 }, undefined)).toEqual({ name: "L1", voltageV: 231 });
  });
});
