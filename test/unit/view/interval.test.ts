import { describe, expect, it } from "vitest";
import type { Values } from "../../../src/meter/quantity.ts";
import { buildView } from "../../../src/view/build-view.ts";
import { historyOf, NOON } from "../../fixtures/readings.ts";

const MINUTE_MS = 60_000;
const meter = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" } as const;

/** Telegrams of half an hour, every ten seconds: the load of the last five minutes is another one. */
const house = (before: Values, last: Values) =>
  historyOf(
    ...Array.from({ length: 181 }, (_, i) => {
      const atMs = (i - 180) * 10_000;
      return [atMs, atMs <= -5 * MINUTE_MS ? before : last] as const;
    }),
  );

const view = (history: ReturnType<typeof house>, pictureEveryMs?: number, now = NOON) =>
  buildView({
    history,
    link: { kind: "connected", since: now },
    now,
    meter,
    locale: "en-GB",
    parts: ["power", "phases", "balance"],
    ...(pictureEveryMs !== undefined && { pictureEveryMs }),
  });

const load = (watts: number, currentA: number): Values => ({
  activePowerImportW: watts,
  activePowerExportW: 0,
  currentL1A: currentA,
  currentL2A: 1,
  currentL3A: 2,
});

describe("a display that is renewed every quarter of an hour", () => {
  const history = house(load(3_000, 14), load(600, 3));

  it("shows the mean of that time, and how long it is", () => {
    const { power } = view(history, 15 * MINUTE_MS);
    expect(power?.meanOfMinutes).toBe(15);
    expect(power?.netW).toBeGreaterThan(2_100);
    expect(power?.netW).toBeLessThan(2_300);
    const { netW } = power!;
    expect(power?.shown).toEqual({ valueW: netW, unit: "kW", hundredsW: netW });
  });

  it("shows the highest current of each phase in it", () => {
    const { phases, balance } = view(history, 15 * MINUTE_MS);
    expect(phases?.map(({ currentA, highestOfMinutes }) => [currentA, highestOfMinutes])).toEqual([
      [14, 15],
      [1, 15],
      [2, 15],
    ]);
    expect(balance).toMatchObject({ worst: "L1", differenceA: 13 });
  });

  it("keeps the sign of currents that have one", () => {
    const sun = house({ ...load(0, -12), activePowerExportW: 2_700 }, { ...load(0, -3), activePowerExportW: 700 });
    const { phases, power } = view(sun, 15 * MINUTE_MS);
    expect(phases?.[0]).toMatchObject({ currentA: -12, direction: "export" });
    expect(power?.netW).toBeLessThan(-1_900);
  });

  it("shows the last value, with no mean of it, while nothing comes", () => {
    const later = { ...NOON, wallMs: NOON.wallMs + 10 * MINUTE_MS, monoMs: NOON.monoMs + 10 * MINUTE_MS };
    const { power, phases } = view(history, 15 * MINUTE_MS, later);
    expect(power).toMatchObject({ state: "stale", netW: 600 });
    expect(power).not.toHaveProperty("meanOfMinutes");
    expect(phases?.[0]).not.toHaveProperty("highestOfMinutes");
  });
});

it.each([
  ["with every telegram", undefined, NOON],
  ["every four minutes", 4 * MINUTE_MS, NOON],
  ["slowly while the clock is not set", 15 * MINUTE_MS, { ...NOON, clockSet: false }],
])("a display that is renewed %s shows what is true now", (_, pictureEveryMs, now) => {
  const { power, phases } = view(house(load(3_000, 14), load(600, 3)), pictureEveryMs, now);
  expect(power).toMatchObject({ state: "fresh", netW: 600 });
  expect(power).not.toHaveProperty("meanOfMinutes");
  expect(phases?.[0]?.currentA).toBe(3);
});
