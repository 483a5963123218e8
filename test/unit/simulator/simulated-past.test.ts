import { describe, expect, it } from "vitest";
import { History } from "../../../src/history/history.ts";
import type { Past } from "../../../src/history/past.ts";
import { localIso, localParts, startOfLocalDay, startOfLocalMonth } from "../../../src/meter/local-time.ts";
import { pastNow } from "../../../src/meter/now.ts";
import { type ScenarioId, scenarioOf } from "../../../src/simulator/scenario.ts";
import { addPast, addSimulated } from "../../../src/simulator/scenario-history.ts";
import { pictureWindow } from "../../../src/simulator/scenario-time.ts";
import { simulate } from "../../../src/simulator/simulate.ts";

const ZONE = "Europe/Helsinki";
const HOUR_MS = 3_600_000;

interface Known {
  readonly past: Past;
  readonly fromMs: number;
  kwh(way: "Import" | "Export", fromMs: number, toMs: number): number | undefined;
}

/** The past of a scenario as of four days after its first telegram: of the last three days minutes are read. */
function known(id: ScenarioId, seed = 1): Known {
  const scenario = scenarioOf(id);
  const { fromMs, anchorMs } = pictureWindow(scenario, ZONE);
  const history = new History({ timeZone: ZONE });
  const options = { scenario, seed, timeZone: ZONE, fromMs, anchorMs };
  addPast(history, options);
  const toMs = fromMs + 96 * HOUR_MS;
  for (const item of simulate({ ...options, toMs, intervalMs: 600_000 })) addSimulated(history, item, options.scenario);
  const past = history.past(pastNow(toMs), 3);
  if (!past) throw new Error("no past");
  const kwh: Known["kwh"] = (way, from, to) => {
    const { wh } = past.energy(`activeEnergy${way}Wh`, from, to);
    return wh === undefined ? undefined : wh / 1_000;
  };
  return { past, fromMs, kwh };
}

/** Energy of the month that holds an instant. */
function monthOf({ kwh }: Known, way: "Import" | "Export", iso: string): number | undefined {
  const ms = Date.parse(iso);
  return kwh(way, startOfLocalMonth(ms, ZONE), startOfLocalMonth(ms, ZONE, 1));
}

describe("the past of a simulated house", () => {
  const day = known("day");

  it("is fourteen months long, and its days add up to its months", () => {
    const firstMs = day.past.firstKnownMs("activeEnergyImportWh") ?? 0;
    expect(localIso(firstMs, ZONE)).toBe("2024-11-06T00:00:00");
    const [fromMs, toMs] = [Date.parse("2025-10-01T00:00+03:00"), Date.parse("2025-11-01T00:00+02:00")];
    const days = Array.from({ length: 31 }, (_, i) => startOfLocalDay(fromMs, ZONE, i));
    const sum = days.reduce((total, ms) => total + (day.kwh("Import", ms, startOfLocalDay(ms, ZONE, 1)) ?? NaN), 0);
    expect(sum).toBeCloseTo(day.kwh("Import", fromMs, toMs) ?? NaN, 3);
  });

  it("joins the telegrams without a step", () => {
    const across = day.past.buckets("activeEnergyImportWh", day.fromMs - HOUR_MS, day.fromMs + HOUR_MS, HOUR_MS);
    expect(across.map(({ coverage }) => coverage)).toEqual([1, 1]);
    for (const { grown } of across) {
      expect(grown).toBeGreaterThan(100);
      expect(grown).toBeLessThan(6_000);
    }
  });

  it("needs twice as much in January as in July", () => {
    const [january, july] = [monthOf(day, "Import", "2025-01-15"), monthOf(day, "Import", "2025-07-15")];
    expect(january).toBeGreaterThan(1.7 * (july ?? NaN));
    expect(july).toBeGreaterThan(300);
    expect(january).toBeLessThan(2_500);
  });

  it("bathes on Wednesdays and Saturdays", () => {
    const evenings = Array.from({ length: 28 }, (_, i) => startOfLocalDay(day.fromMs, ZONE, i - 28)).map((ms) => ({
      weekday: localParts(ms, ZONE).weekday,
      kwh: day.kwh("Import", ms + 18 * HOUR_MS, ms + 20 * HOUR_MS) ?? NaN,
    }));
    const mean = (weekdays: readonly number[]) => {
      const chosen = evenings.filter(({ weekday }) => weekdays.includes(weekday));
      return chosen.reduce((sum, { kwh }) => sum + kwh, 0) / chosen.length;
    };
    expect(mean([3, 6])).toBeGreaterThan(mean([1, 2, 4, 5, 7]) + 3);
  });

  it("sells in summer where there are panels, and hardly in December", () => {
    const solar = known("solar-noon");
    expect(monthOf(solar, "Export", "2025-06-15")).toBeGreaterThan(800);
    expect(monthOf(solar, "Export", "2025-12-15")).toBeLessThan(200);
    expect(monthOf(solar, "Import", "2025-12-15")).toBeGreaterThan(2 * (monthOf(solar, "Import", "2025-06-15") ?? NaN));
    expect(monthOf(day, "Export", "2025-06-15")).toBe(0);
  });

  it("is the same for the same seed, and another for another", () => {
    const december = (seed: number) => monthOf(known("day", seed), "Import", "2025-12-15");
    expect(december(1)).toBe(monthOf(day, "Import", "2025-12-15"));
    expect(december(7)).not.toBe(december(1));
  });

  it("is empty where nothing ever came, and before the reader was plugged in", () => {
    for (const id of ["no-data", "first-day"] as const) {
      const scenario = scenarioOf(id);
      const history = new History({ timeZone: ZONE });
      addPast(history, { scenario, seed: 1, timeZone: ZONE, ...pictureWindow(scenario, ZONE) });
      expect(history.series.firstKnownMs("activeEnergyImportWh"), id).toBeUndefined();
    }
  });

  it("begins where the meter was new", () => {
    const scenario = scenarioOf("day");
    const history = new History({ timeZone: ZONE });
    const window = pictureWindow(scenario, ZONE, Date.parse("2025-01-20T12:00Z"));
    addPast(history, { scenario, seed: 1, timeZone: ZONE, ...window });
    history.series.advance(window.fromMs);
    const firstMs = history.series.firstKnownMs("activeEnergyImportWh") ?? 0;
    expect(firstMs).toBeGreaterThan(Date.parse("2024-01-01T00:00Z"));
    expect(
      history.series.points("activeEnergyImportWh", firstMs, firstMs + 24 * HOUR_MS, window.fromMs)[0]?.value,
    ).toBe(0);
  });
});
