import type { Database } from "./engine.ts";
import { checkBlob } from "./slot-blob.ts";
import { PIECE } from "./slot-table.ts";
import { DamagedError } from "./sqlite-fault.ts";
import type { StoredSlot } from "./store-access.ts";
import { STORED_TIER_NAMES } from "./stored-tiers.ts";

/**
 * Reads the whole of a database from the disk: the pages that are in memory are dropped before, for they hide what has
 * become of those in the file.
 * @throws DamagedError, or SQLite's own error, when a page or a slot is not as it was written
 */
export function checkWhole(database: Database): void {
  database.exec("PRAGMA shrink_memory");
  const [found] = database.prepare("PRAGMA quick_check(1)").all() as { readonly quick_check: string }[];
  if (found?.quick_check !== "ok") throw new DamagedError(found?.quick_check);
  for (const tier of STORED_TIER_NAMES) {
    const select = database.prepare(`SELECT id, data FROM ${tier} WHERE id > ? ORDER BY id LIMIT ${PIECE}`);
    for (let lastId: number | undefined = 0; lastId !== undefined; ) {
      const slots = select.all(lastId) as StoredSlot[];
      for (const { data } of slots) checkBlob(data);
      lastId = slots.at(-1)?.id;
    }
  }
}
