import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EnergySpan } from "../../../src/history/backfill.ts";
import { History } from "../../../src/history/history.ts";
import type { Past } from "../../../src/history/past.ts";
import { startOfLocalDay, startOfLocalMonth } from "../../../src/meter/local-time.ts";
import { pastNow } from "../../../src/meter/now.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = "Europe/Helsinki";
const IMPORT = "activeEnergyImportWh";
const START_MS = Date.UTC(2026, 2, 1);

const never = () => false;
const hour = (number: number, importWh: number): EnergySpan => ({
  fromMs: START_MS + number * HOUR,
  toMs: START_MS + (number + 1) * HOUR,
  importWh,
  coverage: 1,
});
const pastOf = (history: History, ms: number): Past => {
  const past = history.past(pastNow(ms), 3);
  if (!past) throw new Error("the clock is set");
  return past;
};
/** A kilowatt by the counter alone, told every five minutes. */
const told = (history: History, fromMs: number, toMs: number) => {
  for (let ms = fromMs; ms <= toMs; ms += 5 * MINUTE)
    history.add({
      values: { [IMPORT]: 1_000 * (1 + (ms - START_MS) / HOUR) },
      at: pastNow(ms),
      retained: false,
    });
};

/** Quarters that are known in part, over such a time that the whole is read by days. */
const KNOWN_IN_PART = {
  runs: [{ at: -5_553, hours: 6, wh: 226, coverage: 0.6074583333333333 }],
  wh: 0,
  meter: [],
  cuts: [-19_882_800_001, -19_872_000_000, -25_228_800_001],
};

/** A meter that came three times, and a cut in a gap between: the gap has the same ends by days and by quarters. */
const GAP_AMONG_DAYS = {
  runs: [],
  wh: 12,
  meter: [[469, 7] as [number, number], [899, 53] as [number, number], [1_382, 14] as [number, number]],
  cuts: [-25_617_600_000, -25_056_000_000, -19_872_000_001],
};

describe("energy of another program", () => {
  it("is known where the history is empty, by quarters, hours, days and months, each way apart", () => {
    const history = new History({ timeZone: ZONE });
    const spans = Array.from({ length: 60 * 24 }, (_, i) => ({ ...hour(i, 100 + (i % 24)), exportWh: i % 2 }));
    const endMs = START_MS + 60 * DAY;
    expect(history.backfill(spans, pastNow(endMs), never)).toMatchObject({ imported: 1_440, skipped: 0 });
    const past = pastOf(history, endMs);
    expect(past.energy(IMPORT, START_MS + 5 * HOUR, START_MS + 6 * HOUR)).toMatchObject({ wh: 105, coverage: 1 });
    expect(past.energy(IMPORT, START_MS, START_MS + 60 * DAY).wh).toBeCloseTo(60 * (2_400 + 276), 1);
    expect(past.energy("activeEnergyExportWh", START_MS, START_MS + DAY).wh).toBeCloseTo(12, 3);
    const springMs = startOfLocalDay(Date.UTC(2026, 2, 29, 12), ZONE);
    const nextMs = startOfLocalDay(springMs, ZONE, 1);
    expect(nextMs - springMs).toBe(23 * HOUR);
    const firstOfDay = new Date(springMs).getUTCHours();
    const lost = 100 + ((firstOfDay + 23) % 24);
    expect(past.energy(IMPORT, springMs, nextMs).wh).toBeCloseTo(2_400 + 276 - lost, 2);
    const [aprilMs, mayMs] = [startOfLocalMonth(nextMs, ZONE, 1), startOfLocalMonth(nextMs, ZONE, 2)];
    expect(past.energy(IMPORT, aprilMs, mayMs)).toMatchObject({ wh: expect.closeTo(29 * 2_676 + 121 + 122 + 123, 1) });
  });

  it("fills only what the meter left out, and changes nothing that it told", () => {
    const history = new History({ timeZone: ZONE });
    told(history, START_MS + 2 * DAY + 25 * MINUTE, START_MS + 3 * DAY);
    const endMs = START_MS + 3 * DAY;
    const before = pastOf(history, endMs).energy(IMPORT, START_MS + 2 * DAY + HOUR, endMs);
    const spans = Array.from({ length: 72 }, (_, i) => hour(i, 500));
    expect(history.backfill(spans, pastNow(endMs), never)).toMatchObject({ imported: 49, skipped: 23 });
    const past = pastOf(history, endMs);
    expect(past.energy(IMPORT, START_MS + 2 * DAY + HOUR, endMs)).toEqual(before);
    expect(past.energy(IMPORT, START_MS, START_MS + 2 * DAY).wh).toBeCloseTo(24_000, 1);
    // Of the hour in which the meter began, 25 minutes are of the other program and 35 of the meter.
    const shared = past.energy(IMPORT, START_MS + 2 * DAY, START_MS + 2 * DAY + HOUR);
    expect(shared).toMatchObject({ coverage: 1, wh: expect.closeTo((500 * 25) / 60 + (1_000 * 35) / 60, 1) });
  });

  it("gives way to the meter that is told of later", () => {
    const history = new History({ timeZone: ZONE });
    const endMs = START_MS + 2 * DAY;
    history.backfill(
      [0, 1, 2, 3].map((i) => hour(i, 400)),
      pastNow(START_MS + 4 * HOUR),
      never,
    );
    told(history, START_MS + 5 * MINUTE, START_MS + 2 * HOUR);
    history.add({ values: {}, at: pastNow(endMs), retained: false });
    const past = pastOf(history, endMs);
    expect(past.energy(IMPORT, START_MS + HOUR, START_MS + 2 * HOUR).wh).toBeCloseTo(1_000, 3);
    expect(past.energy(IMPORT, START_MS + 2 * HOUR, START_MS + 4 * HOUR).wh).toBeCloseTo(800, 3);
  });

  it("shapes a gap whose energy the counter knows, and does not add to it", () => {
    const history = new History({ timeZone: ZONE });
    told(history, START_MS, START_MS + DAY);
    told(history, START_MS + 2 * DAY, START_MS + 3 * DAY);
    const endMs = START_MS + 3 * DAY;
    const spans = Array.from({ length: 24 }, (_, i) => hour(24 + i, i < 12 ? 100 : 300));
    history.backfill(spans, pastNow(endMs), never);
    const past = pastOf(history, endMs);
    expect(past.energy(IMPORT, START_MS, endMs).wh).toBeCloseTo(72_000, 0);
    const noon = START_MS + DAY + 12 * HOUR;
    expect(past.energy(IMPORT, START_MS + DAY, noon).wh).toBeCloseTo(6_000, 0);
    expect(past.energy(IMPORT, noon, START_MS + 2 * DAY).wh).toBeCloseTo(18_000, 0);
  });

  it("is added once, whatever comes twice in one file or two", () => {
    const history = new History({ timeZone: ZONE });
    const spans = [hour(0, 100), hour(0, 100), hour(1, 200), { ...hour(1, 900), fromMs: START_MS + 1.5 * HOUR }];
    const endMs = START_MS + DAY;
    expect(history.backfill(spans, pastNow(endMs), never)).toMatchObject({ imported: 2, skipped: 2 });
    expect(history.backfill(spans, pastNow(endMs), never)).toMatchObject({ imported: 0, skipped: 4 });
    expect(pastOf(history, endMs).energy(IMPORT, START_MS, START_MS + 2 * HOUR).wh).toBeCloseTo(300, 3);
  });

  it("of years ago is kept by days, and is not added again where the store knows its hours", () => {
    const history = new History({ timeZone: ZONE });
    const years = 3 * 365;
    const spans = Array.from({ length: years }, (_, day) => ({
      fromMs: startOfLocalDay(START_MS, ZONE, day - years),
      toMs: startOfLocalDay(START_MS, ZONE, day - years + 1),
      importWh: 12_000 + day,
      coverage: 1,
    }));
    const first = history.backfill(spans, pastNow(START_MS), never);
    const known = new Set(first.added.Import.keys());
    const again = history.backfill(spans, pastNow(START_MS), (_, ms) => known.has(ms / (15 * MINUTE)));
    expect([first.imported, again.imported, again.skipped]).toEqual([years, 0, years]);
    const past = pastOf(history, START_MS);
    const wh = spans.reduce((sum, { importWh }) => sum + importWh, 0);
    expect(past.energy(IMPORT, spans[0]?.fromMs ?? 0, START_MS).wh).toBeCloseTo(wh, -1);
    expect(past.energy(IMPORT, spans[10]?.fromMs ?? 0, spans[11]?.fromMs ?? 0).wh).toBeCloseTo(12_010, 1);
  });

  it("adds up over adjacent spans, beside what the meter told", () => {
    const story = fc.record({
      runs: fc.array(
        fc.record({
          at: fc.integer({ min: -600 * 24, max: 6 * 24 }),
          hours: fc.integer({ min: 1, max: 6_000 }),
          wh: fc.integer({ min: 0, max: 5_000 }),
          coverage: fc.double({ min: 0.6, max: 1, noNaN: true }),
        }),
        { maxLength: 4 },
      ),
      wh: fc.integer({ min: 0, max: 5_000 }),
      meter: fc.array(fc.tuple(fc.integer({ min: 0, max: 6 * 24 * 12 }), fc.integer({ min: 1, max: 60 })), {
        maxLength: 3,
      }),
      cuts: fc.array(fc.integer({ min: -600 * DAY, max: -230 * DAY }), { minLength: 3, maxLength: 3 }),
    });
    let checked = 0;
    fc.assert(
      fc.property(story, ({ runs, wh, meter, cuts }) => {
        const base = { at: -600 * 24, hours: 375 * 24, wh, coverage: 0.8 };
        const history = new History({ timeZone: ZONE });
        for (const [at, steps] of meter.toSorted(([a], [b]) => a - b))
          told(history, START_MS - 300 * DAY + at * 5 * MINUTE, START_MS - 300 * DAY + (at + steps) * 5 * MINUTE);
        const endMs = START_MS + 7 * DAY;
        const spans = [...runs, base].flatMap(({ at, hours, wh, coverage }) =>
          Array.from({ length: Math.min(hours, 7 * 24 - at) }, (_, i) => ({ ...hour(at + i, wh + (i % 7)), coverage })),
        );
        history.backfill(spans, pastNow(endMs), never);
        const past = pastOf(history, endMs);
        const [a = 0, b = 0, c = 0] = cuts.toSorted((x, y) => x - y).map((ms) => START_MS + ms);
        const [first, second, both] = [past.energy(IMPORT, a, b), past.energy(IMPORT, b, c), past.energy(IMPORT, a, c)];
        if (first.wh === undefined || second.wh === undefined || both.wh === undefined) return;
        // A long span is read by days and a short one by quarters of an hour: means are kept to seven digits.
        expect(Math.abs(first.wh + second.wh - both.wh)).toBeLessThan(1e-6 + both.wh * 1e-7);
        expect(both.coverage).toBeLessThanOrEqual(1);
        checked += 1;
      }),
      { numRuns: 5, examples: [[KNOWN_IN_PART], [GAP_AMONG_DAYS]] },
    );
    expect(checked).toBeGreaterThan(0);
  });
});
