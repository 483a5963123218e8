import { describe, expect, it } from "vitest";
import { History } from "../../../../src/history/history.ts";
import type { Now } from "../../../../src/meter/now.ts";
import type { Values } from "../../../../src/meter/quantity.ts";
import { subMeters } from "../../../../src/view/parts/sub-meters.ts";
import { readingAt } from "../../../fixtures/readings.ts";

const METER = { name: "house", mainFuseA: 25, phases: 3, timeZone: "Europe/Amsterdam" } as const;
const HOUR = 3_600_000;
const MIDNIGHT_MS = Date.parse("2026-01-15T00:00:00+01:00");

const nowAt = (wallMs: number, clockSet = true): Now => ({ wallMs, monoMs: wallMs, clockSet });

/** Hourly readings of a gas meter from some hours after midnight to others: half a cubic metre an hour. */
function hourly(fromHour: number, toHour: number, more: (hour: number) => Values = () => ({})): History {
  const history = new History();
  for (let hour = fromHour; hour <= toHour; hour += 1)
    history.add(readingAt({ gasVolumeC1M3: 1_000 + hour / 2, ...more(hour) }, nowAt(MIDNIGHT_MS + hour * HOUR)));
  return history;
}

const viewOf = (history: History, now: Now) =>
  subMeters.build({ history, now, meter: METER, link: { kind: "connected", since: now } });

describe("the sub-meters", () => {
  it("are those that the meter has, with what was used today, yesterday and this month up to the last reading", () => {
    const history = hourly(-48, 10, (hour) => ({ heatEnergyC2Wh: 50_000 + 100 * hour }));
    const lastMs = MIDNIGHT_MS + 10 * HOUR;
    expect(viewOf(history, nowAt(lastMs + HOUR / 2))).toEqual([
      {
        quantity: "gasVolumeC1M3",
        medium: "gas",
        channel: 1,
        unit: "m3",
        state: "fresh",
        atMs: lastMs,
        counter: 1_005,
        today: { amount: 5 },
        yesterday: { amount: 12 },
        month: { amount: 29, sinceMs: MIDNIGHT_MS - 48 * HOUR },
      },
      {
        quantity: "heatEnergyC2Wh",
        medium: "heat",
        channel: 2,
        unit: "Wh",
        state: "fresh",
        atMs: lastMs,
        counter: 51_000,
        today: { amount: 1_000 },
        yesterday: { amount: 2_400 },
        month: { amount: 5_800, sinceMs: MIDNIGHT_MS - 48 * HOUR },
      },
    ]);
  });

  it("say that they are out of date when their own clock has stopped, whatever else comes", () => {
    const history = hourly(0, 5);
    const now = nowAt(MIDNIGHT_MS + 8 * HOUR);
    history.add(readingAt({ activePowerImportW: 500 }, now));
    expect(viewOf(history, now)).toMatchObject([{ state: "stale", counter: 1_002.5, today: { amount: 2.5 } }]);
  });

  it("have a figure that begins with the meter where that is later", () => {
    const [gas] = viewOf(hourly(4, 9), nowAt(MIDNIGHT_MS + 9 * HOUR));
    expect(gas?.today).toEqual({ amount: 2.5, sinceMs: MIDNIGHT_MS + 4 * HOUR });
    expect(gas).not.toHaveProperty("yesterday");
  });

  it("mark a figure with a part that is not known: the first hours of the day, in a gap that began the day before", () => {
    const history = hourly(-20, -3);
    for (let hour = 6; hour <= 20; hour += 1)
      history.add(readingAt({ gasVolumeC1M3: 1_000 + hour / 2 }, nowAt(MIDNIGHT_MS + hour * HOUR)));
    const [gas] = viewOf(history, nowAt(MIDNIGHT_MS + 20 * HOUR));
    expect(gas?.today).toEqual({ amount: 10, isApprox: true });
  });

  it("begin again with another meter on the channel: the difference of two counters is no use", () => {
    const history = hourly(0, 4);
    for (let hour = 5; hour <= 8; hour += 1) {
      const reading = readingAt({ gasVolumeC1M3: 7_000 + hour / 2 }, nowAt(MIDNIGHT_MS + hour * HOUR));
      history.add(hour === 5 ? { ...reading, restarted: ["gasVolumeC1M3"] } : reading);
    }
    const [gas] = viewOf(history, nowAt(MIDNIGHT_MS + 8 * HOUR));
    expect(gas).toMatchObject({ counter: 7_004, today: { amount: 3.5, isApprox: true } });
  });

  it("tell the directions of a second electricity meter apart", () => {
    const history = new History();
    const now = nowAt(MIDNIGHT_MS);
    history.add(readingAt({ activeEnergyImportC4Wh: 5, activeEnergyExportC4Wh: 7 }, now));
    expect(viewOf(history, now)).toMatchObject([
      { direction: "import", medium: "electricity", channel: 4, counter: 5 },
      { direction: "export", medium: "electricity", channel: 4, counter: 7 },
    ]);
  });

  it("have no figures while the clock is not set", () => {
    const history = new History();
    const now = nowAt(MIDNIGHT_MS, false);
    history.add(readingAt({ waterVolumeC2M3: 12.5 }, now));
    expect(viewOf(history, now)).toEqual([
      { quantity: "waterVolumeC2M3", medium: "water", channel: 2, unit: "m3", state: "fresh", counter: 12.5 },
    ]);
  });

  it("are none where the meter has none", () => {
    const now = nowAt(MIDNIGHT_MS);
    expect(viewOf(new History(), now)).toEqual([]);
  });
});
