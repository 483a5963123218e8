/** Runs work once after a delay in milliseconds, unless the returned function cancels it first. */
export type Scheduler = (work: () => void, delayMs: number) => () => void;

/** Scheduler of the running program, in Node and in browsers. */
export const timerScheduler: Scheduler = (work, delayMs) => {
  const timer = setTimeout(work, delayMs);
  return () => clearTimeout(timer);
};
