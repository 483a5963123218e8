import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { TelegramRing } from "../../../src/history/telegram-ring.ts";

const HOUR = 3_600_000;

function timesOf(ring: TelegramRing): number[] {
  return Array.from({ length: ring.length }, (_, i) => ring.timeAt(i));
}

describe("a ring of telegrams", () => {
  it("gives each telegram back with what it reported and nothing else", () => {
    const ring = new TelegramRing(HOUR);
    ring.add(1_000, { activePowerImportW: 500 });
    ring.add(2_000, { activePowerImportW: 510, currentL1A: -1.5 });
    ring.add(3_000, { currentL1A: 0 });
    expect(timesOf(ring)).toEqual([1_000, 2_000, 3_000]);
    expect([0, 1, 2].map((i) => ring.valueAt(i, "activePowerImportW"))).toEqual([500, 510, undefined]);
    expect([0, 1, 2].map((i) => ring.valueAt(i, "currentL1A"))).toEqual([undefined, -1.5, 0]);
    expect(ring.valueAt(0, "voltageL1V")).toBeUndefined();
  });

  it("grows as it needs to and keeps every row and column on the way", () => {
    const ring = new TelegramRing(HOUR);
    for (let i = 0; i < 3_000; i++) ring.add(i * 1_000, i % 2 ? { currentL1A: i } : { currentL2A: i });
    expect(ring.length).toBe(3_000);
    for (const i of [0, 1, 1_023, 1_024, 2_047, 2_048, 2_999]) {
      expect(ring.timeAt(i)).toBe(i * 1_000);
      expect(ring.valueAt(i, i % 2 ? "currentL1A" : "currentL2A")).toBe(i);
      expect(ring.valueAt(i, i % 2 ? "currentL2A" : "currentL1A")).toBeUndefined();
    }
  });

  it("drops what is older than its span", () => {
    const ring = new TelegramRing(10_000);
    for (let i = 0; i < 5_000; i++) ring.add(i * 1_000, { currentL1A: i });
    expect(timesOf(ring)).toEqual(Array.from({ length: 11 }, (_, i) => (4_989 + i) * 1_000));
    expect(ring.valueAt(0, "currentL1A")).toBe(4_989);
    expect(ring.valueAt(10, "currentL1A")).toBe(4_999);
  });

  it("drops the oldest when a meter sends faster than its memory reaches", () => {
    const ring = new TelegramRing(HOUR, 1_500);
    for (let i = 0; i < 4_000; i++) ring.add(i, { currentL1A: i });
    expect(ring.length).toBe(1_500);
    expect([ring.timeAt(0), ring.valueAt(0, "currentL1A")]).toEqual([2_500, 2_500]);
    expect([ring.timeAt(1_499), ring.valueAt(1_499, "currentL1A")]).toEqual([3_999, 3_999]);
  });

  it("grows in the right order after it has wrapped", () => {
    const ring = new TelegramRing(1_000);
    for (let i = 0; i < 1_500; i++) ring.add(i * 10, { currentL1A: i });
    for (let i = 0; i < 1_900; i++) ring.add(15_000 + i / 2, { currentL1A: 10_000 + i });
    const times = timesOf(ring);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(ring.valueAt(ring.length - 1, "currentL1A")).toBe(11_899);
    expect(ring.valueAt(ring.rowFrom(14_990), "currentL1A")).toBe(1_499);
  });

  it("believes the later clock: an earlier reading drops the rows after it", () => {
    const ring = new TelegramRing(HOUR);
    for (const atMs of [1_000, 2_000, 3_000, 4_000]) ring.add(atMs, { currentL1A: atMs });
    ring.add(2_500, { currentL2A: 7 });
    expect(timesOf(ring)).toEqual([1_000, 2_000, 2_500]);
    expect(ring.valueAt(2, "currentL1A")).toBeUndefined();
    expect(ring.valueAt(2, "currentL2A")).toBe(7);
  });

  it("finds the first row at or after a time", () => {
    const ring = new TelegramRing(HOUR);
    expect(ring.rowFrom(0)).toBe(0);
    for (const atMs of [1_000, 2_000, 2_000, 3_000]) ring.add(atMs, {});
    expect([0, 1_000, 1_001, 2_000, 2_001, 3_000, 3_001].map((atMs) => ring.rowFrom(atMs))).toEqual([
      0, 0, 1, 1, 3, 3, 4,
    ]);
  });

  it("has no time in a row that is not there yet", () => {
    expect(new TelegramRing(HOUR).length).toBe(0);
  });

  it("is always in order of time and within its span, whatever order telegrams come in", () => {
    assert(
      property(array(integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 200 }), (times) => {
        const ring = new TelegramRing(1_000);
        for (const atMs of times) ring.add(atMs, { currentL1A: atMs });
        const held = timesOf(ring);
        expect(held).toEqual(held.toSorted((a, b) => a - b));
        expect(held.at(-1)).toBe(times.at(-1));
        expect(held.at(-1)! - held[0]!).toBeLessThanOrEqual(1_000);
        held.forEach((atMs, i) => {
          expect(ring.valueAt(i, "currentL1A")).toBe(atMs);
        });
      }),
    );
  });
});

describe("a copy", () => {
  it("holds the same telegrams, and neither holds what the other is told from then on", () => {
    const ring = new TelegramRing(HOUR);
    ring.add(1_000, { currentL1A: 1 });
    const copy = ring.copy();
    ring.add(2_000, { currentL1A: 2 });
    copy.add(3_000, { currentL2A: 3 });
    copy.add(500, { currentL1A: 5 });
    expect(timesOf(ring)).toEqual([1_000, 2_000]);
    expect(ring.valueAt(0, "currentL1A")).toBe(1);
    expect(ring.valueAt(1, "currentL2A")).toBeUndefined();
    expect(timesOf(copy)).toEqual([500]);
  });

  it("is in order wherever the ring had come to, and grows and forgets as the ring does", () => {
    assert(
      property(integer({ min: 1, max: 5_000 }), integer({ min: 1, max: 2_000 }), (count, more) => {
        const ring = new TelegramRing(1_500);
        const tell = (to: TelegramRing, fromMs: number, toMs: number) => {
          for (let atMs = fromMs; atMs < toMs; atMs++)
            to.add(atMs, atMs % 3 === 0 ? { currentL2A: 1 } : { currentL1A: atMs });
        };
        tell(ring, 0, count);
        const copy = ring.copy();
        tell(ring, count, count + more);
        tell(copy, count, count + more);
        expect(timesOf(copy)).toEqual(timesOf(ring));
        const told = (from: TelegramRing) => timesOf(from).map((_, i) => from.valuesAt(i));
        expect(told(copy)).toEqual(told(ring));
      }),
      { numRuns: 25 },
    );
  });

  it("tells all that a telegram reported and nothing else", () => {
    const ring = new TelegramRing(HOUR);
    ring.add(1_000, { currentL1A: 0, activeEnergyImportWh: 99_999_999.999 });
    ring.add(2_000, { currentL2A: -1.5 });
    expect([0, 1].map((i) => ring.copy().valuesAt(i))).toEqual([
      { currentL1A: 0, activeEnergyImportWh: 99_999_999.999 },
      { currentL2A: -1.5 },
    ]);
  });
});
