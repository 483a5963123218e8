import type { TierName } from "../history/key-tiers.ts";
import type { Database } from "./engine.ts";
import type { HistoryFile, StoredMeter } from "./history-file.ts";
import { writeHours } from "./hour-table.ts";
import { SlotKeys } from "./slot-keys.ts";
import { deleteSurplus, isOfSlot, type SlotStoredRow, slotsBefore, thinQuarters, writeSlot } from "./slot-table.ts";
import { soundSlotsBefore } from "./sound-slots.ts";
import type { Commit, StoreAccess, StoredKeys, StoredSlot } from "./store-access.ts";
import { checkWhole } from "./whole-check.ts";

/** Access to a history's file from this thread: it waits for the disk. */
export class FileAccess implements StoreAccess {
  readonly #file: HistoryFile;

  constructor(file: HistoryFile) {
    this.#file = file;
  }

  get path(): string {
    return this.#file.path;
  }

  async timeZone(meter: string): Promise<string | undefined> {
    await this.#file.prepare();
    const zone = (database: Database) => SlotKeys.of(database, meter)?.timeZone;
    return this.#file.use("HISTORY_READ", zone) ?? this.#file.useAside(zone);
  }

  async lastHourMs(meter: string): Promise<number | undefined> {
    await this.#file.prepare();
    return this.#file.use("HISTORY_WRITE", (database) => {
      const select = database.prepare("SELECT max(start) AS start FROM hours WHERE meter = ?");
      const { start } = select.get(meter) as { readonly start: number | null };
      return start === null ? undefined : start * 1_000;
    });
  }

  async keys(meter: string): Promise<StoredKeys | undefined> {
    await this.#file.prepare();
    const found = (database: Database) => {
      const keys = SlotKeys.of(database, meter);
      return keys && { rows: keys.rows(), names: keys.names };
    };
    return this.#file.use("HISTORY_READ", found) ?? this.#file.useAside(found);
  }

  async slots(meter: string, tier: TierName, beforeMs: number): Promise<readonly StoredSlot[]> {
    await this.#file.prepare();
    const found = (read: typeof slotsBefore) => (database: Database) => {
      const keys = SlotKeys.of(database, meter);
      return keys && read(database, keys.meter, tier, beforeMs);
    };
    return this.#file.use("HISTORY_READ", found(slotsBefore)) ?? this.#file.useAside(found(soundSlotsBefore)) ?? [];
  }

  async write(meter: StoredMeter, commit: Commit): Promise<boolean> {
    await this.#file.prepare();
    return this.#file.use("HISTORY_WRITE", (database) => {
      if (commit.isChecking) checkWhole(database);
      return inTransaction(database, () => {
        const isNew = SlotKeys.of(database, meter.name) === undefined;
        writeAll(database, meter, commit);
        return isNew;
      });
    });
  }

  async pause(): Promise<void> {
    // The file is needed again soon.
  }

  async close(): Promise<void> {
    this.#file.close();
  }
}

function writeAll(database: Database, meter: StoredMeter, { rows, hours, isCleaning }: Commit): void {
  const keys = SlotKeys.made(database, meter);
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
  if (!isCleaning) return;
  deleteSurplus(database, keys.meter);
  thinQuarters(database, keys);
}

function inTransaction<Result>(database: Database, work: () => Result): Result {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
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
