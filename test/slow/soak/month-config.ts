import { join } from "node:path";
import { localParts } from "../../../src/meter/local-time.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const TIME_ZONE = "Europe/Helsinki";
/** Local midnight at which the month begins, milliseconds since 1970 UTC; the clocks go back on its 21st day. */
export const FIRST_DAY_MS = Date.UTC(2026, 9, 4, 21);

/** Panels by the name of their display. */
export const PANELS = {
  hall: "waveshare-7in5-v2",
  colour: "waveshare-7in3-e",
  label: "waveshare-2in13-v4",
  grey: "waveshare-4in2-v2",
  large: "waveshare-7in8-it8951",
} as const;

/** A moment of the month as far as the configuration depends on it. */
export interface Moment {
  /** Counted from 0. */
  readonly day: number;
  /** True while the panel of the hall shows every telegram as soon as it may. */
  readonly isLively: boolean;
}

/** Day and hours of the evening, local time, that are lively. */
export const LIVELY = { day: 3, fromHour: 17, toHour: 20 } as const;
/** Days of frost around the label, °C: too cold for all but full refreshes, and too cold for any. */
export const FROST_C: ReadonlyMap<number, number> = new Map([
  [11, 5],
  [12, -5],
]);
/** Hours of the night without a refresh. */
const QUIET = { fromHour: 23, toHour: 6 } as const;

/**
 * The configuration at a moment. A frame takes too long to draw for every telegram of a month, so each display has a pace, in
 * seconds, that samples them; in the lively hours the hall has its panel's own.
 */
export function monthConfig(folder: string, { day, isLively }: Moment): string {
  const quiet = `"${QUIET.fromHour}:00-0${QUIET.toHour}:00"`;
  const every = (seconds: number) => `refresh: { onTelegram: true, minIntervalS: ${seconds} }, quietHours: ${quiet}`;
  const epaper = (name: keyof typeof PANELS, bus: number) =>
    `kind: epaper, panel: ${PANELS[name]}, spi: /dev/spidev${bus}.0, gpioChip: chip-${bus}`;
  return `
broker: { url: "mqtt://broker.example" }
meters: [{ name: house, prefix: han, mainFuseA: 35, phases: 3, timeZone: ${TIME_ZONE} }]
locale: en-GB
clock: { trusted: true }
displays:
  - { name: hall, ${epaper("hall", 0)}, layout: balance, ${every(isLively ? 30 : 900)} }
  - { name: colour, ${epaper("colour", 1)}, layout: balance, ${every(2_700)} }
  - { name: label, ${epaper("label", 2)}, layout: glance, rotate: 90, temperatureC: ${FROST_C.get(day) ?? 21}, ${every(3_600)} }
  - { name: grey, ${epaper("grey", 3)}, layout: today, grey: true, ${every(7_200)} }
  - { name: large, ${epaper("large", 4)}, layout: balance, vcomMv: -1530, ${every(43_200)} }
  - { name: screen, kind: framebuffer, device: ${join(folder, "fb")}, sysfs: ${folder}, console: keep, layout: balance, ${every(21_600)} }
  - { name: file, kind: png-file, path: ${join(folder, "week.png")}, size: 800x480, palette: black-white, layout: week, ${every(21_600)} }
`;
}

/** Tells whether an instant, milliseconds since 1970 UTC, is in the lively hours. */
export function isLively(ms: number): boolean {
  const { day, fromHour, toHour } = LIVELY;
  const hour = (ms - FIRST_DAY_MS - day * DAY_MS) / HOUR_MS;
  return hour >= fromHour && hour < toHour;
}

/** Tells whether an instant, milliseconds since 1970 UTC, is in the quiet hours. */
export function isQuiet(ms: number): boolean {
  const { hour } = localParts(ms, TIME_ZONE);
  return hour >= QUIET.fromHour || hour < QUIET.toHour;
}
