import { readFileSync } from "node:fs";
import { join } from "node:path";
import { History } from "../../src/history/history.ts";
import { SILENT } from "../../src/log.ts";
import { pastNow } from "../../src/meter/now.ts";
import { scenarioOf } from "../../src/simulator/scenario.ts";
import { addSimulated } from "../../src/simulator/scenario-history.ts";
import { simulate } from "../../src/simulator/simulate.ts";
import { Database, sqliteEngine } from "../../src/store/engine.ts";
import { FileAccess } from "../../src/store/file-access.ts";
import { HistoryFile } from "../../src/store/history-file.ts";
import { SqliteStore } from "../../src/store/sqlite-store.ts";
import { type Bench, measured } from "./comparison.ts";
import { inFolder } from "./processes.ts";

const FROM_MS = Date.parse("2026-01-15T00:00:00+02:00");
const DAY_MS = 86_400_000;
const SAVED_EVERY_MS = 300_000;
const timeZone = "Europe/Helsinki";

/** Bytes that this process has sent to block devices. */
const writtenBytes = () => Number(/write_bytes: (\d+)/u.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);

const day = scenarioOf("day", () => undefined);
const telegrams = () => simulate({ scenario: day, seed: 1, timeZone, fromMs: FROM_MS, toMs: FROM_MS + DAY_MS });

async function kept(folder: string): Promise<number> {
  const before = writtenBytes();
  const file = new HistoryFile({ folder, log: SILENT, wallMs: () => FROM_MS });
  await file.prepare();
  const history = new History({ timeZone, store: new SqliteStore(new FileAccess(file), { name: "house", timeZone }) });
  await history.restore(pastNow(FROM_MS));
  let savedMs = FROM_MS;
  for (const telegram of telegrams()) {
    addSimulated(history, telegram, day);
    if (telegram.atMs - savedMs < SAVED_EVERY_MS) continue;
    savedMs = telegram.atMs;
    await history.save(pastNow(savedMs));
  }
  file.close();
  return writtenBytes() - before;
}

async function rowByRow(file: string): Promise<number> {
  const before = writtenBytes();
  const database = new Database(await sqliteEngine(), file);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("CREATE TABLE telegram (at INTEGER PRIMARY KEY, reading TEXT)");
  const insert = database.prepare("INSERT INTO telegram VALUES (?, ?)");
  for (const telegram of telegrams())
    if ("values" in telegram) insert.run(telegram.atMs, JSON.stringify(telegram.values));
  database.close();
  return writtenBytes() - before;
}

/** Bytes that a day of telegrams every ten seconds writes, against a row for each that is committed at once. */
export const disk: Bench = {
  rows: [
    {
      name: "disk",
      bound: 0.08,
      what: "bytes written for a day of the history / a committed SQLite row for each telegram",
    },
  ],
  measure: () =>
    inFolder(async (folder) => {
      const ours = await kept(join(folder, "history"));
      return [measured(ours / 1e6, (await rowByRow(join(folder, "rows.sqlite"))) / 1e6, "MB")];
    }),
};
