import { describe, expect, it } from "vitest";
import { freshnessOf, limitMs } from "../../../src/history/freshness.ts";
import { type Known, type Latest, NOTHING_KNOWN, withReaderStatus, withReading } from "../../../src/history/latest.ts";
import { later, NOON, readingAt } from "../../fixtures/readings.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A value every `everyMs`, five times, the last at noon. */
function every(everyMs: number): Latest {
  return [4, 3, 2, 1, 0].reduce(
    (latest, before) => withReading(latest, readingAt({ activePowerImportW: 500 }, later(-before * everyMs))),
    NOTHING_KNOWN,
  );
}

const known = (intervalsMs: readonly number[]): Known => ({ value: 1, at: NOON, retained: false, intervalsMs });

describe("the limit of a value", () => {
  it.each([
    ["one second", [1 * SECOND], 30 * SECOND],
    ["ten seconds", [10 * SECOND, 10 * SECOND], 30 * SECOND],
    ["twelve seconds", [12 * SECOND], 36 * SECOND],
    ["a minute", [MINUTE, MINUTE, MINUTE], 3 * MINUTE],
    ["five minutes", [5 * MINUTE], 15 * MINUTE],
    ["an hour", [HOUR], 15 * MINUTE],
    ["mostly ten seconds with one long gap", [10 * SECOND, HOUR, 10 * SECOND], 30 * SECOND],
    ["an even number of intervals, by the mean of the middle two", [10 * SECOND, 20 * SECOND], 45 * SECOND],
  ])("that comes every %s is three intervals within its bounds", (_name, intervalsMs, expected) => {
    expect(limitMs("instant", known(intervalsMs))).toBe(expected);
  });

  it("is a minute until a second arrival shows how often it comes", () => {
    expect(limitMs("instant", known([]))).toBe(MINUTE);
  });

  it("is an hour and a quarter for a counter, however often it came", () => {
    expect(limitMs("counter", known([10 * SECOND]))).toBe(75 * MINUTE);
    expect(limitMs("counter", known([]))).toBe(75 * MINUTE);
  });

  it.each([
    ["not known yet", [], 75 * MINUTE],
    ["a minute", [MINUTE], 15 * MINUTE],
    ["five minutes", [5 * MINUTE, 5 * MINUTE], 15 * MINUTE],
    ["an hour", [HOUR], 75 * MINUTE],
    ["four hours", [4 * HOUR], 5 * HOUR],
  ])(
    "of a sub-meter whose own clock renews it every %s is a quarter more than that",
    (_name, intervalsMs, expected) => {
      expect(limitMs("sub-meter", known(intervalsMs))).toBe(expected);
    },
  );
});

describe("a sub-meter's value", () => {
  /** Gas that was read every five minutes and came in telegrams ten seconds apart, a little later each. */
  const gas = (until: number): Latest => {
    let latest = NOTHING_KNOWN;
    for (let at = 0; at <= until; at += 10 * SECOND) {
      const readAt = Math.floor(at / (5 * MINUTE)) * 5 * MINUTE + ((at / SECOND) % 3) * 200;
      latest = withReading(latest, readingAt({ gasVolumeC1M3: 100 + Math.floor(readAt / MINUTE) }, later(readAt)));
    }
    return latest;
  };

  it("keeps its own pace, not that of the telegrams", () => {
    expect(gas(HOUR).known.gasVolumeC1M3?.intervalsMs.map((each) => Math.round(each / MINUTE))).toEqual(
      Array.from({ length: 10 }, () => 5),
    );
    expect(freshnessOf(gas(HOUR), "gasVolumeC1M3", later(HOUR + 14 * MINUTE)).state).toBe("fresh");
    expect(freshnessOf(gas(HOUR), "gasVolumeC1M3", later(HOUR + 16 * MINUTE)).state).toBe("stale");
  });

  it("does not depend on the reader, nor on what else comes", () => {
    const offline = withReaderStatus(gas(HOUR), false, later(HOUR + MINUTE));
    expect(freshnessOf(offline, "gasVolumeC1M3", later(HOUR + 2 * MINUTE)).state).toBe("fresh");
    const other = withReading(gas(HOUR), readingAt({ activePowerImportW: 5 }, later(2 * HOUR)));
    expect(freshnessOf(other, "gasVolumeC1M3", later(2 * HOUR))).toMatchObject({ state: "stale", why: "too-old" });
  });
});

describe("a value", () => {
  it("is fresh up to its limit and stale beyond it", () => {
    const latest = every(10 * SECOND);
    expect(freshnessOf(latest, "activePowerImportW", later(30 * SECOND))).toEqual({ state: "fresh", ageMs: 30_000 });
    expect(freshnessOf(latest, "activePowerImportW", later(30 * SECOND + 1))).toEqual({
      state: "stale",
      why: "too-old",
      ageMs: 30_001,
    });
  });

  it("is absent when it never came", () => {
    expect(freshnessOf(NOTHING_KNOWN, "currentL1A", NOON)).toEqual({ state: "absent", why: "never-came" });
  });

  it("is absent from a day of age on, whether it came live or had been kept", () => {
    for (const retained of [false, true]) {
      const latest = withReading(NOTHING_KNOWN, readingAt({ currentL1A: 1 }, NOON, { retained }));
      expect(freshnessOf(latest, "currentL1A", later(24 * HOUR))).toMatchObject({ state: "absent", why: "day-old" });
      expect(freshnessOf(latest, "currentL1A", later(24 * HOUR - 1)).state).not.toBe("absent");
    }
  });

  it("is marked as retained when the broker had kept it, until it comes live", () => {
    const kept = withReading(NOTHING_KNOWN, readingAt({ currentL1A: 1 }, NOON, { retained: true }));
    expect(freshnessOf(kept, "currentL1A", NOON)).toMatchObject({ state: "retained", why: "kept-by-broker" });
    const live = withReading(kept, readingAt({ currentL1A: 1 }, later(1)));
    expect(freshnessOf(live, "currentL1A", later(1)).state).toBe("fresh");
  });

  it("is as old as the monotonic clock says, wherever the wall clock jumped", () => {
    const jumped = { wallMs: 0, monoMs: later(5 * SECOND).monoMs, clockSet: true };
    expect(freshnessOf(every(10 * SECOND), "activePowerImportW", jumped)).toEqual({ state: "fresh", ageMs: 5_000 });
  });

  it("is never younger than nothing, though its message was stamped after now was read", () => {
    expect(freshnessOf(every(10 * SECOND), "activePowerImportW", later(-5))).toEqual({ state: "fresh", ageMs: 0 });
  });
});

describe("a reader's will", () => {
  const gone = withReaderStatus(every(10 * SECOND), false, later(1 * SECOND));

  it("makes everything that came before it stale at once", () => {
    expect(freshnessOf(gone, "activePowerImportW", later(1 * SECOND))).toMatchObject({
      state: "stale",
      why: "reader-offline",
    });
  });

  it("counts for a value of the same millisecond", () => {
    const goneAtOnce = withReaderStatus(every(10 * SECOND), false, NOON);
    expect(freshnessOf(goneAtOnce, "activePowerImportW", NOON).why).toBe("reader-offline");
  });

  it("is not undone by a birth: only a new value is fresh", () => {
    const born = withReaderStatus(gone, true, later(2 * SECOND));
    expect(freshnessOf(born, "activePowerImportW", later(2 * SECOND)).why).toBe("reader-offline");
    const renewed = withReading(born, readingAt({ activePowerImportW: 1 }, later(3 * SECOND)));
    expect(freshnessOf(renewed, "activePowerImportW", later(3 * SECOND)).state).toBe("fresh");
  });

  it("leaves what comes after it fresh, though no birth was heard", () => {
    const renewed = withReading(gone, readingAt({ activePowerImportW: 1 }, later(3 * SECOND)));
    expect(freshnessOf(renewed, "activePowerImportW", later(3 * SECOND)).state).toBe("fresh");
  });
});
