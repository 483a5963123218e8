import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import { NET_POWER, type Past } from "../../../src/history/past.ts";
import { startOfLocalDay } from "../../../src/meter/local-time.ts";
import type { Now } from "../../../src/meter/now.ts";
import type { Values } from "../../../src/meter/quantity.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = "Europe/Helsinki";
const IMPORT = "activeEnergyImportWh";
const START_MS = Date.UTC(2026, 0, 1);

const at = (wallMs: number): Now => ({ wallMs, monoMs: wallMs - START_MS + 1_000_000, clockSet: true });

/** A history that gets telegrams from one instant to another, every so often. */
function living(
  fromMs: number,
  toMs: number,
  everyMs: number,
  valuesAt: (ms: number) => Values,
  timeZone = ZONE,
): History {
  const history = new History({ timeZone });
  for (let ms = fromMs; ms <= toMs; ms += everyMs) history.add({ values: valuesAt(ms), at: at(ms), retained: false });
  return history;
}

function pastOf(history: History, ms: number): Past {
  const past = history.past(at(ms), 3);
  if (!past) throw new Error("the clock is set");
  return past;
}

/** Wh that a house of changing power has used: a fifth of a day's rhythm around a kilowatt. */
const usedWh = (ms: number) => {
  const hours = (ms - START_MS) / HOUR;
  return 1_000 * hours - (800 * Math.cos((hours * Math.PI) / 12)) / (Math.PI / 12) + 10_000;
};
const powerW = (ms: number) => 1_000 + 800 * Math.sin((((ms - START_MS) / HOUR) * Math.PI) / 12);

describe("energy of the past", () => {
  const story = fc.record({
    everyMs: fc.constantFrom(2 * MINUTE, 5 * MINUTE, 10 * MINUTE),
    hasPower: fc.boolean(),
    gaps: fc.array(
      fc.record({ atMs: fc.integer({ min: 0, max: 6 * DAY }), lastsMs: fc.integer({ min: 0, max: DAY }) }),
      {
        maxLength: 3,
      },
    ),
    restarts: fc.array(fc.integer({ min: 0, max: 6 * DAY }), { maxLength: 3 }),
    cuts: fc.array(fc.integer({ min: -DAY, max: 7 * DAY }), { minLength: 3, maxLength: 3 }),
  });

  /** Six days of a house, with gaps, and with a counter that begins again. */
  function tell({
    everyMs,
    hasPower,
    gaps,
    restarts,
  }: Omit<typeof story extends fc.Arbitrary<infer S> ? S : never, "cuts">) {
    const history = new History({ timeZone: ZONE });
    const left = [...restarts].sort((a, b) => a - b);
    let baseWh = 0;
    for (let ms = 0; ms <= 6 * DAY; ms += everyMs) {
      if (gaps.some(({ atMs, lastsMs }) => ms >= atMs && ms < atMs + lastsMs)) continue;
      const isRestart = left[0] !== undefined && ms >= left[0];
      if (isRestart) {
        left.shift();
        baseWh = usedWh(START_MS + ms) - 5;
      }
      const values = {
        [IMPORT]: Math.round(usedWh(START_MS + ms) - baseWh),
        ...(hasPower && { activePowerImportW: powerW(START_MS + ms) }),
      };
      const restarted = isRestart ? { restarted: [IMPORT] as const } : {};
      history.add({ values, at: at(START_MS + ms), retained: false, ...restarted });
    }
    return pastOf(history, START_MS + 6 * DAY);
  }

  it("adds up over adjacent spans, however old they are, over gaps and over resets of the counter", () => {
    fc.assert(
      fc.property(story, ({ cuts, ...rest }) => {
        const past = tell(rest);
        const [a = 0, b = 0, c = 0] = [...cuts].sort((x, y) => x - y).map((ms) => START_MS + ms);
        const [first, second, both] = [past.energy(IMPORT, a, b), past.energy(IMPORT, b, c), past.energy(IMPORT, a, c)];
        if (first.wh === undefined || second.wh === undefined || both.wh === undefined) return;
        expect(first.wh + second.wh).toBeCloseTo(both.wh, 3);
        expect(both.wh).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 25 },
    );
  });

  it("is the same as buckets of it", () => {
    fc.assert(
      fc.property(story, fc.constantFrom(5 * MINUTE, HOUR, 6 * HOUR), (told, stepMs) => {
        const past = tell({ ...told, gaps: [], restarts: [] });
        const [fromMs, toMs] = [START_MS + DAY, START_MS + 4 * DAY];
        const sum = past.buckets(IMPORT, fromMs, toMs, stepMs).reduce((wh, { grown = 0 }) => wh + grown, 0);
        expect(sum).toBeCloseTo(past.energy(IMPORT, fromMs, toMs).wh ?? 0, 3);
      }),
      { numRuns: 8 },
    );
  });

  it("of a gap is known as a whole and spread over its parts, which a chart leaves out", () => {
    const [gapMs, backMs] = [START_MS + 2 * DAY, START_MS + 5 * DAY];
    const history = living(START_MS - HOUR, gapMs, 5 * MINUTE, (ms) => ({ [IMPORT]: usedWh(ms) }));
    for (let ms = backMs; ms <= START_MS + 10 * DAY; ms += 5 * MINUTE)
      history.add({ values: { [IMPORT]: usedWh(ms) }, at: at(ms), retained: false });
    const past = pastOf(history, START_MS + 10 * DAY);
    expect(past.energy(IMPORT, START_MS, START_MS + 9 * DAY)).toMatchObject({ coverage: 1, method: "counter" });
    expect(past.energy(IMPORT, START_MS, START_MS + 9 * DAY).wh).toBeCloseTo(
      usedWh(START_MS + 9 * DAY) - usedWh(START_MS),
      -1,
    );
    const ofHour = (usedWh(backMs) - usedWh(gapMs)) / 72;
    expect(past.energy(IMPORT, gapMs + HOUR, gapMs + DAY)).toMatchObject({ coverage: 1, spread: 1, method: "counter" });
    expect(past.energy(IMPORT, gapMs + HOUR, gapMs + DAY).wh).toBeCloseTo(23 * ofHour, -1);
    expect(past.buckets(IMPORT, gapMs, backMs, DAY).map(({ coverage }) => coverage)).toEqual([0, 0, 0]);
  });

  it("of a counter of another kind rests on its values alone", () => {
    const history = living(START_MS, START_MS + DAY, MINUTE, (ms) => ({
      reactiveEnergyImportVarh: usedWh(ms),
      activePowerImportW: 5_000,
    }));
    const past = pastOf(history, START_MS + DAY);
    const [fromMs, toMs] = [START_MS + HOUR, START_MS + 7 * HOUR];
    expect(past.energy("reactiveEnergyImportVarh", fromMs, toMs).wh).toBeCloseTo(usedWh(toMs) - usedWh(fromMs), 0);
    expect(past.energy("reactiveEnergyExportVarh", fromMs, toMs)).toEqual({ coverage: 0, method: "absent" });
  });
});

describe("a year", () => {
  const endMs = START_MS + 500 * DAY;
  const history = living(START_MS, endMs, HOUR, (ms) => ({
    [IMPORT]: usedWh(ms),
    voltageL1V: 225 + ((ms / DAY) % 10),
  }));
  const past = pastOf(history, endMs);

  it("is counted from days, and is the sum of its months", () => {
    const edges = Array.from({ length: 13 }, (_, month) => startOfLocalDay(Date.UTC(2026, month, 1, 12), ZONE));
    const [fromMs = 0, toMs = 0] = [edges[1], edges.at(-1)];
    const months = past.bucketsBetween(IMPORT, edges.slice(1));
    const year = past.energy(IMPORT, fromMs, toMs);
    expect(year.coverage).toBe(1);
    // A counter that comes hourly is known at an old midnight to the hour.
    expect(Math.abs((year.wh ?? 0) - (usedWh(toMs) - usedWh(fromMs)))).toBeLessThan(1_800);
    expect(months.reduce((wh, { grown = 0 }) => wh + grown, 0)).toBeCloseTo(year.wh ?? 0, 3);
  });

  it("has its hours for fourteen months and its days for longer", () => {
    const ago = (days: number) => startOfLocalDay(endMs - days * DAY, ZONE);
    const [day, hour] = [past.energy(IMPORT, ago(480), ago(479)), past.energy(IMPORT, ago(400), ago(400) + HOUR)];
    expect(hour.wh).toBeCloseTo(usedWh(ago(400) + HOUR) - usedWh(ago(400)), 0);
    expect(day.wh).toBeGreaterThan(20_000);
    expect(past.buckets("voltageL1V", ago(480), ago(479), DAY)[0]?.mean).toBeGreaterThan(224);
    expect(past.firstKnownMs(IMPORT)).toBe(START_MS);
  });
});

describe("buckets", () => {
  it.each([
    ["the spring day", "Europe/Helsinki", "2026-03-29T09:00Z", 23],
    ["the autumn day", "Europe/Helsinki", "2026-10-25T09:00Z", 25],
    ["a day at a quarter to the hour", "Asia/Kathmandu", "2026-06-01T09:00Z", 24],
    ["a day at half past the hour", "Asia/Kolkata", "2026-06-01T09:00Z", 24],
  ])("of hours are right on %s in %s, new and after weeks", (_, zone, iso, hours) => {
    const [fromMs, toMs] = [startOfLocalDay(Date.parse(iso), zone), startOfLocalDay(Date.parse(iso), zone, 1)];
    const values = (ms: number) => ({
      [IMPORT]: usedWh(ms),
      activePowerImportW: powerW(ms),
      currentL1A: ms < fromMs ? 30 : 10,
    });
    const history = living(fromMs - DAY, toMs + 20 * DAY, 5 * MINUTE, values, zone);
    for (const nowMs of [toMs + HOUR, toMs + 20 * DAY]) {
      const past = pastOf(
        nowMs === toMs + HOUR ? living(fromMs - DAY, nowMs, 5 * MINUTE, values, zone) : history,
        nowMs,
      );
      const buckets = past.buckets(IMPORT, fromMs, toMs, HOUR);
      expect(buckets).toHaveLength(hours);
      for (const bucket of buckets) expect(bucket.grown).toBeCloseTo(usedWh(bucket.toMs) - usedWh(bucket.fromMs), -1);
      expect(past.energy(IMPORT, fromMs, toMs).wh).toBeCloseTo(usedWh(toMs) - usedWh(fromMs), -1);
      expect(past.buckets("currentL1A", fromMs, toMs, HOUR)[0]).toMatchObject({ min: 10, max: 10, coverage: 1 });
    }
  });

  it("of weeks are of local days, whatever the clock does in them", () => {
    const edges = [0, 7, 14].map((day) => startOfLocalDay(Date.parse("2026-03-23T12:00Z"), ZONE, day));
    const history = living(edges[0] ?? 0, edges[2] ?? 0, 15 * MINUTE, (ms) => ({ [IMPORT]: (ms - START_MS) / HOUR }));
    const weeks = pastOf(history, (edges[2] ?? 0) + HOUR).bucketsBetween(IMPORT, edges);
    expect(weeks.map(({ grown = 0 }) => Math.round(grown))).toEqual([7 * 24 - 1, 7 * 24]);
  });

  it("tell the highest hour of a day, and the net power in it", () => {
    const history = living(START_MS, START_MS + DAY, MINUTE, (ms) => ({
      [IMPORT]: usedWh(ms),
      activePowerImportW: powerW(ms),
    }));
    const past = pastOf(history, START_MS + DAY);
    const highest = past
      .buckets(IMPORT, START_MS, START_MS + DAY, HOUR)
      .reduce((a, b) => ((b.grown ?? 0) > (a.grown ?? 0) ? b : a));
    expect([5, 6]).toContain(Math.round((highest.fromMs - START_MS) / HOUR));
    const [net] = past.buckets(NET_POWER, highest.fromMs, highest.toMs, HOUR);
    expect(net?.mean).toBeCloseTo(highest.grown ?? 0, -1);
    expect(net?.max).toBeGreaterThanOrEqual(net?.mean ?? Infinity);
  });

  it("have a last one that is shorter, and steps of whole minutes only", () => {
    const past = pastOf(
      living(START_MS, START_MS + HOUR, MINUTE, () => ({ currentL1A: 1 })),
      START_MS + HOUR,
    );
    expect(
      past.buckets("currentL1A", START_MS, START_MS + HOUR, 25 * MINUTE).map((each) => each.toMs - each.fromMs),
    ).toEqual([25 * MINUTE, 25 * MINUTE, 10 * MINUTE]);
    expect(past.buckets("currentL1A", START_MS - HOUR, START_MS, HOUR)).toEqual([
      { fromMs: START_MS - HOUR, toMs: START_MS, coverage: 0 },
    ]);
    for (const stepMs of [0, -MINUTE, 90_000, Number.NaN])
      expect(() => past.buckets("currentL1A", START_MS, START_MS + HOUR, stepMs)).toThrow(RangeError);
  });
});

describe("a wall clock that steps", () => {
  it("back or ahead changes nothing of the time before, and all that comes later adds up", () => {
    const step = fc.record({
      afterMs: fc.integer({ min: HOUR, max: 2 * DAY }),
      byMs: fc.oneof(fc.integer({ min: -2 * DAY, max: 2 * DAY }), fc.constantFrom(-400 * DAY, 400 * DAY, 40_000 * DAY)),
      backAfterMs: fc.integer({ min: MINUTE, max: DAY }),
    });
    fc.assert(
      fc.property(step, ({ afterMs, byMs, backAfterMs }) => {
        const history = new History({ timeZone: ZONE });
        const add = (ms: number, offMs: number) =>
          history.add({
            values: { [IMPORT]: usedWh(START_MS + ms), activePowerImportW: 1_000 },
            at: { ...at(START_MS + ms), wallMs: START_MS + ms + offMs },
            retained: false,
          });
        let ms = 0;
        for (; ms <= afterMs; ms += 5 * MINUTE) add(ms, 0);
        const safeMs = START_MS + Math.min(afterMs, afterMs + byMs) - 10 * MINUTE;
        const before = pastOf(history, START_MS + afterMs).meanNet(START_MS, safeMs);
        for (const untilMs = ms + backAfterMs; ms <= untilMs; ms += 5 * MINUTE) add(ms, byMs);
        const rightMs = ms;
        for (const untilMs = ms + 2 * DAY; ms <= untilMs; ms += 5 * MINUTE) add(ms, 0);
        const past = pastOf(history, START_MS + ms - 5 * MINUTE);
        if (safeMs > START_MS && before)
          expect(past.meanNet(START_MS, safeMs)?.coverage).toBeCloseTo(before.coverage, 6);
        const [fromMs, toMs] = [START_MS + rightMs + HOUR, START_MS + ms - HOUR];
        expect(past.meanNet(fromMs, toMs)).toEqual({ powerW: 1_000, coverage: 1 });
        expect(past.energy(IMPORT, fromMs, toMs).wh).toBeCloseTo(usedWh(toMs) - usedWh(fromMs), -1);
      }),
      { numRuns: 20 },
    );
  });
});
