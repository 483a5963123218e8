import type { PanelHealth } from "./panel.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Limits of panels of one bit or grey. @source Waveshare's rules of use (180 s, 24 h); partials as users of e-readers and ESPHome set them */
export const MONOCHROME_HEALTH: PanelHealth = {
  minFullIntervalMs: 3 * MINUTE,
  minFastIntervalMs: MINUTE,
  minPartialIntervalMs: 30 * SECOND,
  maxPartialsInARow: 10,
  maxPartialAgeMs: HOUR,
  maxFullAgeMs: 24 * HOUR,
};

/** Limits of panels with coloured ink, whose full refresh flashes for long. @source the same rules, with the colour panels' own pace */
export const COLOUR_HEALTH: PanelHealth = {
  ...MONOCHROME_HEALTH,
  minFullIntervalMs: 15 * MINUTE,
  minFastIntervalMs: 15 * MINUTE,
  minPartialIntervalMs: 15 * MINUTE,
};

/** The rules of use in words, for the `sources` of a panel. */
export const WAVESHARE_RULES = "Waveshare's rules of use, as quoted by projects that drive its panels";
