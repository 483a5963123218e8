import { expect, it } from "vitest";
import type { DashboardUpdate } from "../../../src/dashboard/dashboard.ts";
import { valuesFeed } from "../../../src/web/values-feed.ts";
import { later } from "../../fixtures/readings.ts";
import { kioskMeterOf, kioskOf, tell } from "./kiosk-of.ts";

const said = (text: string | undefined) => (text === undefined ? undefined : (JSON.parse(text) as DashboardUpdate));

it("tells everything, then nothing, then what has changed, and what became stale without any message", () => {
  const house = kioskMeterOf("house", "p1");
  const kiosk = kioskOf([house]);
  const feed = valuesFeed(kiosk, () => () => {}, "house");
  tell(house, "momentary_active_import", "1.5", 0);
  tell(house, "momentary_active_import", "1.5", 10_000);
  tell(house, "current_phase_1", "6.2", 10_000);
  kiosk.at = later(11_000);
  const first = said(feed.next());
  expect(first?.rows?.map(({ value, state }) => [value, state])).toEqual([
    ["1500", "fresh"],
    ["6.2", "fresh"],
  ]);
  kiosk.at = later(12_000.4);
  expect(feed.next()).toBeUndefined();
  tell(house, "current_phase_1", "7.3", 13_000);
  kiosk.at = later(13_001);
  expect(said(feed.next())?.rows?.map(({ value }) => value)).toEqual(["7.3"]);
  expect(feed.next()).toBeUndefined();
  kiosk.at = later(20 * 60_000);
  expect(said(feed.next())?.rows?.map(({ value, state }) => [value, state])).toEqual([
    ["1500", "stale"],
    ["7.3", "stale"],
  ]);
});

it("says nothing more of a meter that is gone", () => {
  const kiosk = kioskOf([kioskMeterOf("house", "p1")]);
  const feed = valuesFeed(kiosk, () => () => {}, "house");
  expect(feed.next()).toBeDefined();
  kiosk.state.meters = [];
  expect(feed.next()).toBeUndefined();
});

it("says nothing while only the two clocks waver against each other", () => {
  const house = kioskMeterOf("house", "p1");
  const kiosk = kioskOf([house]);
  tell(house, "momentary_active_import", "1.5", 0.3);
  const feed = valuesFeed(kiosk, () => () => {}, "house");
  kiosk.at = later(1_000);
  feed.next();
  for (let i = 1; i < 50; i++) {
    const now = later(1_000 + i * 100.37);
    kiosk.at = { ...now, wallMs: Math.floor(now.wallMs) };
    expect(feed.next()).toBeUndefined();
  }
});
