import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import type { Reading } from "../../../src/meter/reading.ts";
import { historyOf, later, NOON, NOON_MS, told } from "../../fixtures/told.ts";

const SECOND = 1_000;

describe("a history", () => {
  it("knows the latest, the telegram and its minute", () => {
    const history = new History();
    history.add(told({ activePowerImportW: 500 }, NOON));
    expect(history.latest.known.activePowerImportW?.value).toBe(500);
    expect(history.telegrams.timeAt(0)).toBe(NOON_MS);
    history.add(told({ activePowerImportW: 900 }, later(10 * SECOND)));
    expect(history.minutes.minute("activePowerImportW", NOON_MS)).toEqual({
      atMs: NOON_MS,
      holdsMs: 10 * SECOND,
      powerW: 500,
    });
  });

  it("knows what the broker had kept but places it in no hour: its time is unknown", () => {
    const history = new History();
    history.add(told({ activePowerImportW: 500 }, NOON, { retained: true }));
    expect(history.latest.known.activePowerImportW?.value).toBe(500);
    expect(history.telegrams.length).toBe(0);
  });

  it("knows whether the reader is there", () => {
    const history = new History();
    history.readerStatus(false, NOON);
    expect(history.latest.reader).toEqual({ online: false, at: NOON });
  });

  it("hands each placed reading to the durable store, once, with its wall time", () => {
    const stored: [number, Reading][] = [];
    const history = new History({ append: (wallMs, reading) => stored.push([wallMs, reading]) });
    const reading = told({ currentL1A: 1 }, NOON);
    history.add(reading);
    history.add(told({ currentL1A: 2 }, NOON, { retained: true }));
    expect(stored).toEqual([[NOON_MS, reading]]);
  });
});

describe("a history whose clock is not set yet", () => {
  const unset = (afterMs: number) => ({ ...later(afterMs, { clockSet: false }), wallMs: 12_345 });

  it("lets readings wait, though they are known at once", () => {
    const history = new History();
    history.add(told({ currentL1A: 1 }, unset(0)));
    expect(history.latest.known.currentL1A?.value).toBe(1);
    expect(history.telegrams.length).toBe(0);
    history.placeWaiting(unset(SECOND));
    expect(history.telegrams.length).toBe(0);
  });

  it("places them by how long ago they came when the clock is set", () => {
    const history = new History();
    history.add(told({ currentL1A: 1 }, unset(0)));
    history.add(told({ currentL1A: 2 }, unset(10 * SECOND)));
    history.placeWaiting(later(60 * SECOND));
    expect([history.telegrams.timeAt(0), history.telegrams.timeAt(1)]).toEqual([NOON_MS, NOON_MS + 10 * SECOND]);
    history.placeWaiting(later(70 * SECOND));
    expect(history.telegrams.length).toBe(2);
  });

  it("places them before the first reading that comes with the clock set", () => {
    const history = new History();
    history.add(told({ currentL1A: 1 }, unset(0)));
    history.add(told({ currentL1A: 2 }, later(10 * SECOND)));
    expect([0, 1].map((i) => [history.telegrams.timeAt(i), history.telegrams.valueAt(i, "currentL1A")])).toEqual([
      [NOON_MS, 1],
      [NOON_MS + 10 * SECOND, 2],
    ]);
  });

  it("lets the oldest go when too many wait", () => {
    const history = new History();
    for (let i = 0; i < 16_390; i++) history.add(told({ currentL1A: i }, unset(i * SECOND)));
    history.placeWaiting(later(16_390 * SECOND));
    expect(history.telegrams.length).toBe(16_384);
    expect(history.telegrams.valueAt(0, "currentL1A")).toBe(6);
  });
});

describe("a copy of a history", () => {
  it("knows the same, and neither knows what the other is told from then on", () => {
    const history = new History();
    history.add(told({ activePowerImportW: 500 }, NOON));
    const copy = history.copy();
    expect(copy.latest).toEqual(history.latest);
    history.add(told({ activePowerImportW: 700 }, later(10 * SECOND)));
    copy.readerStatus(false, later(SECOND));
    expect(copy.latest.known.activePowerImportW?.value).toBe(500);
    expect(copy.telegrams.length).toBe(1);
    expect(history.minutes.minute("activePowerImportW", NOON_MS)?.powerW).toBe(500);
    expect(copy.minutes.minute("activePowerImportW", NOON_MS)).toBeUndefined();
    expect(history.latest.known.activePowerImportW?.value).toBe(700);
    expect(history.latest.reader).toBeUndefined();
  });

  it("has the readings that wait for the clock, and places them by itself", () => {
    const history = new History();
    history.add(told({ activePowerImportW: 500 }, later(0, { clockSet: false })));
    const copy = history.copy();
    copy.placeWaiting(later(60 * SECOND));
    expect(copy.telegrams.timeAt(0)).toBe(NOON_MS);
    expect(history.telegrams.length).toBe(0);
    history.placeWaiting(later(60 * SECOND));
    expect(history.telegrams.length).toBe(1);
  });

  it("stores nothing: what it is told happens to nobody", () => {
    const stored: number[] = [];
    const history = new History({ append: (wallMs) => stored.push(wallMs) });
    history.copy().add(told({ currentL1A: 1 }, NOON));
    expect(stored).toEqual([]);
  });
});

it("counts a power until it is replaced by a kept value, and never the kept value", () => {
  const history = historyOf([0, { activePowerImportW: 1_000 }], [10_000, { activePowerImportW: 1_000 }]);
  history.add({ ...told({ activePowerImportW: 9_000 }, later(30_000), { retained: true }), republished: true });
  history.add(told({ activePowerImportW: 1_000 }, later(50_000)));
  history.add(told({ activePowerImportW: 1_000 }, later(59_000)));
  const minute = history.minutes.minute("activePowerImportW", NOON_MS);
  expect(minute).toMatchObject({ powerW: 1_000, holdsMs: 39_000 });
  expect(history.latest.known.activePowerImportW?.retained).toBe(false);
});
