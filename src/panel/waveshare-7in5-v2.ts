import { BTST, CCSET, CDI, DUSPI, PSR, PWR, TCON, TSSET } from "./controller/uc81xx-commands.ts";
import type { Uc8179Panel } from "./controller/uc8179.ts";
import { extend } from "./extend.ts";
import { UC8179_BLACK_WHITE } from "./families.ts";
import { WAVESHARE_RULES } from "./health.ts";

/** Waveshare 7.5" V2, 800×480, black and white; four greys on panels sold since late 2023. */
export const WAVESHARE_7IN5_V2 = extend(UC8179_BLACK_WHITE, {
  id: "waveshare-7in5-v2",
  name: 'Waveshare 7.5" V2',
  width: 800,
  height: 480,
  full: { refreshMs: 4_200, deadlineMs: 10_000 },
  fast: { refreshMs: 1_200, deadlineMs: 10_000, minTemperatureC: 10 },
  partial: { refreshMs: 450, deadlineMs: 10_000, alignX: 8, minTemperatureC: 10 },
  grey4: { refreshMs: 2_000, deadlineMs: 10_000 },
  sources: {
    commands: "Waveshare e-Paper, epd7in5_V2.py and EPD_7in5_V2.c; supply voltages as in the C driver and in GxEPD2",
    timings: "GxEPD2, GxEPD2_750_GDEY075T7.h, measured",
    window: "UC8179, PTL: columns in bytes of eight",
    health: WAVESHARE_RULES,
  },
  proofs: { emulator: true, transcript: ["python", "c"], kernel: true, glass: false },
  settleMs: 20,
  modes: {
    full: {
      beforePower: [
        [PWR, 0x07, 0x07, 0x3f, 0x3f],
        [BTST, 0x17, 0x17, 0x28, 0x17],
      ],
      afterPower: [
        [PSR, 0x1f],
        "resolution",
        [DUSPI, 0x00],
        [CDI, 0x10, 0x07], // DDX 0: a set bit is black
        [TCON, 0x22],
      ],
      oldBits: [0, 1], // the complement, so that every pixel is driven
      newBits: [1, 0],
    },
    fast: {
      beforePower: [
        [PSR, 0x1f],
        [CDI, 0x10, 0x07],
      ],
      afterPower: [
        [BTST, 0x27, 0x27, 0x18, 0x17],
        [CCSET, 0x02],
        [TSSET, 0x5a],
      ],
      oldBits: [0, 1],
      newBits: [1, 0],
    },
    partial: {
      beforePower: [[PSR, 0x1f]],
      afterPower: [
        [CCSET, 0x02],
        [TSSET, 0x6e],
        [CDI, 0xa9, 0x07], // DDX 1: a set bit is white; N2OCP: new becomes old after the refresh
      ],
      oldBits: [0, 1],
      newBits: [0, 1],
    },
    grey4: {
      beforePower: [
        [PSR, 0x1f],
        [CDI, 0x10, 0x07],
      ],
      afterPower: [
        [BTST, 0x27, 0x27, 0x18, 0x17],
        [CCSET, 0x02],
        [TSSET, 0x5f],
      ],
      oldBits: [1, 0, 1, 0],
      newBits: [1, 1, 0, 0],
    },
  },
}) satisfies Uc8179Panel;
