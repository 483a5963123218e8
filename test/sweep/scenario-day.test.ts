import { describe, expect, it } from "vitest";
import { type Scenario, type ScenarioId, scenarioOf } from "../../src/simulator/scenario.ts";
import { ownMinute } from "../../src/simulator/scenario-time.ts";
import { ScenarioDays } from "../../src/web/scenario-day.ts";
import { commandView, viewOf, viewsInOrder, ZONE } from "../unit/web/told-in-order.ts";

const NEVER = new AbortController().signal;
/** Coarser than a meter; `test/slow` does the same as meters push. */
const INTERVAL_MS = 120_000;

const coarse = new ScenarioDays({ seed: 1, timeZone: ZONE, intervalMs: INTERVAL_MS });
const days = new ScenarioDays({ seed: 1, timeZone: ZONE });

/** Minutes of a scenario's day at which something begins, ends or has just been, in order. */
function minutesOf(scenario: Scenario): number[] {
  const own = ownMinute(scenario);
  const { fault, events } = scenario;
  const turns = [...events.map(({ fromMin }) => fromMin), ...(fault && "fromMin" in fault ? [fault.fromMin] : [])];
  const around = turns.flatMap((turn) => [turn - 1, turn, turn + 1]).map((turn) => Math.floor(own + turn));
  const inDay = [0, 1, 200, own, own + 20, 1439, ...around].filter((minute) => minute >= 0 && minute < 1440);
  return [...new Set(inDay)].sort((a, b) => a - b);
}

/** Days on which something ends, or the clocks change; `test/slow` looks at all of them. */
const TOLD: readonly ScenarioId[] = ["stale", "reader-offline", "midnight", "dst-autumn"];

describe.each(TOLD.map((id) => scenarioOf(id)))("the day of $id", (scenario: Scenario) => {
  it("is at each minute as if all before it had been told for it", async () => {
    const minutes = minutesOf(scenario);
    const expected = [...viewsInOrder(scenario, minutes, INTERVAL_MS)];
    expect(expected.length).toBeGreaterThanOrEqual(5);
    // Backwards: what a later minute has taken in must not be known before.
    for (const [i, minute] of [...minutes.entries()].reverse()) {
      expect(viewOf(await coarse.known(scenario, minute, NEVER)), `minute ${minute}`).toEqual(expected[i]);
    }
  });
});

// test/slow does the same with days that hold telegrams; those take seconds each.
it("the day of a meter that says nothing is as the command line sees it", async () => {
  const scenario = scenarioOf("no-data");
  expect(viewOf(await days.known(scenario, 0, NEVER))).toEqual(await commandView(scenario, 0));
});

describe("a fault of the reader", () => {
  it("is known from the minute on at which it comes, and not before", async () => {
    const scenario = scenarioOf("reader-offline");
    const at = async (minute: number) => (await coarse.known(scenario, minute, NEVER)).history.latest.reader;
    expect(await at(1198)).toMatchObject({ online: false });
    expect(await at(1197)).toMatchObject({ online: true });
    expect(await at(1439)).toMatchObject({ online: false });
  });
});

describe("a day that is being simulated", () => {
  const scenario = scenarioOf("sauna");

  it("ends when it is aborted, and goes on from there when it is asked for again", async () => {
    const interrupted = new ScenarioDays({ seed: 3, timeZone: ZONE, intervalMs: INTERVAL_MS });
    let aborts = 0;
    for (; aborts < 1_000; aborts++) {
      const abort = new AbortController();
      setImmediate(() => abort.abort(new Error("not wanted any more")));
      const known = interrupted.known(scenario, 10, abort.signal);
      const result = await known.then(
        () => "known",
        (thrown: Error) => thrown.message,
      );
      if (result === "known") break;
      expect(result).toBe("not wanted any more");
    }
    expect(aborts).toBeGreaterThan(1);
    expect(aborts).toBeLessThan(1_000);
    const whole = await new ScenarioDays({ seed: 3, timeZone: ZONE, intervalMs: INTERVAL_MS }).known(
      scenario,
      10,
      NEVER,
    );
    expect(viewOf(await interrupted.known(scenario, 10, NEVER))).toEqual(viewOf(whole));
  });

  it("does nothing for one who has gone already", async () => {
    const gone = AbortSignal.abort(new Error("gone"));
    await expect(coarse.known(scenario, 0, gone)).rejects.toThrow("gone");
  });
});

it("is another day for another house", async () => {
  const scenario = scenarioOf("midnight");
  const [here, there] = await Promise.all(
    [1, 7].map(async (seed) => {
      const house = new ScenarioDays({ seed, timeZone: ZONE, intervalMs: INTERVAL_MS });
      return viewOf(await house.known(scenario, 600, NEVER));
    }),
  );
  expect(here?.nowMs).toBe(there?.nowMs);
  expect(here?.chart).not.toEqual(there?.chart);
});
