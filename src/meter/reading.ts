import type { MeterIdentity } from "./meter-identity.ts";
import type { Now } from "./now.ts";
import type { Quantity, Values } from "./quantity.ts";

/** One counter of which another is the sum, and how often it had begun again until then. */
export interface Summand {
  readonly quantity: Quantity;
  readonly series: number;
}

/** Instants at which single values were true, by the time that their sender gave them. */
export type Instants = { readonly [Q in Quantity]?: Now };

/** The values of one telegram (or of one topic of it) and when they were true. */
export interface Reading {
  readonly values: Values;
  /** Arrival of the message; meters push what is true now, so this is when the values were true. */
  readonly at: Now;
  /** The same for values to which their sender gave an earlier time; absent where it gave none. */
  readonly instants?: Instants;
  /** True when its values are of an unknown age: the broker had kept the message, or the reader may have sent it again. */
  readonly retained: boolean;
  /** True when the reader may have sent it again, see `novelty.ts`. */
  readonly republished?: true;
  /** True when it is a whole telegram as the meter or the reader made it, not values joined from topics. */
  readonly isTelegram?: true;
  /** True when its sender publishes it again by itself, as after a start, whether or not a meter renewed it. */
  readonly isState?: true;
  /** Time between two of the sender's telegrams as it is delivered, milliseconds; it counts until two have come. */
  readonly usualIntervalMs?: number;
  /** True when other values of the same telegram are of a later time: it is counted with these. */
  readonly isPart?: true;
  /** The meter's own numbers and names, as fingerprints; absent when the telegram does not say, or may be wrong. */
  readonly identity?: MeterIdentity;
  /** Quantities whose value was corrected on the way, see `plausibility.ts`. */
  readonly repaired?: readonly Quantity[];
  /** Counters that begin a series with this reading: no difference is computed between their values before and now. */
  readonly restarted?: readonly Quantity[];
  /** Values that are sums of other quantities, and of which; absent when the meter sent all of them itself. */
  readonly summed?: { readonly [Q in Quantity]?: readonly Summand[] };
  /** Present when the telegram carried a checksum that does not fit: any of its values may be wrong. */
  readonly check?: "wrong";
  /** The meter's own clock as sent, local time without zone, `YYYY-MM-DDTHH:MM:SS`; shown and compared, never used for age. */
  readonly meterClock?: string;
  /** Number of the telegram since its reader was started, and how long ago that was, seconds. */
  readonly sequence?: { readonly seq: number; readonly upS?: number };
}
