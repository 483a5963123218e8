import { describe, expect, it } from "vitest";
import { freshnessOf } from "../../../src/history/freshness.ts";
import { NOTHING_KNOWN, valueEntries, withReaderStatus, withReading } from "../../../src/history/latest.ts";
import type { Now } from "../../../src/meter/now.ts";
import type { Values } from "../../../src/meter/quantity.ts";
import { later, NOON, readingAt } from "../../fixtures/readings.ts";

describe("the latest of a quantity", () => {
  it("is its last value with when it came, others untouched", () => {
    const first = withReading(NOTHING_KNOWN, readingAt({ currentL1A: 1, currentL2A: 2 }, NOON));
    const latest = withReading(first, readingAt({ currentL1A: 3 }, later(10)));
    expect(latest.known.currentL1A).toEqual({ value: 3, at: later(10), retained: false, intervalsMs: [10] });
    expect(latest.known.currentL2A).toEqual({ value: 2, at: NOON, retained: false, intervalsMs: [] });
    expect(first.known.currentL1A?.value).toBe(1);
  });

  it("remembers ten intervals at most, the last ones", () => {
    let latest = NOTHING_KNOWN;
    for (let i = 0; i <= 14; i++) latest = withReading(latest, readingAt({ currentL1A: i }, later(i * (i + 1))));
    expect(latest.known.currentL1A?.intervalsMs).toEqual([10, 12, 14, 16, 18, 20, 22, 24, 26, 28]);
  });

  it("is never what the broker had kept once it came live", () => {
    const live = withReading(NOTHING_KNOWN, readingAt({ currentL1A: 1 }, NOON));
    const latest = withReading(live, readingAt({ currentL1A: 9, currentL2A: 2 }, later(5), { retained: true }));
    expect(latest.known.currentL1A?.value).toBe(1);
    expect(latest.known.currentL2A).toMatchObject({ value: 2, retained: true });
    expect(latest.arrivedAt).toEqual(NOON);
  });

  it("is not renewed by the same that a reader sends again, and replaced by another", () => {
    const again = (values: Values, at: Now) => ({
      ...readingAt(values, at, { retained: true }),
      republished: true as const,
    });
    const live = withReading(NOTHING_KNOWN, readingAt({ currentL1A: 1, currentL2A: 2 }, NOON));
    const latest = withReading(live, again({ currentL1A: 1, currentL2A: 9 }, later(5)));
    expect(latest.known.currentL1A).toEqual({ value: 1, at: NOON, retained: false, intervalsMs: [] });
    expect(latest.known.currentL2A).toMatchObject({ value: 9, at: later(5), retained: true, republished: true });
    expect(latest.arrivedAt).toEqual(NOON);
    expect(freshnessOf(latest, "currentL2A", later(5))).toMatchObject({ state: "retained", why: "sent-again" });
    expect(latest.repeats).toBeUndefined();
  });

  it("counts no interval from a kept value, whose time is unknown", () => {
    const kept = withReading(NOTHING_KNOWN, readingAt({ currentL1A: 1 }, NOON, { retained: true }));
    expect(kept.arrivedAt).toBeUndefined();
    const again = withReading(kept, readingAt({ currentL1A: 2 }, later(5), { retained: true }));
    const live = withReading(again, readingAt({ currentL1A: 3 }, later(20)));
    expect(live.known.currentL1A).toEqual({ value: 3, at: later(20), retained: false, intervalsMs: [] });
  });

  it("takes no earlier clock of the meter from a kept telegram", () => {
    const first = withReading(NOTHING_KNOWN, { ...readingAt({}, NOON), meterClock: "2026-01-15T14:00:00" });
    const kept = { ...readingAt({}, later(1), { retained: true }), meterClock: "2026-01-15T13:00:00" };
    expect(withReading(first, kept).meterClock).toBe("2026-01-15T14:00:00");
    expect(withReading(NOTHING_KNOWN, kept).meterClock).toBe("2026-01-15T13:00:00");
  });

  it("keeps the meter's clock until the next one comes", () => {
    const first = withReading(NOTHING_KNOWN, { ...readingAt({}, NOON), meterClock: "2026-01-15T14:00:00" });
    expect(withReading(first, readingAt({}, later(1))).meterClock).toBe("2026-01-15T14:00:00");
  });
});

describe("the reader's status", () => {
  it("is what it last said; when it was last gone stays known", () => {
    const gone = withReaderStatus(NOTHING_KNOWN, false, NOON);
    expect(gone).toMatchObject({ reader: { online: false, at: NOON }, offlineAt: NOON });
    const back = withReaderStatus(gone, true, later(9));
    expect(back).toMatchObject({ reader: { online: true, at: later(9) }, offlineAt: NOON });
  });

  it.each([
    ["gone, and a value comes a millisecond later", false, 1, false, undefined],
    ["gone in the same millisecond as the value", false, 0, false, false],
    ["gone after the value", false, -1, false, false],
    ["gone, and the broker had kept the value", false, 1, true, false],
    ["there, and a value comes later", true, 1, false, true],
  ])("is forgotten when a later witness refutes it: %s", (_, online, afterMs, retained, left) => {
    const status = withReaderStatus(NOTHING_KNOWN, online, NOON);
    const latest = withReading(status, readingAt({ currentL1A: 1 }, later(afterMs), { retained }));
    expect(latest.reader?.online).toBe(left);
  });
});

it("passes over what is no quantity", () => {
  const odd = { currentL1A: 1, nonsense: 2, currentL2A: undefined } as unknown as Values;
  expect(valueEntries(odd)).toEqual([["currentL1A", 1]]);
});
