import { describe, expect, it } from "vitest";
import { parseQuietHours } from "../../../src/refresh/quiet-hours.ts";
import { policySchedules, refreshTimes, refreshTimesIn } from "../../../src/refresh/refresh-times.ts";
import { isSchedule, parseSchedule } from "../../../src/refresh/schedule.ts";

const daily = (now: string, zone = "Europe/Helsinki") =>
  new Date(refreshTimes(Date.parse(now), zone).dailyMs).toISOString();

describe("the full refresh of the day", () => {
  it.each([
    ["at its time", "2026-01-15T02:00:00Z", "2026-01-15T02:00:00.000Z"],
    ["before it: that of yesterday", "2026-01-15T01:59:59Z", "2026-01-14T02:00:00.000Z"],
    ["in the evening", "2026-01-15T20:00:00Z", "2026-01-15T02:00:00.000Z"],
    ["on a day of 23 hours", "2026-03-29T12:00:00Z", "2026-03-29T01:00:00.000Z"],
    ["on the day after it, early", "2026-03-30T00:30:00Z", "2026-03-29T01:00:00.000Z"],
    ["on a day of 25 hours", "2026-10-25T12:00:00Z", "2026-10-25T02:00:00.000Z"],
    ["in its repeated hour", "2026-10-25T01:30:00Z", "2026-10-24T01:00:00.000Z"],
  ])("is known %s", (_name, now, due) => expect(daily(now)).toBe(due));

  it("has a schedule that names the same instants", () => {
    for (const due of ["2026-01-15T02:00:00Z", "2026-03-29T01:00:00Z", "2026-10-25T02:00:00Z"]) {
      const [schedule = ""] = policySchedules();
      expect(parseSchedule(schedule, "Europe/Helsinki")(Date.parse(due) - 1_000)).toBe(Date.parse(due));
      expect(daily(due)).toBe(new Date(due).toISOString());
    }
  });
});

it("names the edges of quiet hours as schedules", () => {
  const schedules = policySchedules(parseQuietHours("22:30-06:05"));
  expect(schedules).toEqual(["0 0 4 * * *", "0 30 22 * * *", "0 5 6 * * *"]);
  expect(schedules.every(isSchedule)).toBe(true);
});

it("knows the quiet hours that last now", () => {
  const quietHours = parseQuietHours("23:00-06:00");
  expect(refreshTimes(Date.parse("2026-01-15T12:00Z"), "UTC", quietHours).quiet).toBeUndefined();
  expect(refreshTimes(Date.parse("2026-01-15T23:30Z"), "UTC", quietHours).quiet).toEqual({
    fromMs: Date.parse("2026-01-15T23:00Z"),
    untilMs: Date.parse("2026-01-16T06:00Z"),
  });
});

it("remembers the times of the last minute, and knows them of any other", () => {
  const quietHours = parseQuietHours("23:00-06:00");
  const timesAt = refreshTimesIn("Europe/Helsinki", quietHours);
  const edges = ["2026-01-15T21:00Z", "2026-01-16T02:00Z", "2026-01-16T04:00Z", "2026-03-29T01:00Z"].map(Date.parse);
  for (const instant of [...edges, ...edges.toReversed()].flatMap((ms) => [ms - 1, ms, ms + 59_999])) {
    expect(timesAt(instant)).toEqual(refreshTimes(instant, "Europe/Helsinki", quietHours));
  }
  expect(timesAt(edges[0]!)).toBe(timesAt(edges[0]! + 59_999));
});

it("refuses a time zone that nobody knows", () => {
  expect(() => refreshTimes(0, "Mars/Olympus")).toThrowError(expect.objectContaining({ code: "USAGE" }));
});
