import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { MemoryStore, memoryMedium } from "../../../src/history/memory-store.ts";
import { historyOf, later, minuteOf, NOON, NOON_MS, readingAt } from "../../fixtures/readings.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe("a history", () => {
  it("knows the latest, how many telegrams came and the minute", () => {
    const history = new History();
    history.add(readingAt({ activePowerImportW: 500 }, NOON));
    expect(history.latest.known.activePowerImportW?.value).toBe(500);
    expect(history.telegramsSince(NOON_MS)).toBe(1);
    history.add(readingAt({ activePowerImportW: 900 }, later(10 * SECOND)));
    expect(minuteOf(history, "activePowerImportW", 0)).toEqual({
      atMs: NOON_MS,
      heldMs: 10 * SECOND,
      mean: 500,
      min: 500,
      max: 500,
    });
  });

  it("knows what the broker had kept but places it in no hour: its time is unknown", () => {
    const history = new History();
    history.add(readingAt({ activePowerImportW: 500 }, NOON, { retained: true }));
    expect(history.latest.known.activePowerImportW?.value).toBe(500);
    expect(history.telegramsSince(0)).toBe(0);
  });

  it("counts the telegrams since an instant, to the minute", () => {
    const history = historyOf([-25 * HOUR, {}], [-HOUR, {}], [-HOUR + SECOND, {}], [0, {}]);
    expect([-26 * HOUR, -24 * HOUR, 0, 60 * SECOND].map((ms) => history.telegramsSince(NOON_MS + ms))).toEqual([
      4, 3, 1, 0,
    ]);
  });

  it("knows whether the reader is there", () => {
    const history = new History();
    history.readerStatus(false, NOON);
    expect(history.latest.reader).toEqual({ online: false, at: NOON });
  });
});

describe("a history whose clock is not set yet", () => {
  const unset = (afterMs: number) => ({ ...later(afterMs, { clockSet: false }), wallMs: 12_345 });

  const means = (history: History) =>
    [0, 1].map((minute) => minuteOf(history, "currentL1A", minute * 60 * SECOND)?.mean);

  it("lets readings wait, though they are known at once", () => {
    const history = new History();
    history.add(readingAt({ currentL1A: 1 }, unset(0)));
    expect(history.latest.known.currentL1A?.value).toBe(1);
    history.placeWaiting(unset(SECOND));
    expect(history.telegramsSince(0)).toBe(0);
  });

  it("places them by how long ago they came when the clock is set", () => {
    const history = new History();
    history.add(readingAt({ currentL1A: 1 }, unset(0)));
    history.add(readingAt({ currentL1A: 2 }, unset(60 * SECOND)));
    history.placeWaiting(later(90 * SECOND));
    history.placeWaiting(later(100 * SECOND));
    expect(history.telegramsSince(0)).toBe(2);
    history.add(readingAt({ currentL1A: 3 }, later(120 * SECOND)));
    expect(means(history)).toEqual([1, 2]);
  });

  it("places them before the first reading that comes with the clock set", () => {
    const history = new History();
    history.add(readingAt({ currentL1A: 1 }, unset(0)));
    history.add(readingAt({ currentL1A: 2 }, later(60 * SECOND)));
    expect(history.telegramsSince(NOON_MS + 60 * SECOND)).toBe(1);
    expect(means(history)).toEqual([1, undefined]);
  });

  it("lets the oldest go when too many wait", () => {
    const history = new History();
    for (let i = 0; i < 16_390; i++) history.add(readingAt({ currentL1A: i }, unset(i * SECOND)));
    history.placeWaiting(later(16_390 * SECOND));
    expect(history.telegramsSince(0)).toBe(16_384);
    expect(minuteOf(history, "currentL1A", 0)).toMatchObject({ min: 5, atMs: NOON_MS + 5 * SECOND });
  });
});

describe("a copy of a history", () => {
  it("knows the same, and neither sees what is added to the other", () => {
    const history = new History();
    history.add(readingAt({ activePowerImportW: 500 }, NOON));
    const copy = history.copy();
    expect(copy.latest).toEqual(history.latest);
    history.add(readingAt({ activePowerImportW: 700 }, later(10 * SECOND)));
    copy.readerStatus(false, later(SECOND));
    expect(copy.latest.known.activePowerImportW?.value).toBe(500);
    expect(copy.telegramsSince(0)).toBe(1);
    expect(minuteOf(history, "activePowerImportW", 0)?.mean).toBe(500);
    expect(minuteOf(copy, "activePowerImportW", 0)).toBeUndefined();
    expect(history.latest.known.activePowerImportW?.value).toBe(700);
    expect(history.latest.reader).toBeUndefined();
  });

  it("has the readings that wait for the clock, and places them by itself", () => {
    const history = new History();
    history.add(readingAt({ activePowerImportW: 500 }, later(0, { clockSet: false })));
    const copy = history.copy();
    copy.placeWaiting(later(60 * SECOND));
    expect(copy.telegramsSince(NOON_MS)).toBe(1);
    expect(history.telegramsSince(0)).toBe(0);
    history.placeWaiting(later(60 * SECOND));
    expect(history.telegramsSince(0)).toBe(1);
  });

  it("saves nothing", async () => {
    const medium = memoryMedium();
    const history = new History({ store: new MemoryStore(medium) });
    history.add(readingAt({ activeEnergyImportWh: 1 }, NOON));
    await history.copy().save(NOON);
    expect(medium.rows.size).toBe(0);
  });
});

it("counts a power until it is replaced by a kept value, and never the kept value", () => {
  const history = historyOf([0, { activePowerImportW: 1_000 }], [10_000, { activePowerImportW: 1_000 }]);
  history.add({ ...readingAt({ activePowerImportW: 9_000 }, later(30_000), { retained: true }), republished: true });
  history.add(readingAt({ activePowerImportW: 1_000 }, later(50_000)));
  history.add(readingAt({ activePowerImportW: 1_000 }, later(59_000)));
  expect(minuteOf(history, "activePowerImportW", 0)).toMatchObject({ mean: 1_000, heldMs: 39_000 });
  expect(history.latest.known.activePowerImportW?.retained).toBe(false);
});
