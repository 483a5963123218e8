import { describe, expect, it } from "vitest";
import { History } from "../../../../src/history/history.ts";
import type { Values } from "../../../../src/meter/quantity.ts";
import { totalsView } from "../../../../src/view/parts/totals.ts";
import { readingAt } from "../../../fixtures/readings.ts";

const HOUSE = { timeZone: "Europe/Helsinki", phases: 3 } as const;
const HOUR = 3_600_000;

type Hours = readonly (readonly [fromHour: number, toHour: number])[];

const nowOf = (iso: string, clockSet = true) => ({ wallMs: Date.parse(iso), monoMs: Date.parse(iso), clockSet });

/** A counter that grows 500 Wh an hour, published every quarter from one instant to another. */
function counting(from: string, to: string, more: (hours: number) => Values = () => ({})): History {
  const history = new History();
  for (let atMs = Date.parse(from); atMs <= Date.parse(to); atMs += HOUR / 4) {
    const hours = (atMs - Date.parse(from)) / HOUR;
    const at = { wallMs: atMs, monoMs: atMs, clockSet: true };
    history.add(readingAt({ activeEnergyImportWh: 10_000 + 500 * hours, ...more(hours) }, at));
  }
  return history;
}

describe("the totals", () => {
  const now = nowOf("2026-01-15T10:00:00Z");

  it("are today's from midnight, yesterday's, and the counter", () => {
    const totals = totalsView(counting("2026-01-13T00:00Z", "2026-01-15T10:00Z"), now, HOUSE);
    expect(totals).toEqual({
      state: "fresh",
      atMs: now.wallMs,
      counterImportWh: 10_000 + 500 * 58,
      today: { importWh: 6_000, coverage: 1 },
      yesterday: { importWh: 12_000, coverage: 1 },
      month: { importWh: 29_000, coverage: 1, sinceMs: Date.parse("2026-01-13T00:00Z") },
    });
  });

  it("have export beside import where the meter counts it", () => {
    const history = counting("2026-01-13T00:00Z", "2026-01-15T10:00Z", (hours) => ({
      activeEnergyExportWh: 100 * hours,
    }));
    const totals = totalsView(history, now, HOUSE);
    expect(totals).toMatchObject({
      today: { exportWh: 1_200 },
      yesterday: { exportWh: 2_400 },
      counterExportWh: 5_800,
    });
  });

  it("say since when today's figure counts, where that is a quarter of an hour or more after midnight", () => {
    const late = totalsView(counting("2026-01-15T06:00Z", "2026-01-15T10:00Z"), now, HOUSE);
    expect(late.today).toEqual({
      importWh: 2_000,
      sinceMs: Date.parse("2026-01-15T06:00Z"),
      coverage: 1,
    });
    const early = totalsView(counting("2026-01-14T22:10Z", "2026-01-15T10:00Z"), now, HOUSE);
    expect(early.today).not.toHaveProperty("sinceMs");
  });

  /** Power of 500 W published every ten minutes from hour to hour of 14 January, local time. */
  const powered = (...spans: Hours): History => {
    const history = new History();
    const midnightMs = Date.parse("2026-01-13T22:00Z");
    for (const [fromHour, toHour] of spans) {
      for (let atMs = midnightMs + fromHour * HOUR; atMs < midnightMs + toHour * HOUR; atMs += HOUR / 6)
        history.add(readingAt({ activePowerImportW: 500 }, { wallMs: atMs, monoMs: atMs, clockSet: true }));
    }
    return history;
  };

  it.each<[string, Hours, "whole" | "approx" | "absent"]>([
    ["all of it is known", [[-1, 25]], "whole"],
    [
      "an hour of it is missing in between",
      [
        [-1, 12],
        [13, 25],
      ],
      "approx",
    ],
    [
      "two tenths of it are missing in between",
      [
        [-1, 12],
        [16.8, 25],
      ],
      "approx",
    ],
    [
      "more than half of it is missing in between",
      [
        [-1, 6],
        [19, 25],
      ],
      "absent",
    ],
    ["it begins an hour late", [[1, 25]], "absent"],
    ["it begins two tenths late", [[4.8, 25]], "absent"],
    ["it ends an hour early", [[-1, 23]], "absent"],
  ])("say of yesterday, where %s, no more than is known", (_, hours, expected) => {
    const { yesterday } = totalsView(powered(...hours), nowOf("2026-01-14T23:00:00Z"), HOUSE);
    const { importWh, coverage = 0, importApprox: approx = false } = yesterday;
    expect(importWh === undefined ? "absent" : approx ? "approx" : "whole").toBe(expected);
    if (importWh === undefined) expect(yesterday).toEqual({});
    else expect(importWh).toBeCloseTo(12_000 * coverage, 6);
  });

  it("mark each figure by itself: the counter of one goes on over a gap in the power of the other", () => {
    const history = new History();
    for (const hours of [0, 1, 2, 3, 4, 7, 8, 9, 10]) {
      const atMs = Date.parse("2026-01-14T22:00Z") + hours * HOUR;
      const values = { activeEnergyImportWh: 1_000 + 100 * hours, activePowerImportW: 100, activePowerExportW: 0 };
      for (let i = 0; i < 6; i++) {
        const at = { wallMs: atMs + (i * HOUR) / 6, monoMs: atMs + (i * HOUR) / 6, clockSet: true };
        history.add(readingAt({ ...values, activeEnergyImportWh: values.activeEnergyImportWh + (100 * i) / 6 }, at));
      }
    }
    const { today } = totalsView(history, nowOf("2026-01-15T08:50:00Z"), HOUSE);
    expect(today).toMatchObject({ exportWh: 0, exportApprox: true });
    expect(today).not.toHaveProperty("importApprox");
    expect(today.importWh).toBeCloseTo(1_083, 0);
  });

  it("mark today's figure where parts in between are unknown, and leave it out where more than half is", () => {
    const at = nowOf("2026-01-14T20:00:00Z");
    const gap = totalsView(powered([-1, 10], [12, 23]), at, HOUSE).today;
    expect(gap).toMatchObject({ importApprox: true });
    expect(gap.importWh).toBeCloseTo(500 * 22 * (gap.coverage ?? 0), 6);
    expect(totalsView(powered([-1, 4], [20, 23]), at, HOUSE).today).toEqual({});
    const late = totalsView(powered([12, 23]), at, HOUSE).today;
    expect(late).toMatchObject({ sinceMs: Date.parse("2026-01-14T10:00Z") });
    expect(late.importWh).toBeCloseTo(500 * 10 - 500 * (9 / 60), 6);
  });

  it("count yesterdays of 23 and of 25 hours by held power", () => {
    for (const [day, hours] of [
      ["2026-03-29", 23],
      ["2026-10-25", 25],
    ] as const) {
      const history = new History();
      const from = Date.parse(`${day}T00:00Z`) - 6 * HOUR;
      for (let atMs = from; atMs < from + 36 * HOUR; atMs += HOUR / 12)
        history.add(readingAt({ activePowerImportW: 600 }, { wallMs: atMs, monoMs: atMs, clockSet: true }));
      const { yesterday } = totalsView(
        history,
        { wallMs: from + 36 * HOUR, monoMs: from + 36 * HOUR, clockSet: true },
        HOUSE,
      );
      expect(yesterday.importWh).toBeCloseTo(600 * hours, 6);
    }
  });

  it("know yesterday only when all of it was counted", () => {
    expect(totalsView(counting("2026-01-14T09:00Z", "2026-01-15T10:00Z"), now, HOUSE).yesterday).toEqual({});
    expect(totalsView(new History(), now, HOUSE)).toEqual({ state: "absent", today: {}, yesterday: {} });
  });

  it("leave out yesterday's export when it was counted only from noon on", () => {
    const history = counting("2026-01-13T00:00Z", "2026-01-15T10:00Z", (hours) =>
      hours < 36 ? {} : { activeEnergyExportWh: 100 * hours },
    );
    expect(totalsView(history, now, HOUSE).yesterday).toEqual({ importWh: 12_000, coverage: 1 });
  });

  it("say since when the month is known where the history does not reach back to its start", () => {
    const { month } = totalsView(counting("2026-01-13T00:00Z", "2026-01-15T10:00Z"), now, HOUSE);
    expect(month).toEqual({ importWh: 58 * 500, coverage: 1, sinceMs: Date.parse("2026-01-13T00:00Z") });
    expect(totalsView(counting("2026-01-15T00:00Z", "2026-01-15T10:00Z"), now, HOUSE)).not.toHaveProperty("month");
    const early = totalsView(counting("2026-01-31T20:00Z", "2026-02-03T10:00Z"), nowOf("2026-02-03T10:00:00Z"), HOUSE);
    expect(early.month).toEqual({ importWh: 60 * 500, coverage: 1 });
  });

  it.each([
    ["the 9th", "2026-01-09T09:00Z", 8 * 24 + 11],
    ["the 31st", "2026-01-31T09:00Z", 30 * 24 + 11],
    ["the 31st of a month with a change of the clock", "2026-10-31T09:00Z", 30 * 24 + 1 + 11],
  ])("know the month on %s, though its minutes are gone", (_, iso, hours) => {
    const startMs = Date.parse(`${iso.slice(0, 7)}-01T00:00+0${iso.includes("-10-") ? 3 : 2}:00`);
    const from = new Date(startMs - 26 * HOUR).toISOString();
    const { month } = totalsView(counting(from, iso), nowOf(iso), HOUSE);
    expect(month).toEqual({ importWh: hours * 500, coverage: 1 });
  });

  it("know the month of a meter that has power only", () => {
    const history = new History();
    for (let atMs = Date.parse("2025-12-30T00:00Z"); atMs <= Date.parse("2026-01-31T09:00Z"); atMs += HOUR / 12)
      history.add(readingAt({ activePowerImportW: 600 }, { wallMs: atMs, monoMs: atMs, clockSet: true }));
    const { month } = totalsView(history, nowOf("2026-01-31T09:00Z"), HOUSE);
    expect(month?.importWh).toBeCloseTo(600 * (30 * 24 + 11), 3);
    expect(month).toMatchObject({ coverage: 1 });
  });

  it("count a yesterday of 23 hours as it was", () => {
    const history = counting("2026-03-27T20:00Z", "2026-03-30T10:00Z");
    expect(totalsView(history, nowOf("2026-03-30T10:00:00Z"), HOUSE).yesterday.importWh).toBe(23 * 500);
  });

  it("know no day while the clock is not set, but the counter", () => {
    const totals = totalsView(counting("2026-01-13T00:00Z", "2026-01-15T10:00Z"), { ...now, clockSet: false }, HOUSE);
    expect(totals).toEqual({ state: "fresh", counterImportWh: 39_000, today: {}, yesterday: {} });
  });

  it("are stale when the counter was not renewed for an hour and a quarter", () => {
    const history = counting("2026-01-13T00:00Z", "2026-01-15T10:00Z");
    expect(totalsView(history, nowOf("2026-01-15T11:16:00Z"), HOUSE).state).toBe("stale");
  });
});
