import type { Now } from "../meter/now.ts";
import { policySchedules } from "../refresh/refresh-times.ts";
import { parseSchedule } from "../refresh/schedule.ts";
import { type ScheduleTimer, startSchedule } from "../refresh/schedule-timer.ts";
import type { KioskDisplay } from "./kiosk-display.ts";

/** Requests pictures at the times of each display's own schedule, and at those at which the refresh policy allows more. */
export class Schedules {
  readonly #clock: () => Now;
  #timers: readonly ScheduleTimer[] = [];

  constructor(clock: () => Now) {
    this.#clock = clock;
  }

  /** Follows the schedules of these displays alone. */
  start(displays: readonly KioskDisplay[]): void {
    this.stop();
    this.#timers = displays.flatMap(({ config: { refresh, quietHours }, painter, timeZone }) =>
      [refresh.schedule, ...policySchedules(quietHours)].map((schedule) =>
        startSchedule(parseSchedule(schedule, timeZone), this.#clock, () => painter.request()),
      ),
    );
  }

  stop(): void {
    for (const timer of this.#timers) timer.stop();
    this.#timers = [];
  }
}
