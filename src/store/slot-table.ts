import type { TierName } from "../history/key-tiers.ts";
import type { StoredRow } from "../history/store.ts";
import type { Database } from "./engine.ts";
import { slotBlob, slotValues } from "./slot-blob.ts";
import { idsOf, slotId, startOfId } from "./slot-id.ts";
import type { SlotKeys } from "./slot-keys.ts";
import { STORED_TIER_NAMES, STORED_TIERS } from "./stored-tiers.ts";

/** Slots that are read at once. */
const PIECE = 256;

/** Writes rows of one slot, beside what the slot has of other keys. */
export function writeSlot(database: Database, keys: SlotKeys, rows: readonly StoredRow[]): void {
  const [first] = rows;
  if (!first || !isTimeTier(first.tier)) return;
  const { startMs } = first;
  const { lengthMs } = STORED_TIERS[first.tier];
  const id = slotId(keys.meter, first.tier, startMs);
  const found = database.prepare("SELECT data FROM slot WHERE id = ?").get(id) as SlotRow | undefined;
  const slot = new Map<number, readonly number[]>(found ? slotValues(found.data, startMs, lengthMs) : []);
  for (const { key, values } of rows) slot.set(keys.idOf(key), values);
  database
    .prepare("INSERT INTO slot (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data")
    .run(id, slotBlob(slot, startMs, lengthMs));
}

interface SlotRow {
  readonly id: number;
  readonly data: Uint8Array;
}

/** The rows of some slots before an instant, slot by slot, the latest first. */
export function slotsBefore(database: Database, keys: SlotKeys, tier: TierName, beforeMs: number): StoredRow[][] {
  const { lengthMs } = STORED_TIERS[tier];
  const [fromId, toId] = idsOf(keys.meter, tier);
  const select = database.prepare(`SELECT id, data FROM slot WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ${PIECE}`);
  const endId = Math.min(toId, slotId(keys.meter, tier, beforeMs));
  return (select.all(fromId, endId) as SlotRow[]).map(({ id, data }) => {
    const startMs = startOfId(id);
    return [...slotValues(data, startMs, lengthMs)].flatMap(([key, values]) => {
      const name = keys.nameOf(key);
      return name === undefined ? [] : [{ tier, key: name, startMs, values }];
    });
  });
}

/** Deletes the oldest slots of a meter where a tier has more than it keeps. */
export function deleteSurplus(database: Database, meter: number): void {
  const statement = database.prepare(
    `DELETE FROM slot WHERE id >= ?1 AND id <=
       (SELECT id FROM slot WHERE id >= ?1 AND id < ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3)`,
  );
  for (const tier of STORED_TIER_NAMES) statement.run(...idsOf(meter, tier), STORED_TIERS[tier].kept);
}

function isTimeTier(tier: StoredRow["tier"]): tier is TierName {
  return tier in STORED_TIERS;
}
