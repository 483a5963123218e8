import type { Ssd16xxPanel } from "./controller/ssd16xx.ts";
import {
  BORDER_WAVEFORM,
  DATA_ENTRY_MODE,
  MASTER_ACTIVATION,
  TEMPERATURE_SENSOR,
  UPDATE_CONTROL_1,
  UPDATE_CONTROL_2,
  WRITE_TEMPERATURE,
} from "./controller/ssd16xx-commands.ts";
import { extend } from "./extend.ts";
import { SSD16XX_BLACK_WHITE } from "./families.ts";
import { WAVESHARE_RULES } from "./health.ts";

/** Waveshare 2.13" V4, 122×250 upright, black and white. Rows of the RAM have 128 bits. */
export const WAVESHARE_2IN13_V4 = extend(SSD16XX_BLACK_WHITE, {
  id: "waveshare-2in13-v4",
  name: 'Waveshare 2.13" V4',
  chip: "SSD1680",
  width: 122,
  height: 250,
  full: { refreshMs: 3_500, deadlineMs: 10_000 },
  fast: { refreshMs: 1_600, deadlineMs: 10_000, minTemperatureC: 10 },
  partial: { refreshMs: 460, deadlineMs: 10_000, alignX: 8, minTemperatureC: 10 },
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
  gateOrder: 0x00,
  deepSleep: 0x01,
  modes: {
    full: {
      setup: [
        "gates",
        [DATA_ENTRY_MODE, 0x03],
        "window",
        "counters",
        [BORDER_WAVEFORM, 0x05],
        [UPDATE_CONTROL_1, 0x00, 0x80],
        [TEMPERATURE_SENSOR, 0x80],
        "wait",
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xf7,
    },
    fast: {
      setup: [
        "gates", // these three as in a full refresh, or the first column would lie elsewhere
        [BORDER_WAVEFORM, 0x05],
        [UPDATE_CONTROL_1, 0x00, 0x80],
        [TEMPERATURE_SENSOR, 0x80],
        [DATA_ENTRY_MODE, 0x03],
        "window",
        "counters",
        [UPDATE_CONTROL_2, 0xb1],
        [MASTER_ACTIVATION],
        "wait",
        [WRITE_TEMPERATURE, 0x64, 0x00], // a temperature that selects the short waveform
        [UPDATE_CONTROL_2, 0x91],
        [MASTER_ACTIVATION],
        "wait",
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xc7,
    },
    partial: {
      setup: [
        [BORDER_WAVEFORM, 0x80],
        "gates",
        [DATA_ENTRY_MODE, 0x03],
        [UPDATE_CONTROL_1, 0x00, 0x80],
        [TEMPERATURE_SENSOR, 0x80],
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xff,
    },
  },
}) satisfies Ssd16xxPanel;
