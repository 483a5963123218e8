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
  WRITE_TEMPERATURE,
  WRITE_VCOM,
} from "./controller/ssd16xx-commands.ts";
import { extend } from "./extend.ts";
import { SSD16XX_BLACK_WHITE } from "./families.ts";
import { WAVESHARE_RULES } from "./health.ts";
import { GREY_4 } from "./waveform/waveshare-4in26.ts";

/** Waveshare 4.26", 800×480, black and white or four greys. Its gates run upwards, so rows are counted down. */
export const WAVESHARE_4IN26 = extend(SSD16XX_BLACK_WHITE, {
  id: "waveshare-4in26",
  name: 'Waveshare 4.26"',
  chip: "SSD1677",
  width: 800,
  height: 480,
  full: { refreshMs: 3_500, deadlineMs: 10_000 },
  fast: { refreshMs: 1_570, deadlineMs: 10_000, minTemperatureC: 10 },
  partial: { refreshMs: 500, deadlineMs: 10_000, alignX: 8, minTemperatureC: 10 },
  grey4: { refreshMs: 2_000, deadlineMs: 10_000 },
  sources: {
    commands: "Waveshare e-Paper, epd4in26.py; row counter as in GxEPD2_426_GDEQ0426T82.cpp",
    timings: "GxEPD2, GxEPD2_426_GDEQ0426T82.h, measured; full and grey assumed",
    window: "SSD1677, RAM window: columns in pixels, written in bytes of eight",
    health: WAVESHARE_RULES,
  },
  proofs: { emulator: true, transcript: ["python"], kernel: false, glass: false },
  settleMs: 20,
  xUnit: "pixels",
  yDown: true,
  gateOrder: 0x02,
  deepSleep: 0x01,
  modes: {
    full: {
      setup: [
        [TEMPERATURE_SENSOR, 0x80],
        [SOFT_START, 0xae, 0xc7, 0xc3, 0xc0, 0x80],
        "gates",
        [BORDER_WAVEFORM, 0x01],
        [DATA_ENTRY_MODE, 0x01],
        "window",
        "counters",
        "wait",
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xf7,
    },
    fast: {
      setup: [
        [TEMPERATURE_SENSOR, 0x80],
        [SOFT_START, 0xae, 0xc7, 0xc3, 0xc0, 0x80],
        "gates",
        [BORDER_WAVEFORM, 0x01],
        [DATA_ENTRY_MODE, 0x01],
        "window",
        "counters",
        "wait",
        [WRITE_TEMPERATURE, 0x5a], // a temperature that selects the short waveform
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
        [TEMPERATURE_SENSOR, 0x80],
        [SOFT_START, 0xae, 0xc7, 0xc3, 0xc0, 0x80],
        [BORDER_WAVEFORM, 0x80],
        "gates",
        [DATA_ENTRY_MODE, 0x01],
      ],
      newBits: [0, 1],
      oldBits: [0, 1],
      update: 0xff,
    },
    grey4: {
      setup: [
        [TEMPERATURE_SENSOR, 0x80],
        [SOFT_START, 0xae, 0xc7, 0xc3, 0xc0, 0x80],
        "gates",
        [BORDER_WAVEFORM, 0x01],
        [DATA_ENTRY_MODE, 0x01],
        "window",
        "counters",
        "wait",
        [WRITE_LUT, ...GREY_4],
        [GATE_VOLTAGE, 0x17],
        [SOURCE_VOLTAGE, 0x41, 0xa8, 0x32],
        [WRITE_VCOM, 0x30],
      ],
      newBits: [1, 0, 1, 0],
      oldBits: [1, 1, 0, 0],
      update: 0xc7,
    },
  },
}) satisfies Ssd16xxPanel;
