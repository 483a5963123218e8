import { QUARTER_MS, type TierName } from "../history/key-tiers.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** How the slots of one tier are kept in a file. */
interface StoredTier {
  /** How long a slot lasts, milliseconds; a day most often. */
  readonly lengthMs: number;
  /** How many slots of a meter are kept, the newest; by their number, so that a clock that jumps deletes nothing. */
  readonly kept: number;
}

/** Every tier, each in the table of its name, in the order in which they are loaded: what is few and shows most is first. */
export const STORED_TIERS: { readonly [Tier in TierName]: StoredTier } = {
  day: { lengthMs: DAY_MINUTES * MINUTE_MS, kept: Number.MAX_SAFE_INTEGER },
  minute: { lengthMs: MINUTE_MS, kept: 9 * DAY_MINUTES },
  quarter: { lengthMs: QUARTER_MS, kept: 448 * 96 },
};

/** The names of the tiers in that order. */
export const STORED_TIER_NAMES = Object.keys(STORED_TIERS) as TierName[];
