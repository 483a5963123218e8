import type { Spectra6Panel } from "./controller/spectra6.ts";
import { COLOUR_HEALTH, WAVESHARE_RULES } from "./health.ts";

/** Waveshare 7.3" E, 800×480, six inks (Spectra 6). */
export const WAVESHARE_7IN3_E = {
  id: "waveshare-7in3-e",
  name: 'Waveshare 7.3" E',
  controller: "spectra6",
  width: 800,
  height: 480,
  palette: "spectra-6",
  busyIdleLevel: 1,
  spiHz: 4_000_000,
  powerDeadlineMs: 1_000,
  full: { refreshMs: 12_500, deadlineMs: 60_000 },
  temperature: { minC: 0, maxC: 50 },
  health: COLOUR_HEALTH,
  sources: {
    commands:
      "Waveshare e-Paper, epd7in3e.py and EPD_7in3e.c; booster before a refresh as in the C driver and pimoroni/inky",
    timings: "GxEPD2, GxEPD2_730c_GDEP073E01.h, measured",
    health: WAVESHARE_RULES,
  },
  proofs: { emulator: true, transcript: ["python", "c"], kernel: true, glass: false },
  settleMs: 20,
  setup: [
    [0xaa, 0x49, 0x55, 0x20, 0x08, 0x09, 0x18],
    [0x01, 0x3f],
    [0x00, 0x5f, 0x69],
    [0x03, 0x00, 0x54, 0x00, 0x44],
    [0x05, 0x40, 0x1f, 0x1f, 0x2c],
    [0x06, 0x6f, 0x1f, 0x17, 0x49],
    [0x08, 0x6f, 0x1f, 0x1f, 0x22],
    [0x30, 0x03],
    [0x50, 0x3f],
    [0x60, 0x02, 0x00],
    [0x61, 0x03, 0x20, 0x01, 0xe0],
    [0x84, 0x01],
    [0xe3, 0x2f],
  ],
  boost: [0x06, 0x6f, 0x1f, 0x17, 0x49],
  codes: [0, 1, 2, 3, 5, 6],
} as const satisfies Spectra6Panel;
