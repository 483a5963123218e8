import type { TierName } from "./key-tiers.ts";

/** Version of what {@link StoredRow} means; a store that finds a higher one refuses with `HISTORY_NEWER`. */
export const STORE_VERSION = 1;

/**
 * One thing that a store keeps. It replaces what was stored before of the same tier and key, and of the same start where the
 * tier is one of time.
 */
export interface StoredRow {
  /**
   * A slot of time (`minute`, `quarter`, `day`), when the key was first known (`first`), or how often the counter has begun
   * again (`series`, its only value). A `series` whose key is no quantity is the fingerprint of one of the numbers of the meter
   * whose series they are, by its code.
   */
  readonly tier: TierName | "first" | "series";
  readonly key: string;
  /** Start of the slot, or when the key was first known, milliseconds since 1970; 0 for a series. */
  readonly startMs: number;
  /**
   * Of a gauge: when it was first known in the slot (milliseconds since 1970), how long (milliseconds), mean, least,
   * greatest. Of a counter: when its last value was first seen, the value, its series. Empty where the slot was emptied.
   */
  readonly values: readonly number[];
}

/** Result of a flush. */
export interface Flushed {
  /**
   * True where the store, which had rows, began from nothing with this flush: what was there is gone, as when a damaged file
   * was set aside. Whoever still has it appends it again.
   */
  readonly isLost: boolean;
}

/**
 * Storage that keeps a history over a restart. Failures are `WattframeError`s: `HISTORY_READ`, `HISTORY_WRITE`, and
 * `HISTORY_NEWER` when a newer program wrote what is there. A store may drop rows that are older than the tiers keep them.
 */
export interface Store {
  /** Gives all that was appended, each row as it was last, in any order, piece by piece: other work is done in between. */
  load(): AsyncIterable<readonly StoredRow[]>;
  /** Takes rows over for the next flush. Where that fails, none of them is stored, and they are not kept. */
  append(rows: readonly StoredRow[]): Promise<void>;
  /** Resolves when all that was appended outlives a power cut, as far as the medium can. */
  flush(): Promise<Flushed>;
  /** Flushes and closes; only `close` may be called afterwards. */
  close(): Promise<void>;
}
