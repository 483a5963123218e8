import { describe, expect, it } from "vitest";
import { Series, type SeriesTable } from "../../../src/history/series.ts";
import { localDayOf, startOfLocalDay } from "../../../src/meter/local-time.ts";
import { NOON_MS } from "../../fixtures/readings.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = "Europe/Helsinki";

const TABLE: SeriesTable = {
  room: { kind: "gauge" },
  garden: { kind: "gauge" },
  pump: { kind: "counter" },
  price: { kind: "gauge", mayBeInFuture: true },
};

const fresh = () => new Series(TABLE, ZONE);

/** Has a gauge hold one value between two instants after noon, the clock being at the second. */
function hold(series: Series, value: number, fromMs: number, toMs: number, key = "room"): Series {
  series.advance(NOON_MS + toMs);
  series.hold(key, value, NOON_MS + fromMs, NOON_MS + toMs);
  return series;
}

/** Has a gauge hold the number of each of these minutes after noon for the whole of it. */
function holdMinutes(series: Series, ...minutes: readonly number[]): Series {
  for (const minute of minutes) hold(series, minute, minute * MINUTE, (minute + 1) * MINUTE);
  return series;
}

function count(series: Series, afterMs: number, value: number, number = 0): Series {
  series.advance(NOON_MS + afterMs);
  series.count("pump", { atMs: NOON_MS + afterMs, value, series: number });
  return series;
}

const minuteAt = (series: Series, afterMs: number, key = "room") =>
  series.gauge(key, { tier: "minute", slot: Math.floor((NOON_MS + afterMs) / MINUTE) });
const means = (series: Series, ...minutes: readonly number[]) =>
  minutes.map((minute) => minuteAt(series, minute * MINUTE)?.mean);
const quarterAt = (series: Series, afterMs: number, key = "room") =>
  series.gauge(key, { tier: "quarter", slot: Math.floor((NOON_MS + afterMs) / (15 * MINUTE)) });
const points = (series: Series, fromMs = -DAY, toMs = DAY) =>
  series
    .points("pump", NOON_MS + fromMs, NOON_MS + toMs, NOON_MS - 8 * DAY)
    .map(({ atMs, value, series: number }) => [atMs - NOON_MS, value, number]);

describe("a minute of a gauge", () => {
  it("has mean, least and greatest over the time for which each value held, and how long and from when that was", () => {
    const series = hold(fresh(), 100, 5 * SECOND, 15 * SECOND);
    hold(series, 400, 15 * SECOND, 45 * SECOND);
    expect(minuteAt(series, 59_999)).toEqual({
      atMs: NOON_MS + 5 * SECOND,
      heldMs: 40 * SECOND,
      mean: 325,
      min: 100,
      max: 400,
    });
  });

  it("has its part of a value that held over several", () => {
    const series = hold(fresh(), 600, 50 * SECOND, 2 * MINUTE + 10 * SECOND);
    expect([0, 1, 2, 3].map((minute) => minuteAt(series, minute * MINUTE)?.heldMs)).toEqual([
      10 * SECOND,
      MINUTE,
      10 * SECOND,
      undefined,
    ]);
  });

  it("keeps negative values: an exporting phase has a negative current", () => {
    const series = hold(fresh(), -4, 0, 30 * SECOND);
    expect(minuteAt(hold(series, -2, 30 * SECOND, MINUTE), 0)).toMatchObject({ mean: -3, min: -4, max: -2 });
  });

  it("is undefined where nothing held, of this key or at all", () => {
    const series = holdMinutes(fresh(), 0, 2);
    expect(means(series, -1, 0, 1, 2, 3)).toEqual([undefined, 0, undefined, 2, undefined]);
    expect(minuteAt(series, 0, "garden")).toBeUndefined();
    expect(minuteAt(series, 0, "attic")).toBeUndefined();
  });

  it("stays for eight days at least, and makes room at last", () => {
    const series = holdMinutes(fresh(), 0);
    for (let day = 1; day <= 8; day++) hold(series, day, day * DAY, day * DAY + MINUTE);
    expect(means(series, 0)).toEqual([0]);
    for (let day = 9; day <= 10; day++) hold(series, day, day * DAY, day * DAY + MINUTE);
    expect(means(series, 0)).toEqual([undefined]);
    expect(quarterAt(series, 0)).toMatchObject({ mean: 0, heldMs: MINUTE });
  });

  it("is not taken from the future, but for a key that may be known before its time", () => {
    const series = fresh();
    series.advance(NOON_MS);
    for (const key of ["room", "price"]) series.hold(key, 7, NOON_MS, NOON_MS + DAY);
    series.count("pump", { atMs: NOON_MS + SECOND, value: 1, series: 0 });
    expect(minuteAt(series, 0)).toBeUndefined();
    expect(points(series)).toEqual([]);
    expect([0, 6 * HOUR, DAY - 1, DAY].map((ms) => minuteAt(series, ms, "price")?.mean)).toEqual([7, 7, 7, undefined]);
    expect(quarterAt(series, 6 * HOUR, "price")).toMatchObject({ mean: 7, heldMs: 15 * MINUTE });
  });
});

describe("a key that the series does not have", () => {
  it("is refused, and one of the other kind too", () => {
    const series = fresh();
    series.advance(NOON_MS);
    expect(() => series.hold("attic", 1, 0, NOON_MS)).toThrow(RangeError);
    expect(() => series.hold("pump", 1, 0, NOON_MS)).toThrow(RangeError);
    expect(() => series.count("room", { atMs: NOON_MS, value: 1, series: 0 })).toThrow(RangeError);
  });
});

describe("quarters and days", () => {
  it("are made from minutes, the running ones too", () => {
    const series = holdMinutes(fresh(), 0, 1, 2, 15);
    expect(quarterAt(series, 0)).toEqual({ atMs: NOON_MS, heldMs: 3 * MINUTE, mean: 1, min: 0, max: 2 });
    expect(quarterAt(series, 15 * MINUTE)).toMatchObject({ heldMs: MINUTE, mean: 15 });
    const day = series.gauge("room", { tier: "day", slot: Math.floor(NOON_MS / DAY) });
    expect(day).toMatchObject({ heldMs: 4 * MINUTE, mean: 4.5, min: 0, max: 15 });
  });

  it.each([
    ["Europe/Helsinki", "2026-03-29T12:00Z", 23],
    ["Europe/Helsinki", "2026-10-25T12:00Z", 25],
    ["Asia/Kathmandu", "2026-06-01T12:00Z", 24],
    ["Australia/Adelaide", "2026-10-04T00:00Z", 23],
    ["Australia/Lord_Howe", "2026-04-05T00:00Z", 24.5],
  ])("are whole in %s on the day of %s, which has %d hours", (zone, iso, hours) => {
    const series = new Series(TABLE, zone);
    const [fromMs, toMs] = [startOfLocalDay(Date.parse(iso), zone), startOfLocalDay(Date.parse(iso), zone, 1)];
    series.advance(toMs + 2 * DAY);
    series.hold("room", 5, fromMs - DAY, fromMs);
    series.hold("room", 20, fromMs, toMs);
    series.hold("room", 90, toMs, toMs + DAY);
    const day = localDayOf(fromMs, zone);
    const rows = [day - 1, day, day + 1].map((each) => series.gauge("room", { tier: "day", slot: each }));
    expect(rows.map((row) => [row?.min, row?.max])).toEqual([
      [5, 5],
      [20, 20],
      [90, 90],
    ]);
    expect(rows[1]).toMatchObject({ atMs: fromMs, heldMs: hours * HOUR });
  });
});

describe("a clock that is set back", () => {
  it("erases nothing: later minutes stay until they come again, and are then written from nothing", () => {
    const series = fresh();
    for (const minute of [0, 1, 2, 3, 4])
      count(holdMinutes(series, minute), (minute + 1) * MINUTE - SECOND, 100 + minute);
    hold(series, 7, MINUTE, 2 * MINUTE + SECOND, "garden");
    expect(means(series, 0, 1, 2, 3, 4)).toEqual([0, 1, 2, 3, 4]);
    holdMinutes(series, 3);
    expect(means(series, 2, 3, 4)).toEqual([2, 3, 4]);
    hold(series, 30, 3 * MINUTE, 4 * MINUTE);
    expect(points(series).map(([, value]) => value)).toEqual([100, 101, 102, 104]);
  });

  it("keeps quarters and days true to the minutes", () => {
    const series = holdMinutes(fresh(), ...Array.from({ length: 30 }, (_, minute) => minute));
    expect(quarterAt(series, 15 * MINUTE)).toMatchObject({ max: 29, heldMs: 15 * MINUTE });
    hold(series, 500, 10 * MINUTE, 11 * MINUTE);
    hold(series, 1, 15 * MINUTE, 30 * MINUTE);
    expect(quarterAt(series, 15 * MINUTE)).toMatchObject({ min: 1, max: 1, heldMs: 15 * MINUTE });
  });

  it("for a moment costs nothing but the minutes that come again", () => {
    const series = holdMinutes(fresh(), 0, 1, 2, 3, 4);
    series.advance(NOON_MS - 2 * DAY);
    holdMinutes(series, 5);
    expect(means(series, 0, 1, 2, 3, 4, 5)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("after it had jumped ahead by years costs one day of minutes at most", () => {
    const series = fresh();
    for (let day = 0; day < 9; day++) hold(series, day, day * DAY, day * DAY + MINUTE);
    hold(series, 70, 3_000 * DAY, 3_000 * DAY + MINUTE);
    holdMinutes(series, 8 * 24 * 60 + 1);
    const days = Array.from({ length: 9 }, (_, day) => minuteAt(series, day * DAY)?.mean);
    expect(days).toEqual([undefined, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe("a counter", () => {
  const series = fresh();
  count(series, 10 * SECOND, 1_000);
  count(series, 50 * SECOND, 1_003);
  count(series, 5 * MINUTE + 20 * SECOND, 1_020);
  count(series, 5 * MINUTE + 40 * SECOND, 1_020);
  count(series, 6 * MINUTE, 7, 1);

  it("is known by its last value within each minute, when that was first seen, and its series", () => {
    expect(points(series)).toEqual([
      [50 * SECOND, 1_003, 0],
      [5 * MINUTE + 20 * SECOND, 1_020, 0],
      [6 * MINUTE, 7, 1],
    ]);
  });

  it("is given between two instants, to the millisecond", () => {
    expect(points(series, 50 * SECOND, 5 * MINUTE + 20 * SECOND)).toHaveLength(2);
    expect(points(series, 50 * SECOND + 1, 5 * MINUTE + 20 * SECOND - 1)).toEqual([]);
  });

  it("is known before an instant by its last value", () => {
    expect([0, MINUTE, 6 * MINUTE, DAY].map((ms) => series.lastBefore("pump", NOON_MS + ms)?.value)).toEqual([
      undefined,
      1_003,
      1_020,
      7,
    ]);
  });

  it("keeps thousandths of a kilowatt hour of a large register", () => {
    expect(points(count(fresh(), 0, 99_999_999.999))).toEqual([[0, 99_999_999.999, 0]]);
  });

  it("is unknown where it never came", () => {
    expect(points(fresh())).toEqual([]);
  });
});

describe("a part of the past that is forgotten", () => {
  it("is gone from every tier, and from the first that is known", () => {
    const series = count(holdMinutes(fresh(), 0, 1, 2), 3 * MINUTE, 5);
    series.forget("room", NOON_MS + MINUTE);
    series.forget("pump", NOON_MS);
    expect(means(series, 0, 1, 2)).toEqual([0, undefined, undefined]);
    expect(quarterAt(series, 0)).toMatchObject({ heldMs: MINUTE, max: 0 });
    expect(series.firstKnownMs("room")).toBe(NOON_MS);
    expect(series.firstKnownMs("pump")).toBeUndefined();
    expect(points(series)).toEqual([]);
  });
});

it("knows when a key was first known, though its minutes are gone", () => {
  const series = fresh();
  for (let day = 0; day < 12; day++) hold(series, 1, day * DAY, day * DAY + MINUTE);
  expect(series.firstKnownMs("room")).toBe(NOON_MS);
  expect(series.firstKnownMs("garden")).toBeUndefined();
});

describe("a copy", () => {
  it("knows the same, and neither knows what the other takes in from then on", () => {
    const series = count(holdMinutes(fresh(), 4), 5 * MINUTE, 1_000, 2);
    const copy = series.copy();
    holdMinutes(series, 5);
    hold(copy, 3, 0, MINUTE, "garden");
    expect([means(series, 4, 5), means(copy, 4, 5)]).toEqual([
      [4, 5],
      [4, undefined],
    ]);
    expect(points(copy)).toEqual([[5 * MINUTE, 1_000, 2]]);
    expect(minuteAt(series, 0, "garden")).toBeUndefined();
    expect(copy.firstKnownMs("room")).toBe(NOON_MS + 4 * MINUTE);
  });
});

describe("days after the time zone has changed", () => {
  const WEST = "America/New_York";

  /** Four days of a gauge and a counter that change every quarter. */
  function filled(zone: string): Series {
    const series = new Series(TABLE, zone);
    for (let ms = 0; ms < 4 * DAY; ms += 15 * MINUTE) {
      hold(series, ms / MINUTE, ms, ms + 15 * MINUTE);
      count(series, ms, ms / HOUR);
    }
    return series;
  }

  const daysOf = (series: Series, zone: string) =>
    Array.from({ length: 8 }, (_, i) => {
      const slot = localDayOf(NOON_MS, zone) - 2 + i;
      return [slot, series.gauge("room", { tier: "day", slot })];
    });

  it("are those of the new zone", () => {
    const series = filled(ZONE);
    const expected = filled(WEST);
    expect(daysOf(series, WEST)).not.toEqual(daysOf(expected, WEST));
    series.changeTimeZone(WEST);
    expect(daysOf(series, WEST)).toEqual(daysOf(expected, WEST));
    const yearFrom = (of: Series) => of.points("pump", NOON_MS - 400 * DAY, NOON_MS + 5 * DAY, NOON_MS + 4 * DAY);
    expect(yearFrom(series)).toEqual(yearFrom(expected));
    expect(yearFrom(series).length).toBeGreaterThan(4);
  });

  it("stay where they are too old for quarters, each as the day that most of it lies in", () => {
    const series = hold(fresh(), 7, 0, 10 * HOUR);
    for (let month = 1; month <= 24; month++) hold(series, month, month * 32 * DAY, month * 32 * DAY + MINUTE);
    expect(quarterAt(series, 0)).toBeUndefined();
    series.changeTimeZone(WEST);
    expect(series.gauge("room", { tier: "day", slot: localDayOf(NOON_MS, WEST) })).toMatchObject({
      heldMs: 10 * HOUR,
      mean: 7,
    });
  });
});
