import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Database, sqliteEngine } from "../../../src/store/engine.ts";
import { FileAccess } from "../../../src/store/file-access.ts";
import { HISTORY_FILE, HistoryFile } from "../../../src/store/history-file.ts";
import { migrate, SCHEMA_VERSION, schemaVersion } from "../../../src/store/schema.ts";
import { SqliteStore } from "../../../src/store/sqlite-store.ts";
import { storedRows } from "../../fixtures/stored-rows.ts";

const Engine = await sqliteEngine();
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-schema-"));
  path = join(folder, HISTORY_FILE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function inDatabase<Result>(work: (database: Database) => Result): Result {
  const database = new Database(Engine, path);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const FIRST = "CREATE TABLE a (b INTEGER)";
const SECOND = "ALTER TABLE a ADD c INTEGER DEFAULT 7";

describe("a database of an older version", () => {
  it("is brought forward step by step and keeps what is in it", () => {
    inDatabase((database) => {
      migrate(database, path, [FIRST]);
      database.exec("INSERT INTO a (b) VALUES (1)");
    });
    inDatabase((database) => {
      migrate(database, path, [FIRST, SECOND]);
      migrate(database, path, [FIRST, SECOND]);
      expect(schemaVersion(database)).toBe(2);
      expect(database.prepare("SELECT * FROM a").all()).toEqual([{ b: 1, c: 7 }]);
    });
  });

  it("is kept beside it, whole, and only once", () => {
    inDatabase((database) => {
      migrate(database, path, [FIRST]);
      database.exec("INSERT INTO a (b) VALUES (1)");
    });
    expect(readdirSync(folder)).toEqual([HISTORY_FILE]);
    writeFileSync(join(folder, "history-format-1.sqlite.tmp"), "left by a power cut");
    inDatabase((database) => migrate(database, path, [FIRST, SECOND]));
    expect(readdirSync(folder).sort()).toEqual(["history-format-1.sqlite", HISTORY_FILE]);
    const kept = new Database(Engine, join(folder, "history-format-1.sqlite"));
    expect([schemaVersion(kept), kept.prepare("SELECT * FROM a").all()]).toEqual([1, [{ b: 1 }]]);
    kept.exec("UPDATE a SET b = 2");
    kept.close();
    inDatabase((database) => migrate(database, path, [FIRST, SECOND, "ALTER TABLE a ADD d INTEGER"]));
    inDatabase((database) => database.exec("PRAGMA user_version = 1"));
    inDatabase((database) => migrate(database, path, [FIRST, "SELECT 1"]));
    const again = new Database(Engine, join(folder, "history-format-1.sqlite"));
    expect(again.prepare("SELECT * FROM a").all()).toEqual([{ b: 2 }]);
    again.close();
    expect(readdirSync(folder).sort()).toEqual(["history-format-1.sqlite", "history-format-2.sqlite", HISTORY_FILE]);
  });

  it("stays as it is when a step fails", () => {
    inDatabase((database) => migrate(database, path, [FIRST]));
    inDatabase((database) =>
      expect(() => migrate(database, path, [FIRST, `${SECOND}; INSERT INTO nowhere VALUES (1)`])).toThrow("nowhere"),
    );
    inDatabase((database) => {
      expect(schemaVersion(database)).toBe(1);
      expect(database.prepare("SELECT count(*) AS n FROM pragma_table_info('a')").get()).toEqual({ n: 1 });
    });
  });

  it("is refused when it is a newer one, with both versions and what to do", () => {
    inDatabase((database) => {
      migrate(database, path, [FIRST, SECOND]);
      expect(() => migrate(database, path, [FIRST])).toThrow(
        expect.objectContaining({
          code: "HISTORY_NEWER",
          message: expect.stringContaining("has format 2; this program knows formats up to 1"),
          hint: expect.stringContaining("history.path"),
        }),
      );
    });
  });
});

/** A file of version 1 as that version wrote it: one meter, one key, and one minute of 1000.25 W at 2026-01-15 12:00 UTC. */
const VERSION_1 = `
  CREATE TABLE meter (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, time_zone TEXT NOT NULL);
  CREATE TABLE key (id INTEGER PRIMARY KEY, meter INTEGER NOT NULL REFERENCES meter, name TEXT NOT NULL,
    first_ms INTEGER, series INTEGER, UNIQUE (meter, name));
  CREATE TABLE minute (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE quarter (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE day (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
  CREATE TABLE hour (meter INTEGER NOT NULL REFERENCES meter, start INTEGER NOT NULL, local TEXT NOT NULL,
    import_wh REAL, export_wh REAL, coverage REAL NOT NULL, source TEXT NOT NULL,
    PRIMARY KEY (meter, start)) WITHOUT ROWID;
  CREATE VIEW hours AS SELECT meter.name AS meter, start, local, import_wh, export_wh, coverage, source
    FROM hour JOIN meter ON meter.id = hour.meter;
  INSERT INTO meter VALUES (1, 'house', 'Europe/Helsinki');
  INSERT INTO key VALUES (1, 1, 'activePowerImportW', 1768478400000, NULL);
  INSERT INTO minute VALUES (29474640 * 4096 + 1, X'd6d17afe0105000001447a1000f03d903f');
  PRAGMA user_version = 1;
`;

it("reads a file of the first version", async () => {
  inDatabase((database) => database.exec(VERSION_1));
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const file = new HistoryFile({ folder, log, wallMs: () => 0 });
  const rows = await storedRows(new SqliteStore(new FileAccess(file), { name: "house", timeZone: "Europe/Helsinki" }));
  file.close();
  const startMs = 1_768_478_400_000;
  expect(rows).toEqual([
    { tier: "first", key: "activePowerImportW", startMs, values: [] },
    { tier: "minute", key: "activePowerImportW", startMs, values: [startMs, 60_000, 1_000.25, 990, 1_010] },
  ]);
  expect(inDatabase(schemaVersion)).toBe(SCHEMA_VERSION);
});
