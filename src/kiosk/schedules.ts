import type { Now } from "../meter/now.ts";
import { policySchedules } from "../refresh/refresh-times.ts";
import { parseSchedule } from "../refresh/schedule.ts";
import { type ScheduleTimer, startSchedule } from "../refresh/schedule-timer.ts";
import type { KioskDisplay } from "./kiosk-display.ts";

/** Display as far as its schedules need it. */
type Scheduled = Pick<KioskDisplay, "timeZone"> & {
  readonly config: Pick<KioskDisplay["config"], "refresh" | "quietHours">;
  readonly painter: Pick<KioskDisplay["painter"], "request">;
};

/** Requests pictures at the times of each display's own schedule, and at those at which the refresh policy allows more. */
export class Schedules {
  readonly #clock: () => Now;
  #timers: readonly ScheduleTimer[] = [];

  constructor(clock: () => Now) {
    this.#clock = clock;
  }

  /** Follows the schedules of these displays alone; one that several have is looked at once for all of them. */
  start(displays: readonly Scheduled[]): void {
    this.stop();
    this.#timers = [...displaysBySchedule(displays)].map(([key, those]) => {
      const [schedule, timeZone] = JSON.parse(key) as ScheduleKey;
      return startSchedule(parseSchedule(schedule, timeZone), this.#clock, () => {
        for (const { painter } of those) painter.request();
      });
    });
  }

  stop(): void {
    for (const timer of this.#timers) timer.stop();
    this.#timers = [];
  }
}

type ScheduleKey = readonly [schedule: string, timeZone: string];

/** Displays by {@link ScheduleKey} as JSON. */
function displaysBySchedule(displays: readonly Scheduled[]): ReadonlyMap<string, readonly Scheduled[]> {
  const keyed = displays.flatMap((display) => {
    const { config, timeZone } = display;
    const schedules = new Set([config.refresh.schedule, ...policySchedules(config.quietHours)]);
    return [...schedules].map((schedule) => ({ key: JSON.stringify([schedule, timeZone]), display }));
  });
  const found = new Map<string, Scheduled[]>();
  for (const { key, display } of keyed) found.set(key, [...(found.get(key) ?? []), display]);
  return found;
}
