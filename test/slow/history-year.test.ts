import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { History } from "../../src/history/history.ts";
import { pastNow } from "../../src/meter/now.ts";
import { QUANTITIES } from "../../src/meter/quantity.ts";
import { PACKAGE_FOLDER } from "../../src/package-folder.ts";
import { FileAccess } from "../../src/store/file-access.ts";
import { HistoryFile } from "../../src/store/history-file.ts";
import { newHourRows } from "../../src/store/hour-rows.ts";
import { SqliteStore } from "../../src/store/sqlite-store.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START_MS = Date.UTC(2025, 0, 1);
const METER = { name: "house", timeZone: "Europe/Helsinki", phases: 3 } as const;
const POWERS = QUANTITIES.filter(({ kind }) => kind === "instant").slice(0, 22);
const COUNTERS = ["activeEnergyExportWh", "reactiveEnergyImportVarh", "reactiveEnergyExportVarh"] as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(PACKAGE_FOLDER, "build/history-year-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A kiosk's history as far as it is kept: 26 quantities that all change. */
function house(stepMs: number) {
  const note = () => {};
  const file = new HistoryFile({ folder, log: { info: note, warn: note, error: note }, wallMs: () => START_MS });
  const store = new SqliteStore(new FileAccess(file), METER);
  const history = new History({ timeZone: METER.timeZone, store });
  let writtenMs: number | undefined;
  return {
    history,
    store,
    file,
    live(fromMs: number, toMs: number): void {
      for (let ms = fromMs; ms < toMs; ms += stepMs) {
        const wave = Math.sin(ms / HOUR) + Math.sin(ms / (7 * MINUTE)) / 3;
        const instants = POWERS.map(({ key }, i) => [key, Math.round(1_000 + i * 10 + 600 * wave)] as const);
        const counters = COUNTERS.map((key) => [key, Math.round((ms - START_MS) / HOUR)] as const);
        const activeEnergyImportWh = 1_000_000 + (ms - START_MS) / 3_600;
        const values = { ...Object.fromEntries([...instants, ...counters]), activeEnergyImportWh };
        history.add({ values, at: pastNow(ms), retained: false });
      }
    },
    async save(ms: number): Promise<void> {
      store.appendHours(newHourRows(history, METER, writtenMs, pastNow(ms)).rows);
      await history.save(pastNow(ms));
      writtenMs = ms;
    },
  };
}

const writtenBytes = () => Number(/^write_bytes: (\d+)$/mu.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);

it("a day in commits of five minutes writes less than 5 MB", async () => {
  const { live, save, file } = house(10_000);
  const days: number[] = [];
  for (let day = 0; day < 2; day++) {
    const before = writtenBytes();
    for (let ms = START_MS + day * DAY; ms < START_MS + (day + 1) * DAY; ms += 5 * MINUTE) {
      live(ms, ms + 5 * MINUTE);
      await save(ms + 5 * MINUTE);
    }
    days.push(writtenBytes() - before);
  }
  file.close();
  console.info("bytes written a day:", days, "file:", statSync(file.path).size);
  expect(Math.max(...days)).toBeLessThan(5e6);
});

it("a year takes less than 40 MB on the disk, memory stays flat, and its totals are right", async () => {
  const { live, save, file, history } = house(10 * MINUTE);
  const arrays: number[] = [];
  const heap: number[] = [];
  const before = process.memoryUsage().arrayBuffers;
  for (let day = 0; day < 365; day++) {
    for (let part = 0; part < 4; part++) {
      const ms = START_MS + day * DAY + part * 6 * HOUR;
      live(ms, ms + 6 * HOUR);
      await save(ms + 6 * HOUR);
    }
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    if (day % 30 === 29) arrays.push(arrayBuffers - before);
    heap.push(heapUsed);
  }
  // What is garbage comes and goes: the least of a quarter of a year is what is kept.
  const grownBytes = Math.min(...heap.slice(-90)) - Math.min(...heap.slice(0, 90));
  const endMs = START_MS + 365 * DAY;
  await save(endMs);
  const expected = (365 * DAY) / 3_600;
  const wh = (known: History) => known.past(pastNow(endMs), 3)?.energy("activeEnergyImportWh", START_MS, endMs).wh;
  expect(wh(history)).toBeCloseTo(expected, -3);
  file.close();
  const size = statSync(file.path).size;
  const again = house(HOUR);
  const startMs = performance.now();
  await again.history.restore(pastNow(endMs));
  console.info("arrays:", arrays, "heap grown:", grownBytes, "file:", size, "load ms:", performance.now() - startMs);
  expect(wh(again.history)).toBe(wh(history));
  again.file.close();
  expect(size).toBeLessThan(40e6);
  expect(Math.max(...arrays)).toBeLessThan(12e6);
  expect(grownBytes).toBeLessThan(16e6);
});
