import { expect, it } from "vitest";
import { healthProblems } from "../../../src/web/health.ts";
import { later } from "../../fixtures/readings.ts";
import { kioskDisplayOf, kioskMeterOf, kioskOf } from "./kiosk-of.ts";

const MINUTE_MS = 60_000;

it("is well while the broker and the displays are", () => {
  expect(healthProblems(kioskOf([kioskMeterOf("house", "p1")], [kioskDisplayOf("hall")]), true)).toEqual([]);
});

it.each(["lost", "connecting", "refused"] as const)(
  "is unwell when the broker has been %s for more than five minutes",
  (kind) => {
    const kiosk = kioskOf([]);
    kiosk.state.broker = { kind, since: later(MINUTE_MS), reason: "nothing listens there" };
    kiosk.at = later(6 * MINUTE_MS);
    expect(healthProblems(kiosk, true)).toEqual([]);
    kiosk.at = later(6 * MINUTE_MS + 1);
    expect(healthProblems(kiosk, true)).toEqual([`broker ${kind} for 5 min`]);
    expect(healthProblems(kiosk, false)).toEqual([`broker ${kind} for 5 min: nothing listens there`]);
    kiosk.state.broker = { kind: "connected", since: later(0) };
    expect(healthProblems(kiosk, true)).toEqual([]);
  },
);

it("is unwell while any display has a fault, and says which and why", () => {
  const fault = { code: "BUS_IO", message: "a private\n  matter", retryAtMonoMs: 0 } as const;
  const kiosk = kioskOf(
    [],
    [kioskDisplayOf("hall"), kioskDisplayOf("attic", { fault }), kioskDisplayOf("cellar", { fault })],
  );
  expect(healthProblems(kiosk, false)).toEqual([
    "display attic: BUS_IO: a private matter",
    "display cellar: BUS_IO: a private matter",
  ]);
  expect(healthProblems(kiosk, true)).toEqual(["display attic: BUS_IO", "display cellar: BUS_IO"]);
});
