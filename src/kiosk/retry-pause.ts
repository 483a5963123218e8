const FIRST_MS = 5_000;
const LONGEST_MS = 10 * 60_000;

/**
 * Milliseconds before what has failed is tried again: five seconds, then twice as long each time, ten minutes at most.
 * @param failures in a row, from 1
 */
export function retryPauseMs(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 30));
}

/**
 * Longest time between two tries of hardware that is not there or may not be opened, milliseconds. A try that finds it so touches
 * nothing, and a device that is plugged in, or given to the kiosk's user after the start, shows its picture soon.
 */
const LONGEST_ABSENT_MS = 60_000;

/** Milliseconds before a display whose hardware is not there is tried again, bounded to a minute. @param failures in a row, from 1 */
export function absentPauseMs(failures: number): number {
  return Math.min(LONGEST_ABSENT_MS, retryPauseMs(failures));
}

/** Crashes in a row after which a display is left alone. */
export const MOST_CRASHES = 3;

/**
 * Milliseconds for which a display is left alone. Each try resets and powers a panel, or runs a program: one an hour wears
 * nothing out and fills no log, and a cable that was plugged in again is found without anybody's help.
 */
export const LEFT_ALONE_MS = 60 * 60_000;
