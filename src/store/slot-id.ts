const MINUTE_MS = 60_000;
/** Meters that a file has room for. */
const METERS = 4_096;

/**
 * Number of a slot in the table of its tier: the minute of its start, then the meter. New slots come at the end of the table
 * that way, where SQLite has the least to write.
 */
export function slotId(meter: number, startMs: number): number {
  return Math.floor(startMs / MINUTE_MS) * METERS + meter;
}

/** Start of the slot of a number, milliseconds since 1970. */
export function startOfId(id: number): number {
  return Math.floor(id / METERS) * MINUTE_MS;
}

/** Condition of a statement: the slots of the meter that is its first parameter. */
export const OF_METER = `id % ${METERS} = ?1`;
