import type { TierName } from "../history/key-tiers.ts";
import type { Database } from "./engine.ts";
import { STORED_TIERS } from "./stored-tiers.ts";

const MINUTE_MS = 60_000;
/** Room for the minutes since 1970 in a slot's number: eight thousand years. */
const MINUTES = 2 ** 32;
const TIERS = 8;

/** Number of a slot in the file: meter, tier and the minute of its start in one, so that slots of one tier lie side by side. */
export function slotId(meter: number, tier: TierName, startMs: number): number {
  return firstId(meter, tier) + Math.floor(startMs / MINUTE_MS);
}

/** Start of the slot of a number, milliseconds since 1970. */
export function startOfId(id: number): number {
  return (id % MINUTES) * MINUTE_MS;
}

/** The numbers of all slots of a tier: from the first one on, before the second. */
export function idsOf(meter: number, tier: TierName): readonly [fromId: number, toId: number] {
  const fromId = firstId(meter, tier);
  return [fromId, fromId + MINUTES];
}

/** Deletes all slots of a tier of a meter. */
export function deleteTier(database: Database, meter: number, tier: TierName): void {
  database.prepare("DELETE FROM slot WHERE id >= ? AND id < ?").run(...idsOf(meter, tier));
}

function firstId(meter: number, tier: TierName): number {
  return (meter * TIERS + STORED_TIERS[tier].id) * MINUTES;
}
