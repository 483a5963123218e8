import { expect, it } from "vitest";
import { asKnown } from "../../../../src/page/values/told.ts";
import { houseLine } from "../../../fixtures/house-line.ts";

it("leaves nothing fresh on a page that has lost its kiosk or its broker", () => {
  const line = houseLine();
  line.take("telegram", '{"v":1,"obis":{"1-0:1.7.0":1234,"1-0:31.7.0":5100}}');
  line.take("diagnostics", '{"rssi":-61}', 0, true);
  const dashboard = line.at();
  expect(JSON.stringify(dashboard)).toContain('"fresh"');
  const known = asKnown(dashboard);
  expect(JSON.stringify(known)).not.toContain('"fresh"');
  expect(known.view.power).toMatchObject({ state: "stale", netW: 1_234 });
  expect(known.rows.find(({ path }) => path === "rssi")?.state).toBe("retained");
});
