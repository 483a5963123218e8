import { expect, it } from "vitest";
import { asKnown } from "../../../src/page/values/told.ts";
import { houseLine } from "../../fixtures/house-line.ts";

const HOUR_MS = 3_600_000;

it("has the energy of today, which is not fresh once its counter is old or nobody knows", () => {
  const house = houseLine();
  house.take("sensor/cumulative_active_import/state", "1000.000", 0);
  house.take("sensor/cumulative_active_import/state", "1002.500", HOUR_MS);
  house.flush();
  const { energy } = house.at(HOUR_MS).view;
  expect(energy.today.importWh).toBeCloseTo(2_500);
  expect(energy.yesterday).toEqual({});
  expect(energy.state).toBe("fresh");
  expect(asKnown(house.at(HOUR_MS)).view.energy.state).toBe("stale");
  expect(house.at(8 * HOUR_MS).view.energy.state).toBe("stale");
});
