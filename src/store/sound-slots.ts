import type { TierName } from "../history/key-tiers.ts";
import type { Database } from "./engine.ts";
import { checkBlob } from "./slot-blob.ts";
import { OF_METER, slotId } from "./slot-id.ts";
import { PIECE } from "./slot-table.ts";
import { isDamage } from "./sqlite-fault.ts";
import type { StoredSlot } from "./store-access.ts";
import { STORED_TIERS } from "./stored-tiers.ts";

/** Some slots of a damaged table before an instant, the latest first: all but those that cannot be read. */
export function soundSlotsBefore(database: Database, meter: number, tier: TierName, beforeMs: number): StoredSlot[] {
  const select = database.prepare(
    `SELECT id, data FROM ${tier} WHERE ${OF_METER} AND id < ?2 ORDER BY id DESC LIMIT 1`,
  );
  const latestBefore = (endId: number) => sound(() => select.get(meter, endId) as StoredSlot | undefined);
  const slotIds = slotId(0, STORED_TIERS[tier].lengthMs);
  const found: StoredSlot[] = [];
  let endId = Math.min(Number.MAX_SAFE_INTEGER, slotId(meter, beforeMs));
  while (found.length < PIECE && endId > 0) {
    const slot = latestBefore(endId);
    if (slot === undefined) break;
    if (slot === "damaged") endId = endBeforeDamage(endId, slotIds, (end) => latestBefore(end) !== "damaged");
    else {
      if (sound(() => checkBlob(slot.data)) !== "damaged") found.push(slot);
      endId = slot.id;
    }
  }
  return found;
}

/** The greatest end before one, in steps, whose slot can be read: looked for ever further back, then halfway forward again. */
function endBeforeDamage(endId: number, step: number, isSound: (endId: number) => boolean): number {
  let [low, high] = [endId, endId];
  for (let back = step; low > 0 && !isSound(low); back *= 2) [low, high] = [Math.max(0, low - back), low];
  while (high - low > step) {
    const middle = low + Math.ceil((high - low) / 2 / step) * step;
    if (middle >= high) break;
    if (isSound(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function sound<Result>(read: () => Result): Result | "damaged" {
  try {
    return read();
  } catch (thrown) {
    if (isDamage(thrown)) return "damaged";
    throw thrown;
  }
}
