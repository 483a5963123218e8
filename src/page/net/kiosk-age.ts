import type { KioskClock } from "./kiosk-clock.ts";

/**
 * How long ago something was at the kiosk, milliseconds; negative for what is to come.
 * @param atMonoMs on the kiosk's monotonic clock
 * @param browserMs the present on the browser's monotonic clock
 */
export function kioskAge({ now, heardAtMs }: KioskClock, atMonoMs: number, browserMs: number): number {
  return now.monoMs + (browserMs - heardAtMs) - atMonoMs;
}
