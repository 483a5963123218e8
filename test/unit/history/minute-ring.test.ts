import { describe, expect, it } from "vitest";
import { MinuteRing } from "../../../src/history/minute-ring.ts";
import { NOON_MS } from "../../fixtures/told.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const HOUR = 60 * MINUTE;

describe("a minute of an instant value", () => {
  it("has the least, the mean and the greatest of what came in it", () => {
    const ring = new MinuteRing(1);
    ring.add(NOON_MS + 5 * SECOND, { activePowerImportW: 100 });
    ring.add(NOON_MS + 15 * SECOND, { activePowerImportW: 400 });
    ring.add(NOON_MS + 59_999, { activePowerImportW: 250 });
    ring.add(NOON_MS + MINUTE, { activePowerImportW: 9_000 });
    expect(ring.minute("activePowerImportW", NOON_MS + 30 * SECOND)).toEqual({
      startMs: NOON_MS,
      min: 100,
      mean: 250,
      max: 400,
    });
    expect(ring.minute("activePowerImportW", NOON_MS + MINUTE)).toMatchObject({ min: 9_000, mean: 9_000, max: 9_000 });
  });

  it("keeps negative values: an exporting phase has a negative current", () => {
    const ring = new MinuteRing(1);
    for (const currentL1A of [-4, -2, -6]) ring.add(NOON_MS, { currentL1A });
    expect(ring.minute("currentL1A", NOON_MS)).toMatchObject({ min: -6, mean: -4, max: -2 });
  });

  it("is undefined where nothing came, before the first and after the last", () => {
    const ring = new MinuteRing(1);
    expect(ring.minute("currentL1A", NOON_MS)).toBeUndefined();
    ring.add(NOON_MS, { currentL1A: 1 });
    ring.add(NOON_MS + 2 * MINUTE, { currentL1A: 2 });
    expect(ring.minute("currentL1A", NOON_MS + MINUTE)).toBeUndefined();
    expect(ring.minute("currentL1A", NOON_MS - MINUTE)).toBeUndefined();
    expect(ring.minute("currentL1A", NOON_MS + 3 * MINUTE)).toBeUndefined();
    expect(ring.minute("currentL2A", NOON_MS)).toBeUndefined();
    expect(ring.minute("currentL1A", -1)).toBeUndefined();
  });

  it("is forgotten after the days that the ring holds, and its place is clean", () => {
    const ring = new MinuteRing(1);
    ring.add(NOON_MS, { currentL1A: 1 });
    ring.add(NOON_MS + MINUTE, { currentL1A: 2 });
    ring.add(NOON_MS + DAY - MINUTE, { currentL2A: 3 });
    expect(ring.minute("currentL1A", NOON_MS)?.mean).toBe(1);
    ring.add(NOON_MS + DAY, { currentL2A: 3 });
    expect(ring.minute("currentL1A", NOON_MS)).toBeUndefined();
    expect(ring.minute("currentL1A", NOON_MS + DAY)).toBeUndefined();
    expect(ring.minute("currentL1A", NOON_MS + MINUTE)?.mean).toBe(2);
  });

  it("leaves nothing behind when the next telegram comes after longer than the ring holds", () => {
    const ring = new MinuteRing(1);
    for (let i = 0; i < 1_440; i++) ring.add(NOON_MS + i * MINUTE, { currentL1A: i, activeEnergyImportWh: i });
    const muchLater = NOON_MS + 30 * DAY;
    ring.add(muchLater, { currentL1A: 5 });
    for (let i = 1; i < 1_440; i++) expect(ring.minute("currentL1A", muchLater - i * MINUTE)).toBeUndefined();
    expect(ring.counterBefore("activeEnergyImportWh", muchLater, DAY)).toBeUndefined();
  });

  it("believes the later clock: an earlier telegram drops the minutes after it", () => {
    const ring = new MinuteRing(1);
    for (let i = 0; i < 10; i++) ring.add(NOON_MS + i * MINUTE, { currentL1A: i, activeEnergyImportWh: i });
    ring.add(NOON_MS + 4 * MINUTE, { currentL2A: 1 });
    expect(ring.minute("currentL1A", NOON_MS + 4 * MINUTE)?.mean).toBe(4);
    ring.add(NOON_MS + 9 * MINUTE, { currentL2A: 2 });
    for (let i = 5; i < 10; i++) expect(ring.minute("currentL1A", NOON_MS + i * MINUTE)).toBeUndefined();
    expect(ring.counterBefore("activeEnergyImportWh", NOON_MS + 9 * MINUTE, HOUR)?.value).toBe(4);
  });

  it("leaves nothing behind when the clock goes back by longer than the ring holds", () => {
    const ring = new MinuteRing(1);
    for (let i = 0; i < 1_440; i++) ring.add(NOON_MS + i * MINUTE, { currentL1A: i });
    const before = NOON_MS - 5 * DAY;
    ring.add(before, { currentL1A: 7 });
    expect(ring.minute("currentL1A", before)?.mean).toBe(7);
    for (let i = 1; i < 1_440; i++) expect(ring.minute("currentL1A", before - i * MINUTE)).toBeUndefined();
  });
});

describe("a counter", () => {
  const ring = new MinuteRing(1);
  ring.add(NOON_MS + 10 * SECOND, { activeEnergyImportWh: 1_000 });
  ring.add(NOON_MS + 50 * SECOND, { activeEnergyImportWh: 1_003 });
  ring.add(NOON_MS + 5 * MINUTE + 20 * SECOND, { activeEnergyImportWh: 1_020 });

  it("is known by its last value within each minute and when it came", () => {
    expect(ring.counterBefore("activeEnergyImportWh", NOON_MS + MINUTE, HOUR)).toEqual({
      atMs: NOON_MS + 50 * SECOND,
      value: 1_003,
    });
    expect(ring.counterAfter("activeEnergyImportWh", NOON_MS + MINUTE, HOUR)).toEqual({
      atMs: NOON_MS + 5 * MINUTE + 20 * SECOND,
      value: 1_020,
    });
  });

  it("is found at its very instant from both sides", () => {
    const atMs = NOON_MS + 50 * SECOND;
    expect(ring.counterBefore("activeEnergyImportWh", atMs, 0)?.value).toBe(1_003);
    expect(ring.counterAfter("activeEnergyImportWh", atMs, 0)?.value).toBe(1_003);
  });

  it("is looked for no further than asked, to the millisecond", () => {
    const point = NOON_MS + 5 * MINUTE + 20 * SECOND;
    for (const distanceMs of [1, 30 * SECOND, 59_999, MINUTE, 90 * SECOND, 4 * MINUTE]) {
      expect(ring.counterBefore("activeEnergyImportWh", point + distanceMs, distanceMs)?.atMs).toBe(
        // The ring ends with the newest minute; what is asked from beyond it is still found.
        point,
      );
      expect(ring.counterBefore("activeEnergyImportWh", point + distanceMs, distanceMs - 1)).toBeUndefined();
      expect(ring.counterAfter("activeEnergyImportWh", point - distanceMs, distanceMs)?.atMs).toBe(point);
      expect(ring.counterAfter("activeEnergyImportWh", point - distanceMs, distanceMs - 1)).toBeUndefined();
    }
  });

  it("keeps thousandths of a kilowatt hour of a large register", () => {
    const large = new MinuteRing(1);
    large.add(NOON_MS, { activeEnergyImportWh: 99_999_999.999 });
    expect(large.counterBefore("activeEnergyImportWh", NOON_MS, 0)?.value).toBe(99_999_999.999);
  });

  it("is unknown where it never came", () => {
    expect(ring.counterBefore("activeEnergyExportWh", NOON_MS, HOUR)).toBeUndefined();
    expect(ring.counterAfter("activeEnergyExportWh", NOON_MS, HOUR)).toBeUndefined();
  });
});

describe("a copy", () => {
  it("knows the same, and neither knows what the other is told from then on", () => {
    const ring = new MinuteRing(1);
    ring.add(NOON_MS, { currentL1A: 4, activeEnergyImportWh: 1_000 });
    const copy = ring.copy();
    ring.add(NOON_MS + SECOND, { currentL1A: 8, activeEnergyImportWh: 1_001 });
    copy.add(NOON_MS + 2 * SECOND, { currentL1A: 1, currentL2A: 3, activeEnergyImportWh: 1_002 });
    expect(ring.minute("currentL1A", NOON_MS)).toMatchObject({ min: 4, mean: 6, max: 8 });
    expect(copy.minute("currentL1A", NOON_MS)).toMatchObject({ min: 1, mean: 2.5, max: 4 });
    expect(ring.minute("currentL2A", NOON_MS)).toBeUndefined();
    expect(ring.counterBefore("activeEnergyImportWh", NOON_MS + MINUTE, HOUR)?.value).toBe(1_001);
    expect(copy.counterBefore("activeEnergyImportWh", NOON_MS + MINUTE, HOUR)?.value).toBe(1_002);
  });

  it("reaches as far back", () => {
    const ring = new MinuteRing(2);
    ring.add(NOON_MS, { currentL1A: 1 });
    const copy = ring.copy();
    copy.add(NOON_MS + 2 * DAY - MINUTE, { currentL2A: 1 });
    expect(copy.minute("currentL1A", NOON_MS)?.mean).toBe(1);
    copy.add(NOON_MS + 2 * DAY, { currentL2A: 1 });
    expect(copy.minute("currentL1A", NOON_MS)).toBeUndefined();
  });
});
