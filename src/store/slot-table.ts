import type { TierName } from "../history/key-tiers.ts";
import type { StoredRow } from "../history/store.ts";
import type { Database } from "./engine.ts";
import { slotBlob, slotValues } from "./slot-blob.ts";
import type { SlotKeys } from "./slot-keys.ts";
import { STORED_TIERS } from "./stored-tiers.ts";

/** Slots that are read at once. */
const PIECE = 256;

/** Writes rows of one slot, beside what the slot has of other keys. */
export function writeSlot(database: Database, keys: SlotKeys, rows: readonly StoredRow[]): void {
  const [first] = rows;
  if (!first || !isTimeTier(first.tier)) return;
  const { id, lengthMs } = STORED_TIERS[first.tier];
  const { startMs } = first;
  const found = database
    .prepare("SELECT data FROM slot WHERE meter = ? AND tier = ? AND start_ms = ?")
    .get(keys.meter, id, startMs) as { readonly data: Uint8Array } | undefined;
  const slot = new Map<number, readonly number[]>(found ? slotValues(found.data, startMs, lengthMs) : []);
  for (const { key, values } of rows) slot.set(keys.idOf(key), values);
  database
    .prepare(
      `INSERT INTO slot (meter, tier, start_ms, data) VALUES (?, ?, ?, ?)
       ON CONFLICT (meter, tier, start_ms) DO UPDATE SET data = excluded.data`,
    )
    .run(keys.meter, id, startMs, slotBlob(slot, startMs, lengthMs));
}

/** The rows of some slots before an instant, slot by slot, the latest first. */
export function slotsBefore(database: Database, keys: SlotKeys, tier: TierName, beforeMs: number): StoredRow[][] {
  const { id, lengthMs } = STORED_TIERS[tier];
  const found = database
    .prepare(
      `SELECT start_ms, data FROM slot WHERE meter = ? AND tier = ? AND start_ms < ?
       ORDER BY start_ms DESC LIMIT ${PIECE}`,
    )
    .all(keys.meter, id, beforeMs) as { readonly start_ms: number; readonly data: Uint8Array }[];
  return found.map(({ start_ms: startMs, data }) =>
    [...slotValues(data, startMs, lengthMs)].flatMap(([key, values]) => {
      const name = keys.nameOf(key);
      return name === undefined ? [] : [{ tier, key: name, startMs, values }];
    }),
  );
}

/** Deletes the oldest slots of a meter where a tier has more than it keeps. */
export function deleteSurplus(database: Database, meter: number): void {
  const statement = database.prepare(
    `DELETE FROM slot WHERE meter = ?1 AND tier = ?2 AND start_ms <=
       (SELECT start_ms FROM slot WHERE meter = ?1 AND tier = ?2 ORDER BY start_ms DESC LIMIT 1 OFFSET ?3)`,
  );
  for (const { id, kept } of Object.values(STORED_TIERS)) statement.run(meter, id, kept);
}

function isTimeTier(tier: StoredRow["tier"]): tier is TierName {
  return tier in STORED_TIERS;
}
