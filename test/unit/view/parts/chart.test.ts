import { describe, expect, it } from "vitest";
import { NOTHING_KNOWN } from "../../../../src/history/latest.ts";
import { METER_SERIES } from "../../../../src/history/meter-series.ts";
import { Past } from "../../../../src/history/past.ts";
import { Series } from "../../../../src/history/series.ts";
import { chartView } from "../../../../src/view/parts/chart.ts";
import { NOON } from "../../../fixtures/readings.ts";

const ZONE = "Europe/Helsinki";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const powerOf = (series: Series): Past => new Past({ series, latest: NOTHING_KNOWN }, 3, NOON);
const NOTHING = powerOf(new Series(METER_SERIES, ZONE));

/** Net power that was one from an instant to another, and unknown between. */
function steady(...spans: readonly (readonly [from: string, to: string, netW: number])[]): Past {
  const ring = new Series(METER_SERIES, ZONE);
  for (const [from, to, netW] of spans) {
    ring.advance(Date.parse(to));
    ring.hold("activePowerImportW", Math.max(netW, 0), Date.parse(from), Date.parse(to));
    ring.hold("activePowerExportW", Math.max(-netW, 0), Date.parse(from), Date.parse(to));
  }
  return powerOf(ring);
}

describe("the chart", () => {
  it("has five minutes a bucket from local midnight until now, and yesterday beside it", () => {
    const nowMs = Date.parse("2026-01-15T10:02:00Z");
    const chart = chartView(steady(["2026-01-13T22:00Z", "2026-01-15T10:02Z", 400]), nowMs, ZONE);
    expect([chart.fromMs, chart.toMs]).toEqual([
      Date.parse("2026-01-14T22:00:00Z"),
      Date.parse("2026-01-15T22:00:00Z"),
    ]);
    expect(chart.bucketMs).toBe(5 * MINUTE);
    expect(chart.today).toHaveLength(12 * 12 + 1);
    expect(chart.yesterday).toHaveLength(288);
    expect(chart.today.every((bucket) => bucket?.meanW === 400)).toBe(true);
    expect(chart.hours.map(({ hour }) => hour)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
  });

  it("shows unknown time as a gap", () => {
    const ring = steady(
      ["2026-01-14T22:00Z", "2026-01-14T23:00Z", 400],
      ["2026-01-15T01:00Z", "2026-01-15T02:00Z", -700],
    );
    const { today } = chartView(ring, Date.parse("2026-01-15T02:00Z"), ZONE);
    expect(today.slice(0, 12).every((bucket) => bucket?.meanW === 400)).toBe(true);
    expect(today.slice(12, 36)).toEqual(Array.from({ length: 24 }, () => null));
    expect(today.slice(36).every((bucket) => bucket?.meanW === -700)).toBe(true);
  });

  it("fills a half-known bucket with the mean of its known half", () => {
    const ring = steady(["2026-01-14T22:00Z", "2026-01-14T22:02Z", 600]);
    expect(chartView(ring, Date.parse("2026-01-14T22:05Z"), ZONE).today).toEqual([{ meanW: 600 }]);
  });

  it("flags the greatest import of today, the first of equals, never an export and nothing below 100 W", () => {
    const ring = steady(
      ["2026-01-14T12:00Z", "2026-01-14T12:10Z", 9_000],
      ["2026-01-14T22:00Z", "2026-01-14T22:10Z", -8_000],
      ["2026-01-14T23:00Z", "2026-01-14T23:10Z", 3_000],
      ["2026-01-15T01:00Z", "2026-01-15T01:10Z", 3_000],
    );
    const nowMs = Date.parse("2026-01-15T02:00Z");
    expect(chartView(ring, nowMs, ZONE).peak).toEqual({ atMs: Date.parse("2026-01-14T23:00Z"), powerW: 3_000 });
    const calm = steady(["2026-01-14T22:00Z", "2026-01-14T23:00Z", 99]);
    expect(chartView(calm, nowMs, ZONE)).not.toHaveProperty("peak");
  });

  it("is 23 hours long on the day that summer time begins, and has no hour 3", () => {
    const chart = chartView(NOTHING, Date.parse("2026-03-29T20:00Z"), ZONE);
    expect(chart.toMs - chart.fromMs).toBe(23 * HOUR);
    expect(chart.hours.map(({ hour, atMs }) => [hour, (atMs - chart.fromMs) / HOUR])).toEqual([
      [0, 0],
      [6, 5],
      [9, 8],
      [12, 11],
      [15, 14],
      [18, 17],
      [21, 20],
      [24, 23],
    ]);
  });

  it("is 25 hours long on the day that summer time ends, hour 3 marked once", () => {
    const chart = chartView(NOTHING, Date.parse("2026-10-25T21:00Z"), ZONE);
    expect(chart.toMs - chart.fromMs).toBe(25 * HOUR);
    expect(chart.hours.map(({ hour, atMs }) => [hour, (atMs - chart.fromMs) / HOUR])).toEqual([
      [0, 0],
      [3, 3],
      [6, 7],
      [9, 10],
      [12, 13],
      [15, 16],
      [18, 19],
      [21, 22],
      [24, 25],
    ]);
  });

  it("has all of a yesterday that was an hour longer", () => {
    const chart = chartView(NOTHING, Date.parse("2026-10-26T10:00Z"), ZONE);
    expect(chart.yesterday).toHaveLength(300);
  });
});
