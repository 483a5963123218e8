import type { Now } from "../meter/now.ts";
import { LOOK_AHEAD_MS, type Schedule } from "./schedule.ts";

/** A schedule that is being kept until it is stopped. */
export interface ScheduleTimer {
  stop(): void;
}

/** Wall and monotonic clock drift apart by milliseconds a minute; more than this means that the wall clock was set. */
const CLOCK_SET_MS = 1_000;

/**
 * Calls back at the times of a schedule, and within a minute after the wall clock was set: what a picture says of the
 * time may be wrong then. Waits on the monotonic clock, a minute at most, and asks the schedule again each time, so that
 * no setting of the wall clock can stall it or make it catch up: times that were missed are one call, not many.
 */
export function startSchedule(schedule: Schedule, clock: () => Now, onTime: () => void): ScheduleTimer {
  let timer: NodeJS.Timeout;
  const plan = (): void => {
    const planned = clock();
    const dueMs = schedule(planned.wallMs) ?? Number.POSITIVE_INFINITY;
    const look = (): void => {
      const now = clock();
      const setByMs = now.wallMs - planned.wallMs - (now.monoMs - planned.monoMs);
      plan();
      if (now.wallMs >= dueMs || Math.abs(setByMs) > CLOCK_SET_MS) onTime();
    };
    timer = setTimeout(look, Math.min(LOOK_AHEAD_MS, Math.ceil(dueMs - planned.wallMs)));
  };
  plan();
  return { stop: () => clearTimeout(timer) };
}
