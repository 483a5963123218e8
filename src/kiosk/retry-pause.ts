const FIRST_MS = 5_000;
const LONGEST_MS = 10 * 60_000;

/**
 * Milliseconds before what has failed is tried again: five seconds, then twice as long each time, ten minutes at most.
 * @param failures in a row, from 1
 */
export function retryPauseMs(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 30));
}
