import { describe, expect, it } from "vitest";
import { type Period, periodsOf } from "../../../src/history/periods.ts";

const spans = (from: string, to: string, period: Period, timeZone: string) => [
  ...periodsOf(Date.parse(from), Date.parse(to), period, timeZone),
];
const starts = (from: string, to: string, period: Period, timeZone: string) =>
  spans(from, to, period, timeZone).map(([fromMs]) => new Date(fromMs).toISOString().slice(0, 16));

describe("the periods of a span", () => {
  it("are local ones, the first and the last cut", () => {
    expect(starts("2026-01-31T20:30Z", "2026-02-01T00:10Z", "hour", "Europe/Helsinki")).toEqual([
      "2026-01-31T20:30",
      "2026-01-31T21:00",
      "2026-01-31T22:00",
      "2026-01-31T23:00",
      "2026-02-01T00:00",
    ]);
    expect(starts("2026-01-30T20:30Z", "2026-02-01T00:10Z", "day", "Europe/Helsinki")).toEqual([
      "2026-01-30T20:30",
      "2026-01-30T22:00",
      "2026-01-31T22:00",
    ]);
    expect(starts("2026-01-30T20:30Z", "2026-03-01T00:00Z", "month", "Europe/Helsinki")).toEqual([
      "2026-01-30T20:30",
      "2026-01-31T22:00",
      "2026-02-28T22:00",
    ]);
    expect(spans("2026-01-01T00:00Z", "2026-01-01T00:00Z", "hour", "UTC")).toEqual([]);
  });

  it.each([
    ["on the day on which summer time begins", "2026-03-28T22:00Z", "2026-03-29T21:00Z", "Europe/Helsinki", 23],
    ["on the day on which it ends", "2026-10-24T21:00Z", "2026-10-25T22:00Z", "Europe/Helsinki", 25],
    ["in a zone of half an hour", "2026-01-14T18:30Z", "2026-01-15T18:30Z", "Asia/Kolkata", 24],
    ["in a zone of three quarters", "2026-01-14T18:15Z", "2026-01-15T18:15Z", "Asia/Kathmandu", 24],
  ])("are hours of one hour %s", (_when, from, to, timeZone, count) => {
    const hours = spans(from, to, "hour", timeZone);
    expect(hours).toHaveLength(count);
    expect(new Set(hours.map(([fromMs, toMs]) => toMs - fromMs))).toEqual(new Set([3_600_000]));
    expect(spans(from, to, "day", timeZone)).toHaveLength(1);
  });
});
