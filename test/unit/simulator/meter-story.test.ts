import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { type Scenario, type ScenarioId, scenarioOf } from "../../../src/simulator/scenario.ts";
import { addSimulated, scenarioKnown } from "../../../src/simulator/scenario-history.ts";
import { pictureWindow } from "../../../src/simulator/scenario-time.ts";
import { type SimTelegram, type SimValues, simulate } from "../../../src/simulator/simulate.ts";
import { SIMULATED_METER } from "../../../src/simulator/simulated-meter.ts";
import { buildView } from "../../../src/view/build-view.ts";

const ZONE = "Europe/Helsinki";
const HOUR_MS = 3_600_000;

/** What happens in the ten hours up to a scenario's own instant. */
function storyOf(id: ScenarioId) {
  const scenario: Scenario = scenarioOf(id);
  const { toMs, anchorMs, fromMs } = pictureWindow(scenario, ZONE);
  const items = [
    ...simulate({ scenario, seed: 1, timeZone: ZONE, anchorMs, fromMs: Math.max(fromMs, toMs - 10 * HOUR_MS), toMs }),
  ];
  return { scenario, items, atMs: toMs - 1, anchorMs };
}

/** What a display knows at the scenario's own instant, of those ten hours alone. */
function viewOf(id: ScenarioId) {
  const { scenario, items, atMs, anchorMs } = storyOf(id);
  const history = new History({ timeZone: ZONE });
  for (const item of items) addSimulated(history, item, scenario);
  const known = scenarioKnown(scenario, history, atMs, anchorMs);
  const parts = ["power", "phases", "phaseNow", "totals", "subMeters", "life"] as const;
  return buildView({ ...known, meter: SIMULATED_METER, locale: "en-GB", parts: [...parts] });
}

const valuesOf = (items: readonly SimTelegram[]) => items.filter((item): item is SimValues => "values" in item);

describe("a meter with a story", () => {
  it("of no voltages reports everything else", () => {
    const { phases = [] } = viewOf("no-voltages").phaseNow ?? {};
    expect(phases.map(({ voltageV, powerW }) => [voltageV, typeof powerW])).toEqual(
      Array.from({ length: 3 }, () => [undefined, "number"]),
    );
  });

  it("of a silent phase reports the other two", () => {
    const { phases = [] } = viewOf("phase-missing");
    expect(phases.map(({ state }) => state)).toEqual(["fresh", "absent", "fresh"]);
  });

  it("that was exchanged begins at zero once, and never falls again", () => {
    const telegrams = valuesOf(storyOf("meter-exchanged").items);
    expect(telegrams.filter(({ isNewMeter }) => isNewMeter)).toHaveLength(1);
    const counters = telegrams.map(({ values }) => values.activeEnergyImportWh ?? Number.NaN);
    const falls = counters.flatMap((wh, i) => (i > 0 && wh < counters[i - 1]! ? [wh] : []));
    expect(falls).toEqual([0]);
  });

  it("goes on with the day's sum over the exchange", () => {
    const { totals } = viewOf("meter-exchanged");
    expect(totals?.counterImportWh).toBeLessThan(20_000);
    expect(totals?.today.importWh).toBeGreaterThan(totals?.counterImportWh ?? Number.NaN);
  });

  it("with sub-meters has their counters at their own times, and they never fall", () => {
    const telegrams = valuesOf(storyOf("sub-meters").items);
    const gas = telegrams.map(({ values }) => values.gasVolumeC1M3 ?? Number.NaN);
    expect(gas.every((m3, i) => i === 0 || m3 >= gas[i - 1]!)).toBe(true);
    const [first, second] = viewOf("sub-meters").subMeters ?? [];
    expect(first).toMatchObject({ medium: "gas", state: "fresh", atMs: Date.parse("2026-01-15T15:00:00Z") });
    expect(second).toMatchObject({ medium: "water", state: "fresh", atMs: Date.parse("2026-01-15T15:20:00Z") });
    expect(first?.today?.amount).toBeGreaterThan(1);
  });
});

describe("no old number is a present one", () => {
  it.each<[ScenarioId, string, string]>([
    ["stale-seconds", "stale", "meter-silent"],
    ["stale-hours", "stale", "meter-silent"],
    ["broker-gone", "stale", "broker-gone"],
  ])("in %s", (id, state, code) => {
    const { power, life } = viewOf(id);
    expect(power?.state).toBe(state);
    expect(life?.problems.map((problem) => problem.code)).toEqual([code]);
  });

  it("after a day of silence there is none at all", () => {
    const scenario = scenarioOf("stale-day");
    const window = pictureWindow(scenario, ZONE);
    const history = new History({ timeZone: ZONE });
    const options = { scenario, seed: 1, timeZone: ZONE, ...window, fromMs: window.toMs - 27 * HOUR_MS };
    for (const item of simulate(options)) addSimulated(history, item, scenario);
    const known = scenarioKnown(scenario, history, window.toMs - 1, window.anchorMs);
    const { power } = buildView({ ...known, meter: SIMULATED_METER, locale: "en-GB", parts: ["power"] });
    expect(power).toEqual({ state: "absent" });
  });
});

it("a display without the time has values, and no day", () => {
  const view = viewOf("clock-not-set");
  expect(view.clockSet).toBe(false);
  expect(view.power?.state).toBe("fresh");
  expect(view.totals?.today).toEqual({});
  expect(view.life?.problems).toEqual([{ code: "clock-not-set" }]);
});
