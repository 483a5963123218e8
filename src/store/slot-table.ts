import type { TierName } from "../history/key-tiers.ts";
import { METER_SERIES } from "../history/meter-series.ts";
import type { StoredRow } from "../history/store.ts";
import type { Database } from "./engine.ts";
import { checkBlob, slotBlob, slotValues } from "./slot-blob.ts";
import { OF_METER, slotId, startOfId } from "./slot-id.ts";
import type { SlotKeys } from "./slot-keys.ts";
import type { StoredKeys, StoredSlot } from "./store-access.ts";
import { STORED_TIER_NAMES, STORED_TIERS } from "./stored-tiers.ts";

/** Row of a slot of time. */
export type SlotStoredRow = StoredRow & { readonly tier: TierName };

/** Tells whether a row is one of a slot of time. */
export function isOfSlot(row: StoredRow): row is SlotStoredRow {
  return row.tier in STORED_TIERS;
}

/** Quarters that keep everything: more than the history keeps of any key. */
const WHOLE_QUARTERS = 72 * 96;
/** Slots that are read at once. */
export const PIECE = 256;

/** Writes rows of one slot, beside what the slot has of other keys. */
export function writeSlot(database: Database, keys: SlotKeys, rows: readonly SlotStoredRow[]): void {
  const [first] = rows;
  if (!first) return;
  const { tier, startMs } = first;
  const { lengthMs } = STORED_TIERS[tier];
  const id = slotId(keys.meter, startMs);
  const found = database.prepare(`SELECT data FROM ${tier} WHERE id = ?`).get(id) as StoredSlot | undefined;
  const slot = new Map<number, readonly number[]>(found ? slotValues(found.data, startMs, lengthMs) : []);
  for (const { key, values } of rows) slot.set(keys.idOf(key), values);
  database
    .prepare(`INSERT INTO ${tier} (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data`)
    .run(id, slotBlob(slot, startMs, lengthMs));
}

/**
 * Some slots before an instant, the latest first.
 * @throws DamagedError when one is not as it was written
 */
export function slotsBefore(database: Database, meter: number, tier: TierName, beforeMs: number): StoredSlot[] {
  const select = database.prepare(
    `SELECT id, data FROM ${tier} WHERE ${OF_METER} AND id < ?2 ORDER BY id DESC LIMIT ${PIECE}`,
  );
  const endId = Math.min(Number.MAX_SAFE_INTEGER, slotId(meter, beforeMs));
  const slots = select.all(meter, endId) as StoredSlot[];
  for (const { data } of slots) checkBlob(data);
  return slots;
}

/** The rows of slots of a tier. */
export function rowsOfSlots(slots: readonly StoredSlot[], tier: TierName, { names }: StoredKeys): StoredRow[] {
  const { lengthMs } = STORED_TIERS[tier];
  return slots.flatMap(({ id, data }) => {
    const startMs = startOfId(id);
    return [...slotValues(data, startMs, lengthMs)].flatMap(([key, values]) => {
      const name = names.get(key);
      return name === undefined ? [] : [{ tier, key: name, startMs, values }];
    });
  });
}

/**
 * Takes out of old quarters what the history no longer asks of them: all but counters and total power. Goes back in time up
 * to the first quarter of which that is done.
 */
export function thinQuarters(database: Database, keys: SlotKeys): void {
  const { lengthMs } = STORED_TIERS.quarter;
  const select = database.prepare(
    `SELECT id, data FROM quarter WHERE ${OF_METER} ORDER BY id DESC LIMIT ${PIECE} OFFSET ?2`,
  );
  const update = database.prepare("UPDATE quarter SET data = ? WHERE id = ?");
  for (let offset = WHOLE_QUARTERS; ; offset += PIECE) {
    const found = select.all(keys.meter, offset) as StoredSlot[];
    for (const { id, data } of found) {
      const startMs = startOfId(id);
      const slot = slotValues(data, startMs, lengthMs);
      const thin = new Map([...slot].filter(([key]) => isKeptLong(keys.nameOf(key))));
      if (thin.size === slot.size) return;
      update.run(slotBlob(thin, startMs, lengthMs), id);
    }
    if (found.length < PIECE) return;
  }
}

function isKeptLong(key = ""): boolean {
  return METER_SERIES[key]?.quartersKept === "long";
}

/** Deletes the oldest slots of a meter where a tier has more than it keeps. */
export function deleteSurplus(database: Database, meter: number): void {
  for (const tier of STORED_TIER_NAMES) {
    const statement = database.prepare(
      `DELETE FROM ${tier} WHERE ${OF_METER} AND id <=
         (SELECT id FROM ${tier} WHERE ${OF_METER} ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
    );
    statement.run(meter, STORED_TIERS[tier].kept);
  }
}
