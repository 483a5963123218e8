import { expect, it } from "vitest";
import { ailments } from "../../../src/preview/health.ts";
import { later } from "../../fixtures/told.ts";
import { displayLineOf, kioskOf, meterLineOf } from "./kiosk-of.ts";

const MINUTE_MS = 60_000;

it("is well while the broker and the displays are", () => {
  expect(ailments(kioskOf([meterLineOf("house", "p1")], [displayLineOf("hall")]))).toEqual([]);
});

it.each(["lost", "connecting", "refused"] as const)(
  "is unwell when the broker has been %s for more than five minutes",
  (kind) => {
    const kiosk = kioskOf([]);
    kiosk.state.broker = { kind, since: later(MINUTE_MS) };
    kiosk.at = later(6 * MINUTE_MS);
    expect(ailments(kiosk)).toEqual([]);
    kiosk.at = later(6 * MINUTE_MS + 1);
    expect(ailments(kiosk)).toEqual(["broker"]);
    kiosk.state.broker = { kind: "connected", since: later(0) };
    expect(ailments(kiosk)).toEqual([]);
  },
);

it("is unwell while any display has a fault, and names no more than that", () => {
  const fault = { code: "BUS_IO", message: "a private matter", retryAtMonoMs: 0 } as const;
  const kiosk = kioskOf(
    [],
    [displayLineOf("hall"), displayLineOf("attic", { fault }), displayLineOf("cellar", { fault })],
  );
  expect(ailments(kiosk)).toEqual(["display"]);
});
