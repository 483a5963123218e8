import { describe, expect, it } from "vitest";
import { NOTHING_KNOWN } from "../../../../src/history/latest.ts";
import { METER_SERIES } from "../../../../src/history/meter-series.ts";
import { Past } from "../../../../src/history/past.ts";
import { Series } from "../../../../src/history/series.ts";
import { pastNow } from "../../../../src/meter/now.ts";
import { hoursView } from "../../../../src/view/parts/hours.ts";

const ZONE = "Europe/Helsinki";
const METER = { name: "house", mainFuseA: 25, phases: 3, timeZone: ZONE } as const;
const shown = (hundredsW: number) => ({ valueW: hundredsW, unit: "kW", hundredsW }) as const;
const FRESH = { state: "fresh", shown: shown(3_000) } as const;

/** Net power that was one from an instant to another, seen at an instant. */
function seen(iso: string, ...spans: readonly (readonly [from: string, to: string, netW: number])[]) {
  const series = new Series(METER_SERIES, ZONE);
  for (const [from, to, netW] of spans) {
    series.advance(Date.parse(to));
    series.hold("activePowerImportW", Math.max(netW, 0), Date.parse(from), Date.parse(to));
    series.hold("activePowerExportW", Math.max(-netW, 0), Date.parse(from), Date.parse(to));
  }
  const now = pastNow(Date.parse(iso));
  return { past: new Past({ series, latest: NOTHING_KNOWN }, 3, now), input: { now, meter: METER } };
}

describe("the day by the hour", () => {
  it("has an hour's energy from midnight to the running hour, and yesterday beside it", () => {
    const { past, input } = seen("2026-01-15T10:30Z", ["2026-01-13T22:00Z", "2026-01-15T10:30Z", 400]);
    const view = hoursView(past, input, FRESH);
    expect([view.fromMs, view.count]).toEqual([Date.parse("2026-01-14T22:00Z"), 24]);
    expect(view.today.map((hour) => Math.round(hour?.importWh ?? -1))).toEqual([...Array(12).fill(400), 200]);
    expect(view.yesterday).toHaveLength(24);
    expect(view.yesterday.every((hour) => Math.round(hour?.importWh ?? -1) === 400 && hour?.exportWh === 0)).toBe(true);
    expect(view.labels.map(({ index, hour }) => [index, hour])).toEqual(
      [0, 3, 6, 9, 12, 15, 18, 21, 24].map((h) => [h, h]),
    );
  });

  it("keeps what came in and what went out apart, and leaves a gap where nothing is known", () => {
    const { past, input } = seen(
      "2026-01-15T10:30Z",
      ["2026-01-14T22:00Z", "2026-01-14T22:30Z", 1_000],
      ["2026-01-14T22:30Z", "2026-01-14T23:00Z", -2_000],
      ["2026-01-15T02:00Z", "2026-01-15T10:30Z", 500],
    );
    const { today } = hoursView(past, input, FRESH);
    expect([today[0]?.importWh, today[0]?.exportWh].map((wh) => Math.round(wh ?? -1))).toEqual([500, 1_000]);
    expect(today.slice(1, 4)).toEqual([null, null, null]);
  });

  it("expects the rest of the running hour at the present power, in its direction, and only while that is fresh", () => {
    const { past, input } = seen("2026-01-15T10:30Z", ["2026-01-14T22:00Z", "2026-01-15T10:30Z", 400]);
    const rounded = (power: Parameters<typeof hoursView>[2]) => {
      const { expected } = hoursView(past, input, power);
      return expected && [expected.importWh, expected.exportWh].map(Math.round);
    };
    expect(rounded(FRESH)).toEqual([1_700, 0]);
    expect(rounded({ state: "fresh", shown: shown(-1_000) })).toEqual([200, 500]);
    expect(rounded({ ...FRESH, state: "stale" })).toBeUndefined();
  });

  it("names the day's highest minute", () => {
    const { past, input } = seen(
      "2026-01-15T10:30Z",
      ["2026-01-14T22:00Z", "2026-01-15T04:42Z", 400],
      ["2026-01-15T04:42Z", "2026-01-15T04:43Z", 7_200],
      ["2026-01-15T04:43Z", "2026-01-15T10:30Z", 900],
    );
    expect(hoursView(past, input, FRESH).highest).toEqual({ powerW: 7_200, atMs: Date.parse("2026-01-15T04:42Z") });
  });

  it("has as many hours as the day, and labels one that is repeated twice", () => {
    const long = seen("2026-10-25T12:00Z", ["2026-10-24T21:00Z", "2026-10-25T12:00Z", 400]);
    const autumn = hoursView(long.past, long.input, FRESH);
    expect(autumn.count).toBe(25);
    expect(autumn.labels.filter(({ hour }) => hour === 3).map(({ index }) => index)).toEqual([3, 4]);
    const short = seen("2026-03-29T12:00Z", ["2026-03-28T22:00Z", "2026-03-29T12:00Z", 400]);
    const spring = hoursView(short.past, short.input, FRESH);
    expect([spring.count, spring.labels.at(-1)]).toEqual([23, { index: 23, hour: 24 }]);
  });
});
