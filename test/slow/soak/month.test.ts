import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { medianOf } from "../../../src/history/median.ts";
import { localDayOf } from "../../../src/meter/local-time.ts";
import { PACKAGE_FOLDER } from "../../../src/package-folder.ts";
import { brokenLimits } from "./broken-limits.ts";
import { Month } from "./month.ts";
import { DAY_MS, FIRST_DAY_MS, FROST_C, isQuiet, TIME_ZONE } from "./month-config.ts";
import { ordinaryShares, soakReport } from "./report.ts";

const DAYS = Number(process.env["SOAK_DAYS"] ?? 30);
/** Folder in memory where there is one: a month of states that are synced one by one would wait for the disk. */
const PLACE = existsSync("/dev/shm") ? "/dev/shm" : join(PACKAGE_FOLDER, "build");
const REPORTS = join(PACKAGE_FOLDER, "build/reports");
/** Days after which memory has all that it keeps of minutes; each restart begins them again. */
const FILLED_DAYS = 10;
/** Most by which memory may differ from ten days to the next ten, bytes: buffers of pictures come and go. */
const MEMORY_NOISE = 16e6;

let folder: string;
let month: Month;

beforeAll(async () => {
  mkdirSync(REPORTS, { recursive: true });
  folder = mkdtempSync(join(PLACE, "wattframe-soak-"));
  month = new Month(folder);
  await month.live(DAYS);
}, 1_800_000);

afterAll(() => {
  const megabytes = month.memory.map((bytes) => Math.round(bytes / 1e6)).join(" ");
  const table = `${soakReport(month.panels, DAYS)}\n${JSON.stringify(month.counts)}\nmemory by day, MB: ${megabytes}`;
  console.info(table);
  writeFileSync(join(REPORTS, "soak.txt"), `${table}\n`);
  rmSync(folder, { recursive: true, force: true });
});

const panelOf = (name: string) => month.panels.get(name)!;

describe(`a kiosk with displays of every kind, through ${DAYS} days`, () => {
  it("keeps every limit of every panel", () => {
    for (const { panel, refreshes } of month.panels.values()) {
      expect(refreshes.length, panel.id).toBeGreaterThan(DAYS);
      expect(brokenLimits(panel, refreshes), panel.id).toEqual([]);
    }
  });

  it("refreshes every panel fully on every day that is warm enough", () => {
    const first = localDayOf(FIRST_DAY_MS, TIME_ZONE);
    for (const [name, { refreshes }] of month.panels) {
      const full = refreshes.filter(({ kind }) => kind === "full" || kind === "grey4");
      const days = new Set(full.map(({ atMs }) => localDayOf(atMs, TIME_ZONE) - first));
      const without = Array.from({ length: DAYS }, (_, day) => day).filter((day) => !days.has(day));
      expect(
        without.filter((day) => name !== "label" || (FROST_C.get(day) ?? 20) >= 0),
        name,
      ).toEqual([]);
    }
  });

  it("gives a cold panel no other refresh than a full one, and a freezing panel none", () => {
    const during = (day: number) =>
      panelOf("label").refreshes.filter(({ temperatureC }) => temperatureC === FROST_C.get(day));
    for (const [day, temperatureC] of FROST_C) {
      if (day >= DAYS) continue;
      const kinds = during(day).map(({ kind }) => kind);
      expect(
        kinds.every((kind) => temperatureC >= 0 && kind === "full"),
        `${temperatureC} °C`,
      ).toBe(true);
    }
    expect(during(11).length).toBeGreaterThan(DAYS > 11 ? 5 : -1);
  });

  it("leaves every panel alone in quiet hours, but for the picture of the night and the full refresh of the day", () => {
    for (const { panel, refreshes } of month.panels.values()) {
      const nights = new Map<number, string[]>();
      for (const { atMs, kind } of refreshes.filter((one) => isQuiet(one.atMs))) {
        const night = Math.floor((atMs - FIRST_DAY_MS) / DAY_MS + 0.5);
        nights.set(night, [...(nights.get(night) ?? []), kind]);
      }
      const busy = [...nights].filter(([, kinds]) => kinds.length > 2);
      expect(busy, panel.id).toEqual([]);
    }
  });

  it("uses every controller as it wants to be used, and leaves it powered off, then asleep", () => {
    for (const { panel, misuses } of month.panels.values()) expect(misuses, panel.id).toEqual([]);
  });

  it("has every picture on its glass to the pixel, with the time of its refresh, at every moment that was looked at", () => {
    expect(month.counts.looks).toBeGreaterThan(100 * DAYS);
    expect(month.counts.clocks).toBeGreaterThan(4 * DAYS);
    expect(month.faults).toEqual([]);
  });

  it("writes a quarter of the glass at most in an ordinary refresh of the hall, on average of every day", () => {
    const shares = ordinaryShares(panelOf("hall"));
    expect(shares.length).toBeGreaterThanOrEqual(DAYS);
    expect(Math.max(...shares)).toBeLessThanOrEqual(0.25);
  });

  it("has nothing to complain of but the broker, and comes back from all", () => {
    expect(month.complaints).toEqual([]);
    expect(month.counts.outages).toBeGreaterThan(DAYS / 6);
    expect(month.counts.restarts).toBeGreaterThan(DAYS / 10);
  });

  it("needs no more memory at the end than when its minutes were full", () => {
    const later = month.memory.slice(2 * FILLED_DAYS);
    const filled = month.memory.slice(FILLED_DAYS, 2 * FILLED_DAYS);
    expect([filled.length, later.length]).toEqual([FILLED_DAYS, DAYS - 2 * FILLED_DAYS]);
    const least = (days: readonly number[]) => Math.min(...days);
    for (const figure of [least, medianOf]) expect(figure(later) - figure(filled)).toBeLessThan(MEMORY_NOISE);
  });
});
