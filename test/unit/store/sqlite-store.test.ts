import {
  closeSync,
  fstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Flushed, StoredRow } from "../../../src/history/store.ts";
import { sqliteEngine } from "../../../src/store/engine.ts";
import { FileAccess } from "../../../src/store/file-access.ts";
import { HISTORY_FILE, HistoryFile } from "../../../src/store/history-file.ts";
import { SCHEMA_VERSION } from "../../../src/store/schema.ts";
import { SqliteStore } from "../../../src/store/sqlite-store.ts";
import { describeStore } from "../../contract/store.ts";
import { NOON_MS } from "../../fixtures/readings.ts";
import { storedRows } from "../../fixtures/stored-rows.ts";

const Engine = await sqliteEngine();
const METER = { name: "house", timeZone: "Europe/Helsinki" };
const MINUTE = 60_000;
/** Commits of a kiosk in a day: one in five minutes. */
const FLUSHES_PER_DAY = 288;

let folder: string;
let logged: { readonly level: string; readonly message: string }[];
const open = () => {
  const note = (level: string) => (_facts: object, message: string) => void logged.push({ level, message });
  const log = { info: note("info"), warn: note("warn"), error: note("error") };
  const file = new HistoryFile({ folder, log, wallMs: () => NOON_MS });
  const store = new SqliteStore(new FileAccess(file), METER);
  const close = async () => {
    await store.close();
    file.close();
  };
  return { file, store, close };
};
beforeEach(() => {
  logged = [];
  folder = mkdtempSync(join(tmpdir(), "wattframe-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const row = (startMs: number, mean: number, key = "activePowerImportW"): StoredRow => ({
  tier: "minute",
  key,
  startMs,
  values: [startMs, MINUTE, mean, mean - 1.5, mean + 1],
});
const many = (count: number, fromMs = NOON_MS) =>
  Array.from({ length: count }, (_, i) => [
    row(fromMs + i * MINUTE, i),
    row(fromMs + i * MINUTE, i, "voltageL1V"),
  ]).flat();

async function written(rows: readonly StoredRow[]): Promise<void> {
  const { store, close } = open();
  await store.append(rows);
  await close();
}

async function loaded(): Promise<StoredRow[]> {
  const { store, close } = open();
  const rows = await storedRows(store);
  await close();
  return rows;
}

describeStore("the store in SQLite", async () => {
  const medium = mkdtempSync(join(tmpdir(), "wattframe-medium-"));
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  return {
    open: async () => {
      const file = new HistoryFile({ folder: medium, log, wallMs: () => NOON_MS });
      const store = new SqliteStore(new FileAccess(file), METER);
      return {
        load: () => store.load(),
        append: (rows) => store.append(rows),
        flush: () => store.flush(),
        close: async () => {
          await store.close();
          file.close();
        },
      };
    },
    makeNewer: async () => setVersion(join(medium, HISTORY_FILE), SCHEMA_VERSION + 1),
    lose: async () => rmSync(join(medium, HISTORY_FILE)),
    end: async () => rmSync(medium, { recursive: true, force: true }),
  };
});

function setVersion(path: string, version: number): void {
  const database = new Engine(path);
  database.exec(`PRAGMA user_version = ${version}`);
  database.close();
}

describe("a history's file", () => {
  it("keeps more slots than are read at once, and other numbers than whole ones exactly", async () => {
    const rows = [
      ...many(600),
      { ...row(NOON_MS, 0, "odd"), values: [NOON_MS, 1, Math.PI, -0.1, -1e300, 2 ** 51, -0] },
    ];
    await written(rows);
    expect(new Map((await loaded()).map((each) => [`${each.key} ${each.startMs}`, each]))).toEqual(
      new Map(rows.map((each) => [`${each.key} ${each.startMs}`, each])),
    );
  });

  it("has the meters apart from each other", async () => {
    await written([row(NOON_MS, 1)]);
    const { file, close } = open();
    const other = new SqliteStore(new FileAccess(file), { name: "barn", timeZone: "Europe/Oslo" });
    await other.append([row(NOON_MS, 2)]);
    await other.close();
    await close();
    expect(await loaded()).toEqual([row(NOON_MS, 1)]);
  });

  it("is set aside when it is no database, is logged once, and a new one takes what comes", async () => {
    writeFileSync(join(folder, HISTORY_FILE), "this is no database ".repeat(500));
    await written([row(NOON_MS, 1)]);
    expect(await loaded()).toEqual([row(NOON_MS, 1)]);
    expect(readdirSync(folder).sort()).toEqual(["damaged-2026-01-15.sqlite", HISTORY_FILE]);
    expect(logged.map(({ level }) => level)).toEqual(["error"]);
  });

  it("is set aside when a page in its middle is damaged, never in the place of another, and the other pages are loaded", async () => {
    for (const [i, name] of ["damaged-2026-01-15.sqlite", "damaged-2026-01-15-2.sqlite"].entries()) {
      await written(many(600));
      const bytes = readFileSync(join(folder, HISTORY_FILE));
      const middle = Math.floor(bytes.length / 2 / 1_024) * 1_024;
      bytes.fill(i === 0 ? 0xa5 : 0, middle, middle + 1_024);
      writeFileSync(join(folder, HISTORY_FILE), bytes);
      const { store, close } = open();
      const rows = await storedRows(store);
      expect(rows.length).toBeLessThan(1_200);
      expect(rows.length).toBeGreaterThan(1_100);
      expect(new Set(rows.map(({ key, startMs }) => `${key} ${startMs}`)).size).toBe(rows.length);
      await store.append([row(NOON_MS, 7)]);
      await close();
      expect(readFileSync(join(folder, name)).subarray(1_024).equals(bytes.subarray(1_024))).toBe(true);
      expect(await loaded()).toEqual([row(NOON_MS, 7)]);
      expect(logged.map(({ level }) => level)).toEqual(Array.from({ length: i + 1 }, () => "error"));
      rmSync(join(folder, HISTORY_FILE));
    }
  });

  it.each([1, 1_024])(
    "is set aside within a day when %i bytes of it are damaged while it is open, and is said to be lost",
    async (bytes) => {
      await written(many(600));
      const { store, close } = open();
      await storedRows(store);
      const flush = async (i: number) => {
        await store.append([row(NOON_MS, i)]);
        return store.flush();
      };
      await flush(0);
      const file = openSync(join(folder, HISTORY_FILE), "r+");
      const page = Math.floor(fstatSync(file).size / 2 / 1_024);
      const at = page * 1_024 + (bytes === 1 ? 512 : 0);
      writeSync(file, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
      closeSync(file);
      const flushed: Flushed[] = [];
      for (let i = 1; i < 2 * FLUSHES_PER_DAY; i++) flushed.push(await flush(i));
      expect(flushed.filter(({ isLost }) => isLost)).toHaveLength(1);
      await close();
      expect(readdirSync(folder)).toEqual(["damaged-2026-01-15.sqlite", HISTORY_FILE]);
      expect(await loaded()).toEqual([row(NOON_MS, 2 * FLUSHES_PER_DAY - 1)]);
      expect(logged).toHaveLength(1);
    },
  );

  it("notices one changed byte in what was measured", async () => {
    await written([row(NOON_MS, 1_000.25)]);
    const bytes = readFileSync(join(folder, HISTORY_FILE));
    const at = bytes.indexOf(Buffer.from(new Uint8Array(new Float32Array([1_000.25]).buffer).reverse()));
    bytes[at + 1] = (bytes[at + 1] ?? 0) ^ 1;
    writeFileSync(join(folder, HISTORY_FILE), bytes);
    expect(await loaded()).toEqual([]);
    expect(logged).toHaveLength(1);
  });

  it("keeps old quarters of counters and of total power alone", async () => {
    const quarter = 15 * MINUTE;
    const keys = ["activePowerImportW", "voltageL1V"];
    const count = 75 * 96;
    const rows = Array.from({ length: count }, (_, i) => NOON_MS + i * quarter).flatMap((startMs) =>
      keys.map((key): StoredRow => ({ tier: "quarter", key, startMs, values: [startMs, quarter, 1, 1, 1] })),
    );
    await written(rows);
    const kept = await loaded();
    const starts = (key: string) => kept.filter((each) => each.key === key).map(({ startMs }) => startMs);
    expect(starts("activePowerImportW")).toHaveLength(count);
    expect(starts("voltageL1V")).toHaveLength(72 * 96);
    expect(Math.min(...starts("voltageL1V"))).toBe(NOON_MS + 3 * 96 * quarter);
  });

  it("gives days first and quarters last: what a start has no time for is what shows least", async () => {
    const of = (tier: StoredRow["tier"]): StoredRow => ({ ...row(NOON_MS, 1), tier });
    await written([of("quarter"), of("minute"), of("day")]);
    expect((await loaded()).map(({ tier }) => tier)).toEqual(["day", "minute", "quarter"]);
  });

  it("names the file where its folder cannot be made, and writes once it can", async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "a file in its place");
    const { store, close } = open();
    await expect(storedRows(store)).rejects.toMatchObject({
      code: "HISTORY_READ",
      message: expect.stringContaining(folder),
    });
    const stored = store.append([row(NOON_MS, 1)]).then(() => store.flush());
    await expect(stored).rejects.toMatchObject({ code: "HISTORY_WRITE" });
    rmSync(folder);
    mkdirSync(folder);
    await store.append([row(NOON_MS, 2)]);
    await close();
    expect(await loaded()).toEqual([row(NOON_MS, 2)]);
  });
});
