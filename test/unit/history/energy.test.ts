import { array, assert, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { energyBetween, NO_ENERGY } from "../../../src/history/energy.ts";
import { MinuteRing } from "../../../src/history/minute-ring.ts";
import { NOON_MS } from "../../fixtures/told.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const IMPORT = { counter: "activeEnergyImportWh", power: "activePowerImportW" } as const;

/** A counter at these minutes after noon. */
function counted(...points: readonly (readonly [minute: number, wh: number])[]): MinuteRing {
  const ring = new MinuteRing(8);
  for (const [minute, activeEnergyImportWh] of points) ring.add(NOON_MS + minute * MINUTE, { activeEnergyImportWh });
  return ring;
}

const between = (ring: MinuteRing, fromMin: number, toMin: number) =>
  energyBetween(ring, IMPORT, NOON_MS + fromMin * MINUTE, NOON_MS + toMin * MINUTE);

describe("energy by the counter", () => {
  it("is the difference of the register", () => {
    expect(between(counted([0, 1_000], [30, 1_700], [60, 2_500]), 0, 60)).toEqual({
      wh: 1_500,
      coverage: 1,
      method: "counter",
      sinceMs: NOON_MS,
    });
  });

  it("is interpolated between points up to an hour and a quarter apart", () => {
    expect(between(counted([0, 0], [60, 600], [120, 1_200]), 30, 90)).toMatchObject({ wh: 600, coverage: 1 });
  });

  it("begins where the counter does and says so", () => {
    expect(between(counted([90, 100], [240, 400]), 0, 240)).toEqual({
      wh: 300,
      coverage: 150 / 240,
      method: "counter",
      sinceMs: NOON_MS + 90 * MINUTE,
    });
  });

  it("ends where the counter does", () => {
    expect(between(counted([0, 100], [60, 400]), 0, 120)).toMatchObject({ wh: 300, coverage: 0.5 });
  });

  it("is zero for a counter that stood still, and that is known", () => {
    expect(between(counted([0, 500], [60, 500]), 0, 60)).toMatchObject({ wh: 0, method: "counter" });
  });

  it("is never made from a counter that fell: a new meter began again", () => {
    expect(between(counted([0, 90_000], [60, 3]), 0, 60)).toEqual(NO_ENERGY);
  });

  it("is not known from one point alone", () => {
    expect(between(counted([30, 500]), 0, 60)).toEqual(NO_ENERGY);
  });
});

describe("energy by mean power", () => {
  const ring = new MinuteRing(8);
  for (let minute = 0; minute < 60; minute++) {
    if (minute >= 20 && minute < 30) continue;
    ring.add(NOON_MS + minute * MINUTE, { activePowerImportW: 600 });
  }

  it("counts the minutes that are known and says how many they are", () => {
    const energy = between(ring, 0, 60);
    expect(energy.wh).toBeCloseTo(500, 9);
    expect(energy).toMatchObject({ coverage: 50 / 60, method: "integrated", sinceMs: NOON_MS });
  });

  it("says when the first known minute was", () => {
    expect(between(ring, 20, 40)).toMatchObject({ sinceMs: NOON_MS + 30 * MINUTE, coverage: 0.5 });
  });

  it("is absent where no minute is known", () => {
    expect(between(ring, 20, 30)).toEqual(NO_ENERGY);
  });

  it("covers no more than all", () => {
    expect(energyBetween(ring, IMPORT, NOON_MS + 30_000, NOON_MS + 100_000).coverage).toBe(1);
  });
});

it("is absent for no time and for time that runs backwards", () => {
  const ring = counted([0, 1], [60, 2]);
  expect(between(ring, 30, 30)).toEqual(NO_ENERGY);
  expect(between(ring, 60, 0)).toEqual(NO_ENERGY);
});

it("is additive over adjacent intervals, by the counter and by power", () => {
  const spans = tuple(integer({ min: 0, max: 600 }), integer({ min: 0, max: 600 }), integer({ min: 0, max: 600 }));
  const steps = array(integer({ min: 0, max: 400 }), { minLength: 601, maxLength: 601 });
  assert(
    property(steps, integer({ min: 1, max: 70 }), spans, (wh, everyMin, marks) => {
      const [a = 0, b = 0, c = 0] = marks.toSorted((x, y) => x - y);
      const byCounter = new MinuteRing(8);
      const byPower = new MinuteRing(8);
      let activeEnergyImportWh = 5_000;
      wh.forEach((step, minute) => {
        activeEnergyImportWh += step;
        const atMs = NOON_MS + minute * MINUTE;
        if (minute % everyMin === 0 || minute === 600) byCounter.add(atMs, { activeEnergyImportWh });
        byPower.add(atMs, { activePowerImportW: step * 60 });
      });
      for (const ring of [byCounter, byPower]) {
        const sum = (between(ring, a, b).wh ?? 0) + (between(ring, b, c).wh ?? 0);
        expect(sum).toBeCloseTo(between(ring, a, c).wh ?? 0, 5);
      }
      if (c > a) expect(between(byCounter, a, c)).toMatchObject({ method: "counter", coverage: 1 });
    }),
    { numRuns: 60 },
  );
});

it("reaches over a gap of hours with its coverage, for what lies in between was counted too", () => {
  expect(between(counted([0, 0], [600, 6_000]), 0, 600)).toMatchObject({ wh: 6_000, coverage: 1 });
  expect(energyBetween(counted([0, 0], [600, 6_000]), IMPORT, NOON_MS + HOUR, NOON_MS + 2 * HOUR)).toEqual(NO_ENERGY);
});
