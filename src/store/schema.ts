import { existsSync, renameSync, rmSync } from "node:fs";
import { WattframeError } from "../errors.ts";
import type { Database } from "./engine.ts";

/**
 * What makes a database of version n one of version n + 1, by n. A step is never changed once it was released: a new one
 * is added.
 */
const STEPS: readonly string[] = [
  `CREATE TABLE meter (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, time_zone TEXT NOT NULL);
   CREATE TABLE key (id INTEGER PRIMARY KEY, meter INTEGER NOT NULL REFERENCES meter, name TEXT NOT NULL,
     first_ms INTEGER, series INTEGER, UNIQUE (meter, name));
   CREATE TABLE minute (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
   CREATE TABLE quarter (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
   CREATE TABLE day (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
   CREATE TABLE hour (meter INTEGER NOT NULL REFERENCES meter, start INTEGER NOT NULL, local TEXT NOT NULL,
     import_wh REAL, export_wh REAL, coverage REAL NOT NULL, source TEXT NOT NULL,
     PRIMARY KEY (meter, start)) WITHOUT ROWID;
   CREATE VIEW hours AS SELECT meter.name AS meter, start, local, import_wh, export_wh, coverage, source
     FROM hour JOIN meter ON meter.id = hour.meter;`,
];

/** Version that this program writes. */
export const SCHEMA_VERSION = STEPS.length;

/** Version of the schema of a database; 0 for an empty one. */
export function schemaVersion(database: Database): number {
  const row = database.prepare("PRAGMA user_version").get() as { readonly user_version: number };
  return row.user_version;
}

/**
 * Brings a database to the version of this program, each step in one transaction. One of an older version is kept beside
 * it first, as `<name>-format-<version>.sqlite`, so that the older program can be put back.
 * @param steps what makes a database of each version one of the next
 * @throws WattframeError `HISTORY_NEWER` when a newer program wrote it; it is left as it is
 */
export function migrate(database: Database, file: string, steps = STEPS): void {
  checkVersion(database, file, steps.length);
  const found = schemaVersion(database);
  if (found > 0 && found < steps.length) keep(database, keptName(file, found));
  for (const [version, step] of steps.entries()) {
    if (version < schemaVersion(database)) continue;
    database.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}

/** Name under which a history of an older version is kept. */
function keptName(file: string, version: number): string {
  return `${file.replace(/\.sqlite$/u, "")}-format-${version}.sqlite`;
}

/** Writes a copy whole, or none: one that is there was made before a step that failed. */
function keep(database: Database, path: string): void {
  if (existsSync(path)) return;
  const temporary = `${path}.tmp`;
  rmSync(temporary, { force: true });
  database.prepare("VACUUM INTO ?").run(temporary);
  renameSync(temporary, path);
}

/** @throws WattframeError `HISTORY_NEWER` when a newer program wrote the database */
export function checkVersion(database: Database, file: string, known = SCHEMA_VERSION): void {
  const version = schemaVersion(database);
  if (version <= known) return;
  throw new WattframeError(
    "HISTORY_NEWER",
    `the history ${file} has format ${version}; this program knows formats up to ${known}`,
    { hint: "Run the newer program again, or name another folder as history.path." },
  );
}
