import { describe, expect, it } from "vitest";
import { SCENARIOS, type Scenario } from "../../src/simulator/scenario.ts";
import { ownMinute } from "../../src/simulator/scenario-time.ts";
import { ScenarioDays } from "../../src/web/scenario-day.ts";
import { commandView, viewOf, ZONE } from "../unit/web/told-in-order.ts";

const days = new ScenarioDays({ seed: 1, timeZone: ZONE });

describe.each(SCENARIOS)("the gallery's day of $id", (scenario: Scenario) => {
  const own = ownMinute(scenario);

  it.each([0, 200, Math.max(0, own - 17), own, 1439])("is at minute %i as the command line sees it", async (minute) => {
    const known = await days.known(scenario, minute, new AbortController().signal);
    expect(viewOf(known)).toEqual(await commandView(scenario, minute));
  });
});
