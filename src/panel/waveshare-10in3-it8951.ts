import type { It8951Panel } from "./controller/it8951.ts";
import { MONOCHROME_HEALTH, WAVESHARE_RULES } from "./health.ts";

/** Waveshare 10.3" with the IT8951 driver board, 1872×1404, sixteen greys. */
export const WAVESHARE_10IN3_IT8951 = {
  id: "waveshare-10in3-it8951",
  name: 'Waveshare 10.3" (IT8951)',
  controller: "it8951",
  width: 1872,
  height: 1404,
  palette: "grey-16",
  busyIdleLevel: 1, // HRDY: high is ready
  spiHz: 12_000_000,
  powerDeadlineMs: 5_000,
  full: { refreshMs: 830, deadlineMs: 5_000 },
  partial: { refreshMs: 290, deadlineMs: 5_000, alignX: 32, minTemperatureC: 10 },
  temperature: { minC: 0, maxC: 50 },
  health: MONOCHROME_HEALTH,
  sources: {
    commands: "Waveshare IT8951-ePaper, EPD_IT8951.c",
    timings: "GxEPD2, GxEPD2_it103_1872x1404.h, measured",
    window: "IT8951, one bit a pixel: columns in words of sixteen, on some boards in two of them",
    health: WAVESHARE_RULES,
  },
  proofs: { emulator: true, transcript: ["c"], kernel: false, glass: false },
  resetLowMs: 10,
  settleMs: 200,
} as const satisfies It8951Panel;
