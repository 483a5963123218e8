import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  epochOfLocal,
  isTimeZone,
  localIso,
  localParts,
  startOfLocalDay,
  startOfLocalHour,
  startOfLocalMonth,
} from "../../../src/meter/local-time.ts";

const HELSINKI = "Europe/Helsinki";
const HOUR_MS = 3_600_000;
/** How long the local day lasts that holds this instant. */
function dayLengthMs(iso: string): number {
  return startOfLocalDay(utc(iso), HELSINKI, 1) - startOfLocalDay(utc(iso), HELSINKI);
}
const utc = (iso: string): number => Date.parse(iso);

describe("days", () => {
  it("start at local midnight, in winter and in summer", () => {
    expect(startOfLocalDay(utc("2026-01-15T18:00:00Z"), HELSINKI)).toBe(utc("2026-01-14T22:00:00Z"));
    expect(startOfLocalDay(utc("2026-06-15T18:00:00Z"), HELSINKI)).toBe(utc("2026-06-14T21:00:00Z"));
  });

  it("hold their own first instant and not their last midnight", () => {
    const midnight = utc("2026-01-14T22:00:00Z");
    expect(startOfLocalDay(midnight, HELSINKI)).toBe(midnight);
    expect(startOfLocalDay(midnight - 1, HELSINKI)).toBe(midnight - 24 * HOUR_MS);
    expect(startOfLocalDay(midnight, HELSINKI, 1)).toBe(midnight + 24 * HOUR_MS);
  });

  it("last 23 hours when summer time begins and 25 when it ends", () => {
    expect(dayLengthMs("2026-03-29T12:00:00Z")).toBe(23 * HOUR_MS);
    expect(dayLengthMs("2026-10-25T12:00:00Z")).toBe(25 * HOUR_MS);
    expect(dayLengthMs("2026-10-26T12:00:00Z")).toBe(24 * HOUR_MS);
  });

  it("are counted by the calendar across a change of the clock", () => {
    expect(startOfLocalDay(utc("2026-03-30T12:00:00Z"), HELSINKI, -3)).toBe(utc("2026-03-26T22:00:00Z"));
    expect(startOfLocalDay(utc("2026-10-27T12:00:00Z"), HELSINKI, -8)).toBe(utc("2026-10-18T21:00:00Z"));
  });

  it("know the leap day", () => {
    const leap = startOfLocalDay(utc("2028-02-28T12:00:00Z"), HELSINKI, 1);
    expect(localIso(leap, HELSINKI)).toBe("2028-02-29T00:00:00");
    expect(localIso(startOfLocalDay(leap, HELSINKI, 1), HELSINKI)).toBe("2028-03-01T00:00:00");
  });

  it("start after the gap where the clock skips midnight", () => {
    expect(startOfLocalDay(utc("2024-09-08T12:00:00Z"), "America/Santiago")).toBe(utc("2024-09-08T04:00:00Z"));
  });

  it("start on the half hour of UTC where the zone is off by one", () => {
    expect(startOfLocalDay(utc("2026-01-15T18:00:00Z"), "Asia/Kolkata")).toBe(utc("2026-01-14T18:30:00Z"));
    expect(startOfLocalDay(utc("2026-01-15T18:00:00Z"), "Asia/Kathmandu")).toBe(utc("2026-01-14T18:15:00Z"));
  });
});

describe("months", () => {
  it("start at local midnight of the first", () => {
    expect(startOfLocalMonth(utc("2026-07-31T21:30:00Z"), HELSINKI)).toBe(utc("2026-07-31T21:00:00Z"));
    expect(startOfLocalMonth(utc("2026-01-15T00:00:00Z"), HELSINKI)).toBe(utc("2025-12-31T22:00:00Z"));
  });

  it("move over the turn of the year", () => {
    expect(startOfLocalMonth(utc("2026-01-15T00:00:00Z"), HELSINKI, -1)).toBe(utc("2025-11-30T22:00:00Z"));
    expect(startOfLocalMonth(utc("2026-12-15T00:00:00Z"), HELSINKI, 1)).toBe(utc("2026-12-31T22:00:00Z"));
  });
});

describe("hours", () => {
  it("of the same name are two when summer time ends", () => {
    expect(startOfLocalHour(utc("2026-10-25T00:40:00Z"), HELSINKI)).toBe(utc("2026-10-25T00:00:00Z"));
    expect(startOfLocalHour(utc("2026-10-25T01:40:00Z"), HELSINKI)).toBe(utc("2026-10-25T01:00:00Z"));
    expect(localParts(utc("2026-10-25T00:40:00Z"), HELSINKI)).toMatchObject({
      hour: 3,
      minute: 40,
      offsetMinutes: 180,
    });
    expect(localParts(utc("2026-10-25T01:40:00Z"), HELSINKI)).toMatchObject({
      hour: 3,
      minute: 40,
      offsetMinutes: 120,
    });
  });

  it("jump from 02 to 04 when summer time begins", () => {
    expect(localParts(utc("2026-03-29T00:59:59Z"), HELSINKI)).toMatchObject({ hour: 2, minute: 59, second: 59 });
    expect(localParts(utc("2026-03-29T01:00:00Z"), HELSINKI)).toMatchObject({ hour: 4, minute: 0, offsetMinutes: 180 });
  });

  it("start on the half hour of UTC in a zone that is off by one", () => {
    expect(startOfLocalHour(utc("2026-01-15T18:10:00Z"), "Asia/Kolkata")).toBe(utc("2026-01-15T17:30:00Z"));
  });

  it("are cut where the clock moves by half an hour", () => {
    const cut = utc("2026-04-04T15:00:00Z"); // Lord Howe: 02:00 becomes 01:30
    expect(startOfLocalHour(cut + 10 * 60_000, "Australia/Lord_Howe")).toBe(cut);
    expect(startOfLocalHour(cut - 1, "Australia/Lord_Howe")).toBe(cut - HOUR_MS);
  });
});

describe("the calendar", () => {
  it("has all parts, the week beginning on Monday", () => {
    expect(localParts(utc("2026-01-18T22:00:05Z"), HELSINKI)).toEqual({
      year: 2026,
      month: 1,
      day: 19,
      weekday: 1,
      hour: 0,
      minute: 0,
      second: 5,
      offsetMinutes: 120,
    });
    expect(localParts(utc("2026-01-18T12:00:00Z"), HELSINKI).weekday).toBe(7);
  });

  it("is written without zone and without fractions", () => {
    expect(localIso(utc("2026-01-15T16:00:00.999Z"), HELSINKI)).toBe("2026-01-15T18:00:00");
  });

  it("agrees with Intl over years and zones", () => {
    const zones = [HELSINKI, "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"];
    const style = { dateStyle: "short", timeStyle: "medium", hourCycle: "h23" } as const;
    const format = new Map(zones.map((timeZone) => [timeZone, new Intl.DateTimeFormat("sv", { ...style, timeZone })]));
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: utc("2015-01-01T00:00:00Z"), max: utc("2037-01-01T00:00:00Z") }),
        (timeZone, ms) => {
          expect(localIso(ms, timeZone)).toBe(format.get(timeZone)?.format(ms).replace(" ", "T"));
          expect(startOfLocalDay(ms, timeZone)).toBeLessThanOrEqual(ms);
          expect(startOfLocalDay(ms, timeZone, 1)).toBeGreaterThan(ms);
          expect(ms - startOfLocalHour(ms, timeZone)).toBeLessThan(HOUR_MS);
        },
      ),
    );
  });
});

describe("a local time", () => {
  it("names one instant", () => {
    expect(epochOfLocal("2026-01-15T18:00:00", HELSINKI)).toBe(utc("2026-01-15T16:00:00Z"));
    expect(epochOfLocal("2026-06-15T18:00", HELSINKI)).toBe(utc("2026-06-15T15:00:00Z"));
    expect(epochOfLocal("2026-06-15", HELSINKI)).toBe(utc("2026-06-14T21:00:00Z"));
  });

  it("that comes twice is the first, that is skipped comes later", () => {
    expect(epochOfLocal("2026-10-25T03:30:00", HELSINKI)).toBe(utc("2026-10-25T00:30:00Z"));
    expect(epochOfLocal("2026-03-29T03:30:00", HELSINKI)).toBe(utc("2026-03-29T01:30:00Z"));
  });

  it.each(["2026-02-30T00:00:00", "2026-01-15T18:00:00Z", "2026-01-15 18:00", "tomorrow", ""])("is not %j", (text) => {
    expect(() => epochOfLocal(text, HELSINKI)).toThrow(expect.objectContaining({ code: "USAGE" }));
  });
});

describe("time zones", () => {
  it.each([HELSINKI, "UTC", "Asia/Kathmandu", "Etc/GMT-2"])("include %s", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(["", "Helsinki", "+02:00", "2026-01-15T00:00[UTC]", "Europe/"])("do not include %j", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  it("that are unknown are refused by name", () => {
    expect(() => localParts(0, "Europe/Atlantis")).toThrow(
      expect.objectContaining({ code: "USAGE", message: expect.stringContaining("Europe/Atlantis") }),
    );
  });

  it("without any change of the clock always keep one offset", () => {
    expect(localIso(0, "UTC")).toBe("1970-01-01T00:00:00");
    expect(localParts(utc("2200-07-01T00:00:00Z"), "Etc/GMT-2").offsetMinutes).toBe(120);
  });
});
