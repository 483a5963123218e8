/**
 * Commands of the UC81xx family by the names of its datasheets. The chip of the Spectra 6 panels understands the same ones.
 * @source UC8179 datasheet; Zephyr, drivers/display/uc81xx_regs.h; for the boosters 1 and 3: pimoroni/inky
 */

/** Panel setting: colours, direction of scan. */
export const PSR = 0x00;
/** Power setting: voltages of gates and sources. */
export const PWR = 0x01;
/** Power off. */
export const POF = 0x02;
/** Power off sequence. */
export const PFS = 0x03;
/** Power on. */
export const PON = 0x04;
/** Booster soft start of the first phase. */
export const BTST1 = 0x05;
/** Booster soft start. */
export const BTST = 0x06;
/** Deep sleep. */
export const DSLP = 0x07;
/** Booster soft start of the third phase. */
export const BTST3 = 0x08;
/** Data of the first plane: the old picture, or all inks of a colour panel. */
export const DTM1 = 0x10;
/** Display refresh. */
export const DRF = 0x12;
/** Data of the second plane: the new picture. */
export const DTM2 = 0x13;
/** Dual SPI mode. */
export const DUSPI = 0x15;
/** Frame rate. */
export const PLL = 0x30;
/** VCOM and data interval: border, and what a set bit means. */
export const CDI = 0x50;
/** Gate and source non-overlap time. */
export const TCON = 0x60;
/** Resolution. */
export const TRES = 0x61;
/** VCOM's direct current. */
export const T_VDCS = 0x84;
/** Window of a partial refresh. */
export const PTL = 0x90;
/** Into partial mode. */
export const PTIN = 0x91;
/** Out of partial mode. */
export const PTOUT = 0x92;
/** Unlocks the extended commands of the Spectra 6 chip. */
export const CMDH = 0xaa;
/** Cascade setting: whether a forced temperature counts. */
export const CCSET = 0xe0;
/** Power saving. */
export const PWS = 0xe3;
/** Forced temperature, which selects a waveform. */
export const TSSET = 0xe5;
