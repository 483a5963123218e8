import { describe, expect, it } from "vitest";
import { localIso } from "../../../src/meter/local-time.ts";
import { isSchedule, parseSchedule } from "../../../src/refresh/schedule.ts";

const HELSINKI = "Europe/Helsinki"; // 2026-03-29 03:00 becomes 04:00, 2026-10-25 04:00 becomes 03:00
const MINUTE_MS = 60_000;

/** Every time of a schedule in a span, as the local clock shows it, looked for as a timer does: never more than a minute ahead. */
function timesIn(expression: string, from: string, to: string, timeZone = HELSINKI): string[] {
  const schedule = parseSchedule(expression, timeZone);
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const found: string[] = [];
  for (let nowMs = fromMs; nowMs < toMs; ) {
    const nextMs = schedule(nowMs);
    if (nextMs !== undefined) found.push(localIso(nextMs, timeZone).slice(0, 16));
    nowMs = nextMs ?? nowMs + MINUTE_MS;
  }
  return found;
}

describe("a schedule", () => {
  it("names the next whole second after an instant, never that instant itself", () => {
    const each = parseSchedule("* * * * * *", "UTC");
    expect([0, 1, 999, 1000].map(each)).toEqual([1000, 1000, 1000, 2000]);
    const minutely = parseSchedule("0 * * * * *", "UTC");
    expect([-1, 0, 59_999, 60_000].map(minutely)).toEqual([0, 60_000, 60_000, 120_000]);
  });

  it("says nothing when there is no time within a minute, and names one a minute ahead", () => {
    const daily = parseSchedule("30 0 6 * * *", "UTC");
    const dueMs = Date.parse("2026-01-15T06:00:30Z");
    expect(daily(dueMs - MINUTE_MS - 1)).toBeUndefined();
    expect(daily(dueMs - MINUTE_MS)).toBe(dueMs);
    expect(daily(dueMs)).toBeUndefined();
  });

  it("goes by the clocks of its time zone, with five fields, six, names and nicknames", () => {
    const span = ["2026-01-15T21:00:00Z", "2026-01-16T23:00:00Z"] as const;
    expect(timesIn("0 0 0 * * *", ...span)).toEqual(["2026-01-16T00:00", "2026-01-17T00:00"]);
    expect(timesIn("0 0 * * sat", ...span)).toEqual(["2026-01-17T00:00"]);
    expect(timesIn("@daily", ...span)).toEqual(["2026-01-16T00:00", "2026-01-17T00:00"]);
    expect(timesIn("0 0 0 * * *", ...span, "Asia/Kathmandu")).toEqual(
      ["2026-01-16T00:00"].map(() => "2026-01-17T00:00"),
    );
  });

  it("takes the day of the leap year and the last one of the month", () => {
    expect(timesIn("0 0 12 L 2 *", "2028-02-28T00:00:00Z", "2028-03-02T00:00:00Z")).toEqual(["2028-02-29T12:00"]);
  });

  it("knows what is none", () => {
    const texts = ["0 * * * * *", "*/5 * * * *", "", "every minute", "0 0 0 32 * *", "* * * * * * *"];
    expect(texts.map(isSchedule)).toEqual([true, false, false, false, false, false]);
  });
});

describe("where the clock goes forward", () => {
  const night = ["2026-03-28T22:00:00Z", "2026-03-29T04:00:00Z"] as const;

  it("a time that is skipped is due at the change, once, however many are skipped", () => {
    expect(timesIn("0 30 3 * * *", ...night)).toEqual(["2026-03-29T04:00"]);
    expect(timesIn("0 10,30 3 * * *", ...night)).toEqual(["2026-03-29T04:00"]);
    expect(timesIn("0 30 3,4 * * *", ...night)).toEqual(["2026-03-29T04:00", "2026-03-29T04:30"]);
  });

  it("a day that begins at one o'clock has its midnight then", () => {
    const night = ["2026-09-06T02:00:00Z", "2026-09-06T08:00:00Z"] as const;
    expect(timesIn("0 0 0 * * *", ...night, "America/Santiago")).toEqual(["2026-09-06T01:00"]);
  });

  it("minutes go on without a gap", () => {
    expect(timesIn("0 * * * * *", ...night)).toHaveLength(360);
    expect(timesIn("0 0 * * * *", ...night).map((at) => at.slice(11))).toEqual([
      "01:00",
      "02:00",
      "04:00",
      "05:00",
      "06:00",
      "07:00",
    ]);
  });
});

describe("where the clock goes back", () => {
  const night = ["2026-10-24T22:00:00Z", "2026-10-25T04:00:00Z"] as const;

  it("a time that comes twice counts the first time", () => {
    expect(timesIn("0 30 3 * * *", ...night)).toEqual(["2026-10-25T03:30"]);
    expect(parseSchedule("0 30 3 * * *", HELSINKI)(Date.parse("2026-10-25T00:29:30Z"))).toBe(
      Date.parse("2026-10-25T00:30:00Z"),
    );
    expect(timesIn("0 30 3,4 * * *", ...night)).toEqual(["2026-10-25T03:30", "2026-10-25T04:30"]);
  });

  it("a change of half an hour counts as one of an hour does", () => {
    const night = ["2026-04-04T12:00:00Z", "2026-04-04T18:00:00Z"] as const; // 02:00 becomes 01:30
    expect(timesIn("0 45 1 * * *", ...night, "Australia/Lord_Howe")).toEqual(["2026-04-05T01:45"]);
  });

  it.each([
    ["0 * * * * *", 360],
    ["0 0 * * * *", 6],
    ["0 */10 0-6 * * *", 36],
  ])("%s, which names more than one time an hour or every hour, goes on through both", (expression, count) => {
    expect(timesIn(expression, ...night)).toHaveLength(count);
  });
});
