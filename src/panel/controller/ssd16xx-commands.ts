/**
 * Commands of the SSD16xx family by the names of its datasheets.
 * @source SSD1680, SSD1683 and SSD1677 datasheets; Zephyr, drivers/display/ssd16xx_regs.h
 */

/** Driver output control: number of gates and their order. */
export const DRIVER_OUTPUT = 0x01;
export const GATE_VOLTAGE = 0x03;
export const SOURCE_VOLTAGE = 0x04;
/** Booster soft start. */
export const SOFT_START = 0x0c;
export const DEEP_SLEEP = 0x10;
/** Directions in which the address counters move. */
export const DATA_ENTRY_MODE = 0x11;
export const SOFTWARE_RESET = 0x12;
/** Choice of the temperature sensor. */
export const TEMPERATURE_SENSOR = 0x18;
/** A temperature from outside, which selects a waveform. */
export const WRITE_TEMPERATURE = 0x1a;
/** Starts the update that UPDATE_CONTROL_2 describes. */
export const MASTER_ACTIVATION = 0x20;
/** Meaning of the RAMs, and the source at which the glass begins. */
export const UPDATE_CONTROL_1 = 0x21;
/** Phases of the update. */
export const UPDATE_CONTROL_2 = 0x22;
/** RAM of the new picture. */
export const WRITE_NEW_RAM = 0x24;
/** RAM of the old picture, or of the second colour. */
export const WRITE_OLD_RAM = 0x26;
export const WRITE_VCOM = 0x2c;
/** A waveform table. */
export const WRITE_LUT = 0x32;
export const BORDER_WAVEFORM = 0x3c;
/** Option for the end of the waveform table. */
export const LUT_END = 0x3f;
export const RAM_X_WINDOW = 0x44;
export const RAM_Y_WINDOW = 0x45;
export const RAM_X_COUNTER = 0x4e;
export const RAM_Y_COUNTER = 0x4f;
export const ANALOG_BLOCK = 0x74;
export const DIGITAL_BLOCK = 0x7e;
