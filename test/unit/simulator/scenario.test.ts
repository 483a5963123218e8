import { describe, expect, it } from "vitest";
import { localIso } from "../../../src/meter/local-time.ts";
import { SCENARIOS, scenarioOf } from "../../../src/simulator/scenario.ts";
import {
  anchorIn,
  anchorSoon,
  dayWindow,
  instantAtMinute,
  leadMinutes,
  ownInstant,
  ownMinute,
  pictureWindow,
} from "../../../src/simulator/scenario-time.ts";

const ZONE = "Europe/Helsinki";
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2026-05-05T06:00:00Z");

describe("the table of scenarios", () => {
  it("has every promised scenario once", () => {
    const ids = SCENARIOS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining(["day", "morning", "evening", "sauna", "ev-charging", "solar-noon", "overload"]),
    );
    expect(ids).toEqual(
      expect.arrayContaining([
        "one-phase",
        "stale",
        "reader-offline",
        "no-data",
        "midnight",
        "dst-spring",
        "dst-autumn",
      ]),
    );
  });

  it.each(SCENARIOS)("$id has a description, a story and an instant", (scenario) => {
    expect(scenario.id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(scenario.description).not.toBe("");
    expect(scenario.happens).not.toBe("");
    expect(localIso(ownInstant(scenario, ZONE), ZONE)).toBe(scenario.at);
    for (const event of scenario.events) expect(event.toMin).toBeGreaterThan(event.fromMin);
  });

  it("refuses an unknown name with all the names and the nearest", () => {
    expect(() => scenarioOf("sunna", () => "sauna")).toThrow(
      expect.objectContaining({
        code: "SCENARIO_UNKNOWN",
        hint: expect.stringMatching(/"sauna".*day, morning.*dst-autumn/),
      }),
    );
    expect(() => scenarioOf("x")).toThrow(expect.objectContaining({ hint: expect.not.stringContaining("mean") }));
  });
});

describe("the window of a picture", () => {
  it("begins at midnight eight days before and ends with the picture's instant", () => {
    const window = pictureWindow(scenarioOf("evening"), ZONE);
    expect(localIso(window.fromMs, ZONE)).toBe("2026-01-07T00:00:00");
    expect(localIso(window.toMs, ZONE)).toBe("2026-01-15T17:25:05");
    expect(window.anchorMs).toBe(window.toMs - 1);
  });

  it("on another day has the scenario at its own time of that day", () => {
    const window = pictureWindow(scenarioOf("evening"), ZONE, START_MS);
    expect(localIso(window.anchorMs, ZONE)).toBe("2026-05-05T17:25:05");
    expect(window.toMs).toBe(START_MS + 1);
  });
});

describe("the window of a day", () => {
  it.each([
    ["day", 24],
    ["dst-spring", 23],
    ["dst-autumn", 25],
  ])("of %s has %i hours", (id, hours) => {
    const { fromMs, toMs } = dayWindow(scenarioOf(id), ZONE);
    expect(toMs - fromMs).toBe(hours * HOUR_MS);
  });
});

describe("a scenario in a stretch of time", () => {
  it("happens at its own instant where that lies inside", () => {
    const scenario = scenarioOf("overload");
    const { fromMs, toMs } = pictureWindow(scenario, ZONE);
    expect(anchorIn(scenario, ZONE, fromMs, toMs)).toBe(ownInstant(scenario, ZONE));
  });

  it("happens at its own time of day where the stretch has it", () => {
    const anchorMs = anchorIn(scenarioOf("overload"), ZONE, START_MS, START_MS + 24 * HOUR_MS);
    expect(localIso(anchorMs, ZONE)).toBe("2026-05-05T17:40:05");
    const late = Date.parse("2026-05-05T18:00:00Z");
    expect(localIso(anchorIn(scenarioOf("overload"), ZONE, late, late + 24 * HOUR_MS), ZONE)).toBe(
      "2026-05-06T17:40:05",
    );
  });

  it.each(SCENARIOS.filter(({ events }) => events.length > 0))("$id is at its height in a short one", (scenario) => {
    const anchorMs = anchorIn(scenario, ZONE, START_MS, START_MS + 10 * MINUTE_MS);
    expect(anchorMs).toBe(START_MS + 5 * MINUTE_MS);
  });

  it.each(["stale", "reader-offline"])("%s begins soon in a short one", (id) => {
    const scenario = scenarioOf(id);
    const anchorMs = anchorIn(scenario, ZONE, START_MS, START_MS + 10 * MINUTE_MS);
    expect(anchorMs - leadMinutes(scenario) * MINUTE_MS).toBe(START_MS + MINUTE_MS);
  });

  it("begins a minute after the start of a time without end", () => {
    expect(anchorSoon(scenarioOf("sauna"), START_MS, Number.POSITIVE_INFINITY)).toBe(START_MS + 33 * MINUTE_MS);
    const scenario = scenarioOf("stale");
    expect(anchorSoon(scenario, START_MS, Number.POSITIVE_INFINITY)).toBe(START_MS + 38 * MINUTE_MS);
  });
});

describe("a minute of a scenario's day", () => {
  it.each(SCENARIOS)("is for $id its own instant at its own minute", (scenario) => {
    expect(instantAtMinute(scenario, ZONE, ownMinute(scenario))).toBe(ownInstant(scenario, ZONE));
  });

  it("counts as the clock on the wall does, from midnight to midnight", () => {
    const evening = scenarioOf("evening");
    const times = [0, 61, 1439].map((minute) => localIso(instantAtMinute(evening, ZONE, minute), ZONE));
    expect(times).toEqual(["2026-01-15T00:00:05", "2026-01-15T01:01:05", "2026-01-15T23:59:05"]);
  });

  it("is as much later as was skipped where it does not exist, and the first where it comes twice", () => {
    const skipped = instantAtMinute(scenarioOf("dst-spring"), ZONE, 3 * 60 + 30);
    expect(localIso(skipped, ZONE)).toBe("2026-03-29T04:30:05");
    const twice = instantAtMinute(scenarioOf("dst-autumn"), ZONE, 3 * 60 + 30);
    expect(new Date(twice).toISOString()).toBe("2026-10-25T00:30:05.000Z");
  });
});
