import { describe, expect, it } from "vitest";
import { panelOf } from "../../../src/panel/panels.ts";
import { lookAgainMs, panelPaceMs, picturePaceMs } from "../../../src/refresh/pace.ts";

const MINUTE_MS = 60_000;

describe("the pace of a panel", () => {
  it("is the least interval of the refreshes that it has", () => {
    expect(panelPaceMs(panelOf("waveshare-7in5-v2"))).toBe(MINUTE_MS / 2);
    expect(panelPaceMs(panelOf("waveshare-7in3-e"))).toBe(15 * MINUTE_MS);
    expect(panelPaceMs(panelOf("waveshare-7in5-b-v2"))).toBe(15 * MINUTE_MS);
  });
});

describe("a panel that shows everything already", () => {
  it("is looked at again after a tenth of its pace, and no later than after three seconds", () => {
    expect([0, 1_000, 30_000, 15 * MINUTE_MS].map(lookAgainMs)).toEqual([0, 100, 3_000, 3_000]);
  });
});

describe("the pace of pictures", () => {
  const times = { onTelegram: true, schedule: "0 * * * * *", minIntervalS: 0 };

  it.each([
    ["with every telegram", times, undefined, 0],
    ["as often as the panel may", times, 15 * MINUTE_MS, 15 * MINUTE_MS],
    ["no more often than configured", { ...times, minIntervalS: 600 }, undefined, 10 * MINUTE_MS],
    ["by the minute alone", { ...times, onTelegram: false }, undefined, MINUTE_MS],
    ["every quarter of an hour", { ...times, onTelegram: false, schedule: "0 */15 * * * *" }, 0, 15 * MINUTE_MS],
    ["once an hour", { ...times, onTelegram: false, schedule: "0 5 * * * *" }, 0, 60 * MINUTE_MS],
    ["twice a day", { ...times, onTelegram: false, schedule: "0 0 6,18 * * *" }, 0, 12 * 60 * MINUTE_MS],
  ])("is, drawn %s, the longest of its reasons", (_, refresh, panelMs, expected) => {
    expect(picturePaceMs(refresh, panelMs)).toBe(expected);
  });
});
