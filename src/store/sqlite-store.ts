import { WattframeError } from "../errors.ts";
import type { Flushed, Store, StoredRow } from "../history/store.ts";
import type { StoredMeter } from "./history-file.ts";
import type { HourRow } from "./hour-rows.ts";
import { startOfId } from "./slot-id.ts";
import { rowsOfSlots } from "./slot-table.ts";
import type { StoreAccess } from "./store-access.ts";
import { STORED_TIER_NAMES } from "./stored-tiers.ts";

/** Flushes after which slots that are older than the tiers keep them are deleted: about eight hours of a kiosk. */
const FLUSHES_PER_CLEANING = 100;
/** Flushes after which the whole file is read: about a day of a kiosk. */
const FLUSHES_PER_CHECK = 288;

/** One meter's part of a history's file. */
export class SqliteStore implements Store {
  readonly #access: StoreAccess;
  #meter: StoredMeter;
  #rows: StoredRow[] = [];
  #hours: HourRow[] = [];
  #flushes = 0;
  /** True once the meter was seen in the file. */
  #isThere = false;
  #isClosed = false;

  constructor(access: StoreAccess, meter: StoredMeter) {
    this.#access = access;
    this.#meter = meter;
  }

  /** The time zone of the days that are in the file; undefined where nothing was ever written of this meter. */
  timeZone(): Promise<string | undefined> {
    return this.#access.timeZone(this.#meter.name);
  }

  /** Says whose days are appended from now on. */
  changeTimeZone(timeZone: string): void {
    this.#meter = { ...this.#meter, timeZone };
  }

  /** Start of the last hour that was written, milliseconds since 1970, to go on from there; undefined where none was. */
  lastHourMs(): Promise<number | undefined> {
    return this.#access.lastHourMs(this.#meter.name);
  }

  /** The newest of each tier first. */
  async *load(): AsyncGenerator<readonly StoredRow[]> {
    this.#checkOpen("HISTORY_READ");
    const { name } = this.#meter;
    const keys = await this.#access.keys(name);
    if (!keys) return;
    this.#isThere = true;
    yield keys.rows;
    for (const tier of STORED_TIER_NAMES) {
      for (let beforeMs = Infinity; ; ) {
        const slots = await this.#access.slots(name, tier, beforeMs);
        const last = slots.at(-1);
        if (!last) break;
        yield rowsOfSlots(slots, tier, keys);
        beforeMs = startOfId(last.id);
      }
    }
  }

  async append(rows: readonly StoredRow[]): Promise<void> {
    this.#checkOpen("HISTORY_WRITE");
    for (const row of rows) this.#rows.push(row);
  }

  /** Takes hours over that the next flush writes; each replaces what was written of it before. */
  appendHours(hours: readonly HourRow[]): void {
    for (const hour of hours) this.#hours.push(hour);
  }

  /** Commits all that was appended. What cannot be written is dropped: who appended it knows, and appends it again. */
  async flush(): Promise<Flushed> {
    this.#checkOpen("HISTORY_WRITE");
    const [rows, hours] = [this.#rows, this.#hours];
    [this.#rows, this.#hours] = [[], []];
    if (rows.length + hours.length === 0) return { isLost: false };
    const isCleaning = this.#flushes % FLUSHES_PER_CLEANING === 0;
    const isChecking = this.#flushes % FLUSHES_PER_CHECK === FLUSHES_PER_CHECK - 1;
    const isNew = await this.#access.write(this.#meter, { rows, hours, isCleaning, isChecking });
    this.#flushes += 1;
    const isLost = isNew && this.#isThere;
    this.#isThere = true;
    return { isLost };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.flush();
    } finally {
      this.#isClosed = true;
    }
  }

  #checkOpen(code: "HISTORY_READ" | "HISTORY_WRITE"): void {
    if (this.#isClosed) throw new WattframeError(code, "the history's store is closed");
  }
}
