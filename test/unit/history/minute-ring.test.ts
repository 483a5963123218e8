import { describe, expect, it } from "vitest";
import { MinuteRing } from "../../../src/history/minute-ring.ts";
import { NOON_MS } from "../../fixtures/told.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Has a ring hold a current for the whole of these minutes after noon. */
function held(ring: MinuteRing, ...minutes: readonly number[]): MinuteRing {
  for (const minute of minutes) {
    ring.advance(NOON_MS + minute * MINUTE);
    ring.hold("currentL1A", minute, NOON_MS + minute * MINUTE, NOON_MS + (minute + 1) * MINUTE);
  }
  return ring;
}

const meanAt = (ring: MinuteRing, minute: number) => ring.minute("currentL1A", NOON_MS + minute * MINUTE)?.powerW;
const count = (ring: MinuteRing, afterMs: number, value: number, series = 0) => {
  ring.advance(NOON_MS + afterMs);
  ring.count("activeEnergyImportWh", { atMs: NOON_MS + afterMs, value, series });
};
const points = (ring: MinuteRing, fromMs = -DAY, toMs = DAY) =>
  ring
    .points("activeEnergyImportWh", NOON_MS + fromMs, NOON_MS + toMs)
    .map(({ atMs, value, series }) => [atMs - NOON_MS, value, series]);

describe("a minute of an instant value", () => {
  it("has its mean over the time for which each value held, and says how long and from when that was", () => {
    const ring = new MinuteRing(1);
    ring.hold("activePowerImportW", 100, NOON_MS + 5 * SECOND, NOON_MS + 15 * SECOND);
    ring.hold("activePowerImportW", 400, NOON_MS + 15 * SECOND, NOON_MS + 45 * SECOND);
    expect(ring.minute("activePowerImportW", NOON_MS + 59_999)).toEqual({
      atMs: NOON_MS + 5 * SECOND,
      holdsMs: 40 * SECOND,
      powerW: 325,
    });
  });

  it("takes its part of a value that held over several", () => {
    const ring = new MinuteRing(1);
    ring.hold("activePowerImportW", 600, NOON_MS + 50 * SECOND, NOON_MS + 2 * MINUTE + 10 * SECOND);
    expect([0, 1, 2, 3].map((minute) => ring.minute("activePowerImportW", NOON_MS + minute * MINUTE)?.holdsMs)).toEqual(
      [10 * SECOND, MINUTE, 10 * SECOND, undefined],
    );
  });

  it("keeps negative values: an exporting phase has a negative current", () => {
    const ring = new MinuteRing(1);
    ring.hold("currentL1A", -4, NOON_MS, NOON_MS + 30 * SECOND);
    ring.hold("currentL1A", -2, NOON_MS + 30 * SECOND, NOON_MS + MINUTE);
    expect(meanAt(ring, 0)).toBe(-3);
  });

  it("is undefined where nothing held, of this quantity or at all", () => {
    const ring = held(new MinuteRing(1), 0, 2);
    expect([-1, 1, 3].map((minute) => meanAt(ring, minute))).toEqual([undefined, undefined, undefined]);
    expect(ring.minute("currentL2A", NOON_MS)).toBeUndefined();
    expect(ring.minute("currentL1A", -1)).toBeUndefined();
  });

  it("is forgotten when another one needs its place, which is clean then", () => {
    const ring = held(new MinuteRing(1), 0, 1);
    count(ring, 0, 5);
    const next = NOON_MS + DAY;
    ring.hold("currentL2A", 3, next - MINUTE, next);
    expect(meanAt(ring, 0)).toBe(0);
    ring.hold("currentL2A", 3, next, next + MINUTE);
    expect([meanAt(ring, 0), meanAt(ring, 1)]).toEqual([undefined, 1]);
    expect(ring.minute("currentL1A", next)).toBeUndefined();
    expect(points(ring)).toEqual([]);
  });

  it("leaves nothing behind when the next comes after longer than the ring holds", () => {
    const all = Array.from({ length: 1_440 }, (_, i) => i);
    const ring = held(new MinuteRing(1), ...all);
    ring.hold("currentL1A", 5, NOON_MS + 30 * DAY, NOON_MS + 30 * DAY + MINUTE);
    for (const minute of all.slice(1))
      expect(ring.minute("currentL1A", NOON_MS + 30 * DAY - minute * MINUTE)).toBeUndefined();
  });
});

describe("a clock that is set back", () => {
  it("erases nothing: later minutes stay until they come again, and are then counted from nothing", () => {
    const ring = new MinuteRing(1);
    for (const minute of [0, 1, 2, 3, 4]) count(held(ring, minute), minute * MINUTE + SECOND, 100 + minute);
    ring.advance(NOON_MS + 2 * MINUTE);
    ring.hold("currentL2A", 7, NOON_MS + MINUTE, NOON_MS + 2 * MINUTE);
    expect([0, 1, 2, 3, 4].map((minute) => meanAt(ring, minute))).toEqual([0, 1, 2, 3, 4]);
    ring.advance(NOON_MS + 3 * MINUTE);
    ring.hold("currentL1A", 30, NOON_MS + 3 * MINUTE, NOON_MS + 4 * MINUTE);
    expect([2, 3, 4].map((minute) => meanAt(ring, minute))).toEqual([2, 30, 4]);
    expect(points(ring).map(([, value]) => value)).toEqual([100, 101, 102, 104]);
  });

  it("for a moment costs the minute in which it comes back", () => {
    const ring = held(new MinuteRing(8), 0, 1, 2, 3, 4);
    ring.advance(NOON_MS - 2 * DAY);
    held(ring, 4, 5);
    expect([0, 1, 2, 3, 4, 5].map((minute) => meanAt(ring, minute))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("by longer than the ring holds leaves a ring that goes on", () => {
    const ring = held(new MinuteRing(1), 0, 1, 2);
    held(ring, -5 * 1_440, 1 - 5 * 1_440);
    expect(meanAt(ring, -5 * 1_440)).toBe(-5 * 1_440);
    expect(meanAt(ring, 0)).toBeUndefined();
    expect(meanAt(ring, 2)).toBe(2);
  });
});

describe("a counter", () => {
  const ring = new MinuteRing(1);
  count(ring, 10 * SECOND, 1_000);
  count(ring, 50 * SECOND, 1_003);
  count(ring, 5 * MINUTE + 20 * SECOND, 1_020);
  count(ring, 5 * MINUTE + 40 * SECOND, 1_020);
  count(ring, 6 * MINUTE, 7, 1);

  it("is known by its last value within each minute, when that was first seen, and its series", () => {
    expect(points(ring)).toEqual([
      [50 * SECOND, 1_003, 0],
      [5 * MINUTE + 20 * SECOND, 1_020, 0],
      [6 * MINUTE, 7, 1],
    ]);
  });

  it("is given between two instants, to the millisecond", () => {
    expect(points(ring, 50 * SECOND, 5 * MINUTE + 20 * SECOND)).toHaveLength(2);
    expect(points(ring, 50 * SECOND + 1, 5 * MINUTE + 20 * SECOND - 1)).toEqual([]);
    expect(points(ring, -Infinity, 50 * SECOND)).toHaveLength(1);
  });

  it("keeps thousandths of a kilowatt hour of a large register", () => {
    const large = new MinuteRing(1);
    count(large, 0, 99_999_999.999);
    expect(points(large)).toEqual([[0, 99_999_999.999, 0]]);
  });

  it("is unknown where it never came", () => {
    expect(ring.points("activeEnergyExportWh", NOON_MS - DAY, NOON_MS + DAY)).toEqual([]);
  });
});

it("knows when a quantity was first known, though that is out of reach", () => {
  const ring = held(new MinuteRing(1), 0, 10 * 1_440);
  expect(ring.firstMs("currentL1A")).toBe(NOON_MS);
  expect(ring.firstMs("currentL2A")).toBeUndefined();
});

describe("a copy", () => {
  it("knows the same, and neither knows what the other is told from then on", () => {
    const ring = held(new MinuteRing(1), 4);
    count(ring, 4 * MINUTE, 1_000, 2);
    const copy = ring.copy();
    ring.hold("currentL1A", 8, NOON_MS + 5 * MINUTE, NOON_MS + 6 * MINUTE);
    count(ring, 4 * MINUTE, 1_001, 2);
    copy.hold("currentL2A", 3, NOON_MS, NOON_MS + MINUTE);
    expect([meanAt(copy, 4), meanAt(copy, 5)]).toEqual([4, undefined]);
    expect(points(copy)).toEqual([[4 * MINUTE, 1_000, 2]]);
    expect(ring.minute("currentL2A", NOON_MS)).toBeUndefined();
    expect(points(ring)).toEqual([[4 * MINUTE, 1_001, 2]]);
    expect(copy.firstMs("currentL1A")).toBe(NOON_MS + 4 * MINUTE);
  });

  it("knows how far the clock had come", () => {
    const copy = held(new MinuteRing(1), 0, 1, 2).copy();
    copy.advance(NOON_MS);
    copy.hold("currentL1A", 9, NOON_MS + MINUTE, NOON_MS + 2 * MINUTE);
    expect([meanAt(copy, 1), meanAt(copy, 2)]).toEqual([9, 2]);
  });
});
