import type { Spectra6Panel } from "./controller/spectra6.ts";
import { BTST, BTST1, BTST3, CDI, CMDH, PFS, PLL, PSR, PWR, PWS, T_VDCS, TCON } from "./controller/uc81xx-commands.ts";
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
    [CMDH, 0x49, 0x55, 0x20, 0x08, 0x09, 0x18],
    [PWR, 0x3f],
    [PSR, 0x5f, 0x69],
    [PFS, 0x00, 0x54, 0x00, 0x44],
    [BTST1, 0x40, 0x1f, 0x1f, 0x2c],
    [BTST, 0x6f, 0x1f, 0x17, 0x49],
    [BTST3, 0x6f, 0x1f, 0x1f, 0x22],
    [PLL, 0x03],
    [CDI, 0x3f],
    [TCON, 0x02, 0x00],
    "resolution",
    [T_VDCS, 0x01],
    [PWS, 0x2f],
  ],
  boost: [BTST, 0x6f, 0x1f, 0x17, 0x49],
  codes: [0, 1, 2, 3, 5, 6],
} as const satisfies Spectra6Panel;
