import type { Past } from "../history/past.ts";
import type { PartInput } from "./part.ts";

/** Time from one picture to the next from which on a picture shows its interval instead of an instant, milliseconds. */
const SLOW_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
/** Share of the interval that must be known for its mean. */
const KNOWN = 0.5;

/** The interval of a display that is renewed slowly, whole minutes; undefined for any other, and while the clock is not set. */
export function intervalOf({ pictureEveryMs = 0, now }: Pick<PartInput, "pictureEveryMs" | "now">): number | undefined {
  return pictureEveryMs >= SLOW_MS && now.clockSet ? Math.round(pictureEveryMs / MINUTE_MS) : undefined;
}

/** Mean net power of the interval up to now, watts; undefined where less than half of it is known. */
export function meanOfInterval(past: Past | undefined, nowMs: number, minutes: number): number | undefined {
  const mean = past?.meanNet(nowMs - minutes * MINUTE_MS, nowMs);
  return mean && mean.coverage >= KNOWN ? mean.powerW : undefined;
}

/** The least and the most of a gauge in the interval up to now; undefined where nothing is known. */
export function extremesOfInterval(
  past: Past | undefined,
  key: string,
  nowMs: number,
  minutes: number,
): { readonly min: number; readonly max: number } | undefined {
  const [bucket] = past?.bucketsBetween(key, [nowMs - minutes * MINUTE_MS, nowMs]) ?? [];
  return bucket?.min === undefined || bucket.max === undefined ? undefined : { min: bucket.min, max: bucket.max };
}
