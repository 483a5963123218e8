import type { Bucket } from "../history/past.ts";
import type { CurrentSample } from "../history/recent-currents.ts";

/** A phase below this share of its fuse has room again. */
const ENDS_BELOW = 0.95;
/** Time below that after which an overload has ended, milliseconds. */
const ENDS_AFTER_MS = 60_000;
/** Telegrams further apart than this, milliseconds, say nothing of the time between them. */
const LONGEST_GAP_MS = 10 * 60_000;

/** Current of a phase at an instant. */
interface Load {
  /** Wall milliseconds. */
  readonly atMs: number;
  /** Amperes, in either direction. */
  readonly currentA: number;
}

/** What is known of the load of one phase. */
export interface LoadStory {
  /** The last telegrams, oldest first. */
  readonly loads: readonly Load[];
  /** Returns the minutes before them, oldest first; asked only while the telegrams leave open what was before them. */
  minutes(): readonly Minute[];
}

type Minute = Pick<Bucket, "fromMs" | "min" | "max">;

/** Where the fold stands after a telegram. */
interface Alarm {
  readonly atMs?: number;
  /** Beginning of the overload. */
  readonly sinceMs?: number;
  /** The first of the telegrams above the fuse without one below it between. */
  readonly aboveMs?: number;
  /** The first of the telegrams that have room without another between. */
  readonly belowMs?: number;
  /** True once it does not matter any more what was before the telegrams. */
  readonly isSure?: true;
}

/** Tells whether a phase has had room in all of its last telegrams, for so long that no overload is left, whatever was before. */
export function hasLongHadRoom(samples: readonly CurrentSample[], fuseA: number): boolean {
  const untilMonoMs = (samples.at(-1)?.at.monoMs ?? 0) - ENDS_AFTER_MS;
  const hasRoom = ({ currentA }: CurrentSample) => Math.abs(currentA) < ENDS_BELOW * fuseA;
  const decisive = samples.findLast((sample) => !hasRoom(sample) || sample.at.monoMs <= untilMonoMs);
  return decisive !== undefined && hasRoom(decisive);
}

/**
 * Beginning of an overload that is on, wall milliseconds; undefined while there is none. It begins with the second
 * telegram in a row above the fuse, and ends when the phase has been below 95 % of it for a minute.
 */
export function overloadSince({ loads, minutes }: LoadStory, fuseA: number, nowMs: number): number | undefined {
  const alarm = alarmAfter({}, loads, fuseA, nowMs);
  if (alarm.isSure) return alarm.sinceMs;
  const sinceMs = sinceByMinutes(minutes(), fuseA);
  return sinceMs === undefined ? alarm.sinceMs : alarmAfter({ sinceMs }, loads, fuseA, nowMs).sinceMs;
}

function alarmAfter(before: Alarm, loads: readonly Load[], fuseA: number, nowMs: number): Alarm {
  const alarm = loads.reduce((after, load) => nextAlarm(after, load, fuseA), before);
  const { atMs = nowMs } = alarm;
  return nowMs - atMs > LONGEST_GAP_MS || hasEnded(alarm, nowMs) ? { isSure: true } : alarm;
}

function nextAlarm(before: Alarm, { atMs, currentA }: Load, fuseA: number): Alarm {
  const isApart = before.atMs !== undefined && atMs - before.atMs > LONGEST_GAP_MS;
  const { sinceMs, aboveMs, belowMs, isSure }: Alarm = isApart ? { isSure: true } : before;
  const sure = isSure && { isSure };
  const load = Math.abs(currentA);
  if (load > fuseA) {
    const beganMs = sinceMs ?? aboveMs;
    return { atMs, ...sure, aboveMs: aboveMs ?? atMs, ...(beganMs !== undefined && { sinceMs: beganMs }) };
  }
  const alarm = { atMs, ...sure, ...(sinceMs !== undefined && { sinceMs }) };
  if (load >= ENDS_BELOW * fuseA) return alarm;
  const next = { ...alarm, belowMs: belowMs ?? atMs };
  return hasEnded(next, atMs) ? { atMs, isSure: true, belowMs: next.belowMs } : next;
}

function hasEnded({ belowMs }: Alarm, nowMs: number): boolean {
  return belowMs !== undefined && nowMs - belowMs >= ENDS_AFTER_MS;
}

/** Beginning of an overload that the minutes leave on: one of them was above the fuse throughout, and none since had room. */
function sinceByMinutes(minutes: readonly Minute[], fuseA: number): number | undefined {
  const calm = minutes.findLastIndex((minute) => highest(minute) < ENDS_BELOW * fuseA);
  const loaded = minutes.slice(calm + 1);
  if (!loaded.some((minute) => lowest(minute) > fuseA)) return undefined;
  return loaded.find((minute) => highest(minute) > fuseA)?.fromMs;
}

function highest({ min = 0, max = 0 }: Minute): number {
  return Math.max(Math.abs(min), Math.abs(max));
}

function lowest({ min = 0, max = 0 }: Minute): number {
  return min * max <= 0 ? 0 : Math.min(Math.abs(min), Math.abs(max));
}
