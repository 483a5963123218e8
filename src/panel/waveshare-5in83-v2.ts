import { BTST, CCSET, CDI, PSR, TSSET } from "./controller/uc81xx-commands.ts";
import type { Uc8179Panel } from "./controller/uc8179.ts";
import { extend } from "./extend.ts";
import { UC8179_BLACK_WHITE } from "./families.ts";
import { WAVESHARE_RULES } from "./health.ts";

/** Waveshare 5.83" V2, 648×480, black and white or four greys. */
export const WAVESHARE_5IN83_V2 = extend(UC8179_BLACK_WHITE, {
  id: "waveshare-5in83-v2",
  name: 'Waveshare 5.83" V2',
  width: 648,
  height: 480,
  full: { refreshMs: 4_000, deadlineMs: 10_000 },
  fast: { refreshMs: 1_200, deadlineMs: 10_000, minTemperatureC: 10 },
  partial: { refreshMs: 500, deadlineMs: 10_000, alignX: 8, minTemperatureC: 10 },
  grey4: { refreshMs: 2_000, deadlineMs: 10_000 },
  sources: {
    commands: "Waveshare e-Paper, epd5in83_V2.py and EPD_5in83_V2.c",
    timings: "GxEPD2, GxEPD2_583_GDEQ0583T31.h, measured",
    window: "UC8179, PTL: columns in bytes of eight",
    health: WAVESHARE_RULES,
  },
  proofs: { emulator: true, transcript: ["python", "c"], kernel: false, glass: false },
  settleMs: 200,
  modes: {
    full: {
      beforePower: [
        [PSR, 0x1f],
        [CDI, 0x21, 0x07], // DDX 1: a set bit is white
      ],
      afterPower: [],
      oldBits: [0, 1],
      newBits: [0, 1],
    },
    fast: {
      beforePower: [
        [PSR, 0x1f],
        [CDI, 0x29, 0x07],
        [CCSET, 0x02],
        [TSSET, 0x5a],
      ],
      afterPower: [],
      oldBits: [0, 1],
      newBits: [0, 1],
    },
    partial: {
      beforePower: [
        [PSR, 0x1f],
        [CCSET, 0x02],
        [TSSET, 0x6e],
      ],
      afterPower: [[CDI, 0xa9, 0x07]],
      oldBits: [0, 1],
      newBits: [0, 1],
    },
    grey4: {
      beforePower: [
        [PSR, 0x1f],
        [BTST, 0x27, 0x27, 0x18, 0x17],
        [CDI, 0x21, 0x07],
        [CCSET, 0x02],
        [TSSET, 0x5f],
      ],
      afterPower: [],
      oldBits: [0, 1, 0, 1],
      newBits: [0, 0, 1, 1],
    },
  },
}) satisfies Uc8179Panel;
