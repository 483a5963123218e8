import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredRow } from "../../src/history/store.ts";
import { Database, sqliteEngine } from "../../src/store/engine.ts";
import { HISTORY_FILE } from "../../src/store/history-file.ts";
import { ThreadAccess } from "../../src/store/history-thread.ts";
import { SCHEMA_VERSION } from "../../src/store/schema.ts";
import { SqliteStore } from "../../src/store/sqlite-store.ts";
import { describeStore } from "../contract/store.ts";
import { NOON_MS } from "../fixtures/readings.ts";
import { storedRows } from "../fixtures/stored-rows.ts";

const METER = { name: "house", timeZone: "Europe/Helsinki" };
const Engine = await sqliteEngine();
let logged: string[];
const note = (_facts: object, message: string) => void logged.push(message);
const log = { info: note, warn: note, error: note };

describeStore("the store of a thread", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wattframe-thread-"));
  return {
    open: async () => {
      const access = new ThreadAccess({ folder, log });
      const store = new SqliteStore(access, METER);
      return {
        load: () => store.load(),
        append: (rows) => store.append(rows),
        flush: () => store.flush(),
        close: async () => {
          await store.close();
          await access.close();
        },
      };
    },
    makeNewer: async () => {
      const database = new Database(Engine, join(folder, HISTORY_FILE));
      database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
      database.close();
    },
    lose: async () => rmSync(join(folder, HISTORY_FILE)),
    end: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

describe("a thread that owns a history's file", () => {
  let folder: string;
  let access: ThreadAccess;
  let store: SqliteStore;
  beforeEach(() => {
    logged = [];
    folder = mkdtempSync(join(tmpdir(), "wattframe-thread-"));
    access = new ThreadAccess({ folder, log });
    store = new SqliteStore(access, METER);
  });
  afterEach(async () => {
    await access.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const row: StoredRow = {
    tier: "minute",
    key: "voltageL1V",
    startMs: NOON_MS,
    values: [NOON_MS, 60_000, 230, 229, 231],
  };

  it("waits for the disk alone: other work is done while a commit cannot be written", async () => {
    await store.append([row]);
    await store.flush();
    const other = new Database(Engine, access.path);
    other.exec("BEGIN EXCLUSIVE");
    const order: string[] = [];
    await store.append([{ ...row, startMs: NOON_MS + 60_000 }]);
    const written = store.flush().then(() => order.push("written"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push("picture");
    other.exec("ROLLBACK");
    other.close();
    await written;
    expect(order).toEqual(["picture", "written"]);
    expect(await storedRows(store)).toHaveLength(2);
  });

  it("goes on with another thread after a pause, and a write under way is finished before", async () => {
    await store.append([row]);
    const [flushed] = await Promise.all([store.flush(), access.pause()]);
    await access.pause();
    expect([flushed, await storedRows(store)]).toEqual([{ isLost: false }, [row]]);
    await access.pause();
    expect(readdirSync(folder)).toEqual([HISTORY_FILE]);
  });

  it("sets a damaged file aside, says so here, and says that what was in it is lost", async () => {
    await store.append([row]);
    await store.flush();
    await access.close();
    writeFileSync(access.path, "something else ".repeat(1_000));
    const again = new ThreadAccess({ folder, log });
    const next = new SqliteStore(again, METER);
    expect(await storedRows(next)).toEqual([]);
    await next.append([row]);
    expect(await next.flush()).toEqual({ isLost: false });
    await again.close();
    expect(logged).toEqual(["the history is damaged: it is set aside, and a new one begins"]);
    expect(readdirSync(folder).toSorted()).toEqual([expect.stringMatching(/^damaged-/u), HISTORY_FILE]);
  });

  it("fails what it was asked for when it ends unasked, and is begun again by the next question", async () => {
    const program = join(folder, "thread.mjs");
    const broken = new ThreadAccess({ folder, log, program });
    writeFileSync(program, "process.exit(1)");
    await expect(broken.timeZone("house")).rejects.toMatchObject({
      code: "HISTORY_READ",
      message: expect.stringContaining("its thread ended"),
    });
    writeFileSync(program, "throw new Error('no memory')");
    const failed = broken.write(METER, { rows: [row], hours: [], isCleaning: false, isChecking: false });
    await expect(failed).rejects.toMatchObject({
      code: "HISTORY_WRITE",
      message: expect.stringContaining("no memory"),
    });
    await broken.close();
  });

  it("answers nothing once it is closed, and is closed twice as well as once", async () => {
    await access.close();
    await access.close();
    await expect(access.timeZone("house")).rejects.toMatchObject({ code: "HISTORY_READ" });
    await expect(
      access.write(METER, { rows: [row], hours: [], isCleaning: false, isChecking: false }),
    ).rejects.toMatchObject({
      code: "HISTORY_WRITE",
    });
  });
});
