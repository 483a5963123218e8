import { WattframeError } from "../errors.ts";
import type { TierName } from "../history/key-tiers.ts";
import type { Store, StoredRow } from "../history/store.ts";
import type { Database } from "./engine.ts";
import type { HistoryFile, StoredMeter } from "./history-file.ts";
import type { HourRow } from "./hour-rows.ts";
import { SlotKeys } from "./slot-keys.ts";
import { deleteSurplus, isOfSlot, type SlotStoredRow, slotsBefore, thinQuarters, writeSlot } from "./slot-table.ts";
import { STORED_TIER_NAMES } from "./stored-tiers.ts";

/** Flushes after which slots that are older than the tiers keep them are deleted: about eight hours of a kiosk. */
const FLUSHES_PER_CLEANING = 100;

/** One meter's part of a history's file. */
export class SqliteStore implements Store {
  readonly #file: HistoryFile;
  #meter: StoredMeter;
  #rows: StoredRow[] = [];
  #hours: HourRow[] = [];
  #flushes = 0;
  #isClosed = false;

  constructor(file: HistoryFile, meter: StoredMeter) {
    this.#file = file;
    this.#meter = meter;
  }

  /** The time zone of the days that are in the file; undefined where nothing was ever written of this meter. */
  async timeZone(): Promise<string | undefined> {
    await this.#file.prepare();
    return this.#file.use("HISTORY_READ", (database) => SlotKeys.of(database, this.#meter.name)?.timeZone);
  }

  /** Says whose days are appended from now on. */
  changeTimeZone(timeZone: string): void {
    this.#meter = { ...this.#meter, timeZone };
  }

  /** Start of the last hour that was written, milliseconds since 1970, to go on from there; undefined where none was. */
  async lastHourMs(): Promise<number | undefined> {
    await this.#file.prepare();
    return this.#file.use("HISTORY_WRITE", (database) => {
      const select = database.prepare("SELECT max(start) AS start FROM hours WHERE meter = ?");
      const { start } = select.get(this.#meter.name) as { readonly start: number | null };
      return start === null ? undefined : start * 1_000;
    });
  }

  /** Starts of the hours whose import is in the file, and of those whose export is, milliseconds since 1970. */
  async knownHours(): Promise<{ readonly import: ReadonlySet<number>; readonly export: ReadonlySet<number> }> {
    await this.#file.prepare();
    return this.#file.use("HISTORY_WRITE", (database) => {
      const startsOf = (column: string) => {
        const select = database.prepare(`SELECT start FROM hours WHERE meter = ? AND ${column} IS NOT NULL`);
        return new Set(
          (select.all(this.#meter.name) as { readonly start: number }[]).map(({ start }) => start * 1_000),
        );
      };
      return { import: startsOf("import_wh"), export: startsOf("export_wh") };
    });
  }

  /** Reads in pieces while the rows are iterated; the newest first. */
  async load(): Promise<Iterable<StoredRow>> {
    this.#checkOpen("HISTORY_READ");
    await this.#file.prepare();
    this.#file.use("HISTORY_READ", () => undefined);
    return this.#stored();
  }

  async append(rows: readonly StoredRow[]): Promise<void> {
    this.#checkOpen("HISTORY_WRITE");
    await this.#file.prepare();
    this.#file.use("HISTORY_WRITE", () => undefined);
    for (const row of rows) this.#rows.push(row);
  }

  /** Takes hours over that the next flush writes; each replaces what was written of it before. */
  appendHours(hours: readonly HourRow[]): void {
    this.#hours.push(...hours);
  }

  /** Commits all that was appended. What cannot be written is dropped: who appended it knows, and appends it again. */
  async flush(): Promise<void> {
    this.#checkOpen("HISTORY_WRITE");
    const [rows, hours] = [this.#rows, this.#hours];
    [this.#rows, this.#hours] = [[], []];
    if (rows.length + hours.length === 0) return;
    this.#file.use("HISTORY_WRITE", (database) => inTransaction(database, () => this.#write(database, rows, hours)));
    this.#flushes += 1;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.flush();
    } finally {
      this.#isClosed = true;
    }
  }

  *#stored(): Generator<StoredRow> {
    const { name } = this.#meter;
    yield* this.#file.use("HISTORY_READ", (database) => SlotKeys.of(database, name)?.rows() ?? []);
    for (const tier of STORED_TIER_NAMES) yield* this.#slotsOf(tier);
  }

  *#slotsOf(tier: TierName): Generator<StoredRow> {
    for (let beforeMs = Infinity; ; ) {
      const slots = this.#file.use("HISTORY_READ", (database) => {
        const keys = SlotKeys.of(database, this.#meter.name);
        return keys ? slotsBefore(database, keys, tier, beforeMs) : [];
      });
      for (const rows of slots) yield* rows;
      const startMs = slots.at(-1)?.[0]?.startMs;
      if (startMs === undefined) return;
      beforeMs = startMs;
    }
  }

  #write(database: Database, rows: readonly StoredRow[], hours: readonly HourRow[]): void {
    const keys = SlotKeys.made(database, this.#meter);
    const slots = new Map<string, SlotStoredRow[]>();
    for (const row of rows) {
      if (!isOfSlot(row)) {
        keys.write(row);
        continue;
      }
      const id = `${row.tier} ${row.startMs}`;
      const slot = slots.get(id);
      if (slot) slot.push(row);
      else slots.set(id, [row]);
    }
    for (const slot of slots.values()) writeSlot(database, keys, slot);
    writeHours(database, keys.meter, hours);
    if (this.#flushes % FLUSHES_PER_CLEANING !== 0) return;
    deleteSurplus(database, keys.meter);
    thinQuarters(database, keys);
  }

  #checkOpen(code: "HISTORY_READ" | "HISTORY_WRITE"): void {
    if (this.#isClosed) throw new WattframeError(code, "the history's store is closed");
  }
}

function writeHours(database: Database, meter: number, hours: readonly HourRow[]): void {
  const insert = database.prepare(
    `INSERT INTO hour (meter, start, local, import_wh, export_wh, coverage, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, 'meter'))
     ON CONFLICT (meter, start) DO UPDATE SET local = excluded.local, import_wh = excluded.import_wh,
       export_wh = excluded.export_wh, coverage = excluded.coverage, source = coalesce(?7, source)`,
  );
  for (const { startMs, local, importWh = null, exportWh = null, coverage, source = null } of hours)
    insert.run(meter, Math.round(startMs / 1_000), local, importWh, exportWh, coverage, source);
}

function inTransaction(database: Database, work: () => void): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    work();
    database.exec("COMMIT");
  } catch (thrown) {
    rollBack(database);
    throw thrown;
  }
}

/** Ends the transaction without its changes; SQLite may have done so by itself. */
function rollBack(database: Database): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // It was ended already.
  }
}
