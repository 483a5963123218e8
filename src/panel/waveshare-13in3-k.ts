import type { Ssd16xxPanel } from "./controller/ssd16xx.ts";
import {
  BORDER_WAVEFORM,
  DATA_ENTRY_MODE,
  GATE_VOLTAGE,
  MASTER_ACTIVATION,
  SOFT_START,
  SOURCE_VOLTAGE,
  TEMPERATURE_SENSOR,
  UPDATE_CONTROL_2,
  WRITE_LUT,
  WRITE_VCOM,
} from "./controller/ssd16xx-commands.ts";
import { extend } from "./extend.ts";
import { SSD16XX_BLACK_WHITE } from "./families.ts";
import { WAVESHARE_RULES } from "./health.ts";
import { GREY_4, PARTIAL } from "./waveform/waveshare-13in3-k.ts";

/** Waveshare 13.3" K, 960×680, black and white or four greys. */
export const WAVESHARE_13IN3_K = extend(SSD16XX_BLACK_WHITE, {
  id: "waveshare-13in3-k",
  name: 'Waveshare 13.3" K',
  chip: "SSD1677",
  width: 960,
  height: 680,
  full: { refreshMs: 4_100, deadlineMs: 10_000 },
  partial: { refreshMs: 530, deadlineMs: 10_000, alignX: 8, minTemperatureC: 10 },
  grey4: { refreshMs: 2_000, deadlineMs: 10_000 },
  sources: {
    commands: "Waveshare e-Paper, epd13in3k.py",
    timings: "GxEPD2, GxEPD2_1330_GDEM133T91.h, measured; grey assumed",
    window: "SSD1677, RAM window: columns in pixels, written in bytes of eight",
    health: WAVESHARE_RULES,
  },
  proofs: { emulator: true, transcript: ["python"], kernel: false, glass: false },
  settleMs: 20,
  xUnit: "pixels",
  yDown: false,
  gateOrder: 0x00,
  deepSleep: 0x03,
  modes: {
    full: {
      setup: [
        [SOFT_START, 0xae, 0xc7, 0xc3, 0xc0, 0x80],
        "gates",
        [DATA_ENTRY_MODE, 0x03],
        "window",
        [BORDER_WAVEFORM, 0x05],
        [TEMPERATURE_SENSOR, 0x80],
        "counters",
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xf7,
    },
    partial: {
      setup: [
        [SOFT_START, 0xae, 0xc7, 0xc3, 0xc0, 0x80],
        "gates",
        [DATA_ENTRY_MODE, 0x03],
        [TEMPERATURE_SENSOR, 0x80],
        [WRITE_LUT, ...PARTIAL],
        [GATE_VOLTAGE, 0x17],
        [SOURCE_VOLTAGE, 0x41, 0xa8, 0x32],
        [WRITE_VCOM, 0x18],
        [BORDER_WAVEFORM, 0x80],
        [UPDATE_CONTROL_2, 0xc0],
        [MASTER_ACTIVATION],
        "wait",
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xcf,
    },
    grey4: {
      setup: [
        [SOFT_START, 0xae, 0xc7, 0xc3, 0xc0, 0x80],
        "gates",
        [DATA_ENTRY_MODE, 0x03],
        "window",
        [BORDER_WAVEFORM, 0x00],
        [TEMPERATURE_SENSOR, 0x80],
        "counters",
        [WRITE_LUT, ...GREY_4],
        [GATE_VOLTAGE, 0x17],
        [SOURCE_VOLTAGE, 0x41, 0xa8, 0x32],
        [WRITE_VCOM, 0x30],
        "wait",
      ],
      newBits: [1, 0, 1, 0],
      oldBits: [1, 1, 0, 0],
      update: 0xc7,
    },
  },
}) satisfies Ssd16xxPanel;
