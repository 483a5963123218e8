import cron from "node-cron";

/** A schedule that runs until it is stopped. */
export interface Schedule {
  stop(): void;
}

/** Calls back at the times of a cron expression (seconds first) in a time zone. */
export function startSchedule(expression: string, timeZone: string, callback: () => void): Schedule {
  const task = cron.schedule(expression, callback, { timezone: timeZone });
  return { stop: () => void task.destroy() };
}

/** Whether a text is a cron expression, five fields or six with seconds first. */
export function isSchedule(text: string): boolean {
  return cron.validate(text);
}
