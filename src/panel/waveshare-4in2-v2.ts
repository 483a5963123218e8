import type { Ssd16xxPanel } from "./controller/ssd16xx.ts";
import {
  BORDER_WAVEFORM,
  DATA_ENTRY_MODE,
  GATE_VOLTAGE,
  LUT_END,
  MASTER_ACTIVATION,
  SOFT_START,
  SOURCE_VOLTAGE,
  UPDATE_CONTROL_1,
  UPDATE_CONTROL_2,
  WRITE_LUT,
  WRITE_TEMPERATURE,
  WRITE_VCOM,
} from "./controller/ssd16xx-commands.ts";
import { extend } from "./extend.ts";
import { SSD16XX_BLACK_WHITE } from "./families.ts";
import { WAVESHARE_RULES } from "./health.ts";
import { GREY_4 } from "./waveform/waveshare-4in2-v2.ts";

/** Waveshare 4.2" V2, 400×300, black and white or four greys. */
export const WAVESHARE_4IN2_V2 = extend(SSD16XX_BLACK_WHITE, {
  id: "waveshare-4in2-v2",
  name: 'Waveshare 4.2" V2',
  chip: "SSD1683",
  width: 400,
  height: 300,
  full: { refreshMs: 3_000, deadlineMs: 10_000 },
  fast: { refreshMs: 1_100, deadlineMs: 10_000, minTemperatureC: 10 },
  partial: { refreshMs: 360, deadlineMs: 10_000, alignX: 8, minTemperatureC: 10 },
  grey4: { refreshMs: 2_000, deadlineMs: 10_000 },
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
  gateOrder: 0x00,
  deepSleep: 0x01,
  modes: {
    full: {
      setup: [
        [UPDATE_CONTROL_1, 0x40, 0x00],
        [BORDER_WAVEFORM, 0x05],
        [DATA_ENTRY_MODE, 0x03],
        "window",
        "counters",
        "wait",
      ], // 40: the old RAM counts as 0
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xf7,
    },
    fast: {
      setup: [
        [UPDATE_CONTROL_1, 0x40, 0x00],
        [BORDER_WAVEFORM, 0x05],
        [WRITE_TEMPERATURE, 0x6e], // a temperature that selects the short waveform
        [UPDATE_CONTROL_2, 0x91],
        [MASTER_ACTIVATION],
        "wait",
        [DATA_ENTRY_MODE, 0x03],
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
        [UPDATE_CONTROL_1, 0x00, 0x00],
        [BORDER_WAVEFORM, 0x80],
        [DATA_ENTRY_MODE, 0x03],
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xff,
    },
    grey4: {
      setup: [
        [UPDATE_CONTROL_1, 0x00, 0x00],
        [BORDER_WAVEFORM, 0x03],
        [SOFT_START, 0x8b, 0x9c, 0xa4, 0x0f],
        [WRITE_LUT, ...GREY_4],
        [LUT_END, 0x07],
        [GATE_VOLTAGE, 0x17],
        [SOURCE_VOLTAGE, 0x41, 0xa8, 0x32],
        [WRITE_VCOM, 0x30],
        [DATA_ENTRY_MODE, 0x03],
        "window",
        "counters",
        "wait",
      ],
      newBits: [0, 1, 0, 1],
      oldBits: [0, 0, 1, 1],
      update: 0xcf,
    },
  },
}) satisfies Ssd16xxPanel;
