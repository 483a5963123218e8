import { describe, expect, it } from "vitest";
import { History } from "../../../../src/history/history.ts";
import { pastNow } from "../../../../src/meter/now.ts";
import { byNow } from "../../../../src/view/parts/by-now.ts";
import { days } from "../../../../src/view/parts/days.ts";
import { totals } from "../../../../src/view/parts/totals.ts";
import { readingAt } from "../../../fixtures/readings.ts";

const METER = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Helsinki" } as const;
const HOUR_MS = 3_600_000;

/** A counter that is read every hour from one instant to another, 500 Wh an hour, on Saturdays 1000. */
function countingTo(fromIso: string, toIso: string) {
  const history = new History({ timeZone: METER.timeZone });
  const now = pastNow(Date.parse(toIso));
  let wh = 0;
  for (let atMs = Date.parse(fromIso); atMs <= now.wallMs; atMs += HOUR_MS) {
    history.add(readingAt({ activeEnergyImportWh: wh }, pastNow(atMs)));
    wh += new Date(atMs + 2 * HOUR_MS).getUTCDay() === 6 ? 1_000 : 500;
  }
  return { history, link: { kind: "connected", since: now }, now, meter: METER } as const;
}

const kwhOf = ({ energy }: { readonly energy: { readonly importWh?: number } }) => (energy.importWh ?? NaN) / 1_000;
const totalsOf = (input: ReturnType<typeof countingTo>) => ({ totals: totals.build(input) });

describe("the days of two weeks", () => {
  // Thursday 15 January 2026, noon.
  const input = countingTo("2025-12-20T00:00Z", "2026-01-15T10:00Z");

  it("are fourteen, the last one today until now", () => {
    const view = days.build(input, totalsOf(input));
    expect(view.weekday).toBe(4);
    expect(view.days.map(kwhOf)).toEqual([12, 24, 12, 12, 12, 12, 12, 12, 24, 12, 12, 12, 12, 6]);
    expect(view.days.at(-1)).toMatchObject({ fromMs: Date.parse("2026-01-14T22:00Z"), toMs: input.now.wallMs });
  });

  it("are empty where nothing was known yet, and there are none while the clock is not set", () => {
    const late = countingTo("2026-01-14T22:00Z", "2026-01-15T10:00Z");
    expect(days.build(late, totalsOf(late)).days.map(({ energy }) => energy.importWh)).toEqual([
      ...Array.from({ length: 13 }, () => undefined),
      6_000,
    ]);
    const unset = { ...input, now: { ...input.now, clockSet: false } };
    expect(days.build(unset, totalsOf(input)).days).toEqual([]);
  });
});

describe("energy by now", () => {
  it("is this day's and this week's, and of earlier ones until the same time", () => {
    const input = countingTo("2025-12-20T00:00Z", "2026-01-17T10:00Z"); // a Saturday
    const { day, week } = byNow.build(input, totalsOf(input));
    expect([day?.running, day?.before, day?.longBefore].map((span) => kwhOf(span!))).toEqual([12, 6, 12]);
    expect([week?.running, week?.before].map((span) => kwhOf(span!))).toEqual([72, 72]);
    expect(week?.longBefore.energy).toEqual({});
    expect(week?.before).toMatchObject({
      fromMs: Date.parse("2026-01-04T22:00Z"),
      toMs: Date.parse("2026-01-10T10:00Z"),
    });
  });

  it("ends at the same time on the clock where that was changed in between", () => {
    const input = countingTo("2026-03-20T00:00Z", "2026-03-29T09:30Z"); // 12:30 on the day of 23 hours
    const { day } = byNow.build(input, totalsOf(input));
    expect(day?.before.toMs).toBe(Date.parse("2026-03-28T10:30Z"));
    const after = countingTo("2026-03-20T00:00Z", "2026-03-30T09:30Z");
    expect(byNow.build(after, totalsOf(after)).day?.before.toMs).toBe(Date.parse("2026-03-29T09:30Z"));
  });

  it("of a week that began before anything was known says since when", () => {
    const input = countingTo("2026-01-13T22:00Z", "2026-01-15T10:00Z");
    const { week } = byNow.build(input, totalsOf(input));
    expect(week?.running.energy).toMatchObject({ importWh: 18_000, sinceMs: Date.parse("2026-01-13T22:00Z") });
    expect(week?.before.energy).toEqual({});
  });

  it("of a Monday is the day's own", () => {
    const input = countingTo("2026-01-01T00:00Z", "2026-01-12T10:00Z");
    const { day, week } = byNow.build(input, totalsOf(input));
    expect(kwhOf(week!.running)).toBe(kwhOf(day!.running));
    expect(kwhOf(week!.before)).toBe(6);
  });
});
