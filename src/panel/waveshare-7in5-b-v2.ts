import { BTST, CCSET, CDI, DUSPI, PSR, PWR, TCON, TSSET } from "./controller/uc81xx-commands.ts";
import type { Uc8179Panel } from "./controller/uc8179.ts";
import { COLOUR_HEALTH, WAVESHARE_RULES } from "./health.ts";

/** Waveshare 7.5" B V2, 800×480, black, white and red. A partial refresh drives black and white alone. */
export const WAVESHARE_7IN5_B_V2 = {
  id: "waveshare-7in5-b-v2",
  name: 'Waveshare 7.5" B V2',
  controller: "uc8179",
  width: 800,
  height: 480,
  palette: "black-white-red",
  busyIdleLevel: 1,
  spiHz: 4_000_000,
  powerDeadlineMs: 1_000,
  full: { refreshMs: 26_000, deadlineMs: 60_000 },
  fast: { refreshMs: 17_000, deadlineMs: 60_000, minTemperatureC: 10 },
  partial: { refreshMs: 500, deadlineMs: 10_000, alignX: 8, minTemperatureC: 10, inks: [0, 1] },
  temperature: { minC: 0, maxC: 40 },
  health: COLOUR_HEALTH,
  sources: {
    commands: "Waveshare e-Paper, epd7in5b_V2.py and EPD_7in5b_V2.c",
    timings: 'GxEPD2, GxEPD2_750c_GDEY075Z08.h, measured; partial as the 7.5" V2, assumed',
    window: "UC8179, PTL: columns in bytes of eight",
    health: WAVESHARE_RULES,
  },
  proofs: { emulator: true, transcript: ["python", "c"], kernel: false, glass: false },
  settleMs: 200,
  modes: {
    full: {
      beforePower: [
        [PWR, 0x07, 0x07, 0x3f, 0x3f],
        [BTST, 0x17, 0x17, 0x28, 0x17],
      ],
      afterPower: [
        [PSR, 0x0f], // black, white and red: the old plane is black/white, the new one red
        "resolution",
        [DUSPI, 0x00],
        [CDI, 0x11, 0x07],
        [TCON, 0x22],
      ],
      oldBits: [0, 1, 1],
      newBits: [0, 0, 1],
    },
    fast: {
      beforePower: [[PSR, 0x0f]],
      afterPower: [
        [BTST, 0x27, 0x27, 0x18, 0x17],
        [CCSET, 0x02],
        [TSSET, 0x5a],
        [CDI, 0x11, 0x07],
      ],
      oldBits: [0, 1, 1],
      newBits: [0, 0, 1],
    },
    partial: {
      beforePower: [[PSR, 0x1f]], // black and white for as long as this refresh lasts
      afterPower: [
        [CCSET, 0x02],
        [TSSET, 0x6e],
        [CDI, 0xa9, 0x07],
      ],
      oldBits: [0, 1, 1], // red outside the boxes is the same in both planes and left alone
      newBits: [0, 1, 1],
    },
  },
} as const satisfies Uc8179Panel;
