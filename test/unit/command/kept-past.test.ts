import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { energyLine } from "../../../src/command/energy.ts";
import { keptPast } from "../../../src/command/kept-past.ts";
import { History } from "../../../src/history/history.ts";
import { SILENT } from "../../../src/log.ts";
import { pastNow } from "../../../src/meter/now.ts";
import { FileAccess } from "../../../src/store/file-access.ts";
import { HistoryFile } from "../../../src/store/history-file.ts";
import { newHourRows } from "../../../src/store/hour-rows.ts";
import { SqliteStore } from "../../../src/store/sqlite-store.ts";
import { readingAt } from "../../fixtures/readings.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2025, 0, 10);
const METER = { name: "house", timeZone: "UTC", phases: 3 } as const;
/** Quarters of an hour are kept for 427 days. */
const DAYS = 440;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-kept-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A house that takes two kilowatts in every second hour, and next to nothing in the others: six days of it, and a day long after. */
async function live(): Promise<void> {
  const file = new HistoryFile({ folder, log: SILENT, wallMs: () => START_MS });
  const store = new SqliteStore(new FileAccess(file), METER);
  const history = new History({ timeZone: METER.timeZone, store });
  let activeEnergyImportWh = 10_000;
  const tell = (ms: number) => history.add(readingAt({ activeEnergyImportWh }, pastNow(ms)));
  const endMs = START_MS + 6 * DAY_MS;
  for (let ms = START_MS; ms <= endMs; ms += HOUR_MS / 4) {
    tell(ms);
    activeEnergyImportWh += Math.floor(ms / HOUR_MS) % 2 === 0 ? 500 : 10;
  }
  store.appendHours(newHourRows(history, METER, undefined, pastNow(endMs)).rows);
  tell(START_MS + DAYS * DAY_MS);
  await history.save(pastNow(START_MS + DAYS * DAY_MS));
  file.close();
}

it("hours that are older than fourteen months are those that were measured, not even shares of their day", async () => {
  await live();
  const kept = await keptPast({ history: folder });
  const hours = [0, 1, 2, 3].map((hour) => START_MS + 3 * DAY_MS + hour * HOUR_MS);
  expect(hours.map((ms) => energyLine(kept, ms, ms + HOUR_MS, undefined).importWh)).toEqual([2_000, 40, 2_000, 40]);
  // The past itself has the day alone; an hour of it is an even share, and known as one.
  const [first = 0] = hours;
  const share = kept.past.energy("activeEnergyImportWh", first, first + HOUR_MS);
  expect(share).toMatchObject({ coverage: 1, spread: 1 });
  expect(kept.past.buckets("activeEnergyImportWh", first, first + HOUR_MS, HOUR_MS)[0]?.grown).toBeUndefined();
  const day = kept.past.energy("activeEnergyImportWh", first, first + DAY_MS);
  expect(day).toMatchObject({ wh: 24_480, method: "counter" });
  expect(day.spread).toBeUndefined();
});
