import type { TierName } from "../history/key-tiers.ts";
import type { StoredRow } from "../history/store.ts";
import type { StoredMeter } from "./history-file.ts";
import type { HourRow } from "./hour-rows.ts";

/** What a file keeps of a meter's keys themselves, and their names by number. */
export interface StoredKeys {
  readonly rows: readonly StoredRow[];
  readonly names: ReadonlyMap<number, string>;
}

/** A slot of time as it is stored; its checksum is right. */
export interface StoredSlot {
  readonly id: number;
  readonly data: Uint8Array;
}

/** Rows and hours of one commit. */
export interface Commit {
  readonly rows: readonly StoredRow[];
  readonly hours: readonly HourRow[];
  /** True where slots that are older than the tiers keep them are to be deleted too. */
  readonly isCleaning: boolean;
  /** True where the whole file is to be read before, to find damage that nothing else would come across. */
  readonly isChecking: boolean;
}

/**
 * Access to the file of a history, in this thread or by one of its own. Every failure is a `WattframeError`: `HISTORY_READ`,
 * `HISTORY_WRITE`, or `HISTORY_NEWER` when a newer program wrote the file.
 */
export interface StoreAccess {
  /** Path of the database. */
  readonly path: string;
  /** The zone of a meter's days in the file; undefined where nothing was ever written of the meter. */
  timeZone(meter: string): Promise<string | undefined>;
  /** Start of the last hour that was written, milliseconds since 1970; undefined where none was. */
  lastHourMs(meter: string): Promise<number | undefined>;
  /** Undefined where nothing was ever written of the meter. */
  keys(meter: string): Promise<StoredKeys | undefined>;
  /** Some slots before an instant, the latest first; none where there is none. */
  slots(meter: string, tier: TierName, beforeMs: number): Promise<readonly StoredSlot[]>;
  /** Commits all or nothing; returns whether the meter was not in the file before. */
  write(meter: StoredMeter, commit: Commit): Promise<boolean>;
  /** Frees what only reading needs, until the next question. */
  pause(): Promise<void>;
  /** Closes the file. Idempotent; never throws. */
  close(): Promise<void>;
}
