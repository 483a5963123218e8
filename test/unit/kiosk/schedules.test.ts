import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Schedules } from "../../../src/kiosk/schedules.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = Date.parse("2026-01-15T21:58:30Z");

beforeEach(() => vi.useFakeTimers({ now: START_MS }));
afterEach(() => vi.useRealTimers());

/** A display in a time zone with its schedule, and the times at which it was asked for a picture. */
function scheduled(timeZone: string, schedule: string) {
  const asked: string[] = [];
  const request = () => void asked.push(new Date().toISOString().slice(11, 19));
  const refresh = { onTelegram: false, schedule, minIntervalS: 0 };
  return { config: { refresh }, timeZone, painter: { request }, asked };
}

const HELSINKI = "Europe/Helsinki";
const clock = () => ({ wallMs: Date.now(), monoMs: performance.now(), clockSet: true });

it("asks each display at its own times, and looks once at a schedule that several have", () => {
  const hall = scheduled(HELSINKI, "0 * * * * *");
  const attic = scheduled(HELSINKI, "0 * * * * *");
  const abroad = scheduled("Europe/London", "0 0 22 * * *");
  const schedules = new Schedules(clock);
  schedules.start([hall, attic, abroad]);
  expect(vi.getTimerCount()).toBe(4); // of each zone: its displays' own, and the full refresh of the day
  vi.advanceTimersByTime(2 * MINUTE_MS);
  expect([hall.asked, attic.asked, abroad.asked]).toEqual([
    ["21:59:00", "22:00:00"],
    ["21:59:00", "22:00:00"],
    ["22:00:00"],
  ]);
  vi.advanceTimersByTime(6 * HOUR_MS);
  expect(abroad.asked).toEqual(["22:00:00", "04:00:00"]);
  schedules.stop();
  expect(vi.getTimerCount()).toBe(0);
});

it("asks a display once whose own schedule is that of the day's full refresh", () => {
  const hall = scheduled(HELSINKI, "0 0 4 * * *");
  new Schedules(clock).start([hall]);
  vi.advanceTimersByTime(5 * HOUR_MS);
  expect(hall.asked).toEqual(["02:00:00"]);
});
