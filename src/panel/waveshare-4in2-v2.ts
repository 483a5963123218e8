import type { Ssd16xxPanel } from "./controller/ssd16xx.ts";
import { MONOCHROME_HEALTH, WAVESHARE_RULES } from "./health.ts";
import { GREY_4 } from "./waveform/waveshare-4in2-v2.ts";

/** Waveshare 4.2" V2, 400×300, black and white or four greys. */
export const WAVESHARE_4IN2_V2 = {
  id: "waveshare-4in2-v2",
  name: 'Waveshare 4.2" V2',
  controller: "ssd16xx",
  chip: "SSD1683",
  width: 400,
  height: 300,
  palette: "black-white",
  busyIdleLevel: 0,
  spiHz: 4_000_000,
  powerDeadlineMs: 1_000,
  full: { refreshMs: 3_000, deadlineMs: 10_000 },
  fast: { refreshMs: 1_100, deadlineMs: 10_000, minTemperatureC: 10 },
  partial: { refreshMs: 360, deadlineMs: 10_000, alignX: 8, minTemperatureC: 10 },
  grey4: { refreshMs: 2_000, deadlineMs: 10_000 },
  temperature: { minC: 0, maxC: 50 },
  health: MONOCHROME_HEALTH,
  sources: {
    commands: "Waveshare e-Paper, epd4in2_V2.py and EPD_4in2_V2.c",
    timings: "GxEPD2, GxEPD2_420_GDEY042T81.h, measured; full and grey assumed",
    window: "SSD1683, RAM window: columns in bytes of eight",
    health: WAVESHARE_RULES,
  },
  proofs: { emulator: true, transcript: ["python", "c"], kernel: true, glass: false },
  settleMs: 100,
  xUnit: "bytes",
  yDown: false,
  deepSleep: 0x01,
  modes: {
    full: {
      setup: [[0x21, 0x40, 0x00], [0x3c, 0x05], [0x11, 0x03], "window", "counters", "wait"], // 40: the old RAM counts as 0
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xf7,
    },
    fast: {
      setup: [
        [0x21, 0x40, 0x00],
        [0x3c, 0x05],
        [0x1a, 0x6e], // a temperature that selects the short waveform
        [0x22, 0x91],
        [0x20],
        "wait",
        [0x11, 0x03],
        "window",
        "counters",
        "wait",
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xc7,
    },
    partial: {
      setup: [
        [0x21, 0x00, 0x00],
        [0x3c, 0x80],
        [0x11, 0x03],
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xff,
    },
    grey4: {
      setup: [
        [0x21, 0x00, 0x00],
        [0x3c, 0x03],
        [0x0c, 0x8b, 0x9c, 0xa4, 0x0f],
        [0x32, ...GREY_4],
        [0x3f, 0x07],
        [0x03, 0x17],
        [0x04, 0x41, 0xa8, 0x32],
        [0x2c, 0x30],
        [0x11, 0x03],
        "window",
        "counters",
        "wait",
      ],
      newBits: [0, 1, 0, 1],
      oldBits: [0, 0, 1, 1],
      update: 0xcf,
    },
  },
} as const satisfies Ssd16xxPanel;
