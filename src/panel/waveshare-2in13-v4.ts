import type { Ssd16xxPanel } from "./controller/ssd16xx.ts";
import { MONOCHROME_HEALTH, WAVESHARE_RULES } from "./health.ts";

/** Waveshare 2.13" V4, 122×250 upright, black and white. Rows of the RAM have 128 bits. */
export const WAVESHARE_2IN13_V4 = {
  id: "waveshare-2in13-v4",
  name: 'Waveshare 2.13" V4',
  controller: "ssd16xx",
  chip: "SSD1680",
  width: 122,
  height: 250,
  palette: "black-white",
  busyIdleLevel: 0,
  spiHz: 4_000_000,
  powerDeadlineMs: 1_000,
  full: { refreshMs: 3_500, deadlineMs: 10_000 },
  fast: { refreshMs: 1_600, deadlineMs: 10_000, minTemperatureC: 10 },
  partial: { refreshMs: 460, deadlineMs: 10_000, alignX: 8, minTemperatureC: 10 },
  temperature: { minC: 0, maxC: 50 },
  health: MONOCHROME_HEALTH,
  sources: {
    commands: "Waveshare e-Paper, epd2in13_V4.py and EPD_2in13_V4.c",
    timings: "GxEPD2, GxEPD2_213_GDEY0213B74.h, measured; full assumed",
    window: "SSD1680, RAM window: columns in bytes of eight",
    health: WAVESHARE_RULES,
  },
  proofs: { emulator: true, transcript: ["python", "c"], kernel: false, glass: false },
  settleMs: 20,
  xUnit: "bytes",
  yDown: false,
  deepSleep: 0x01,
  modes: {
    full: {
      setup: [
        [0x01, 0xf9, 0x00, 0x00],
        [0x11, 0x03],
        "window",
        "counters",
        [0x3c, 0x05],
        [0x21, 0x00, 0x80],
        [0x18, 0x80],
        "wait",
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xf7,
    },
    fast: {
      setup: [
        [0x01, 0xf9, 0x00, 0x00], // these three as in a full refresh, or the first column would lie elsewhere
        [0x3c, 0x05],
        [0x21, 0x00, 0x80],
        [0x18, 0x80],
        [0x11, 0x03],
        "window",
        "counters",
        [0x22, 0xb1],
        [0x20],
        "wait",
        [0x1a, 0x64, 0x00], // a temperature that selects the short waveform
        [0x22, 0x91],
        [0x20],
        "wait",
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xc7,
    },
    partial: {
      setup: [
        [0x3c, 0x80],
        [0x01, 0xf9, 0x00, 0x00],
        [0x11, 0x03],
        [0x21, 0x00, 0x80],
        [0x18, 0x80],
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xff,
    },
  },
} as const satisfies Ssd16xxPanel;
