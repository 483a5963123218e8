import { waveform } from "./waveform.ts";

/** Partial refresh. @source Waveshare's driver of this panel, Python; numbers that the glass needs */
export const PARTIAL = waveform(`
  15 00 00 00 00 00 00 00 00 00 2a 88 00 00 00 00 00 00 00 00 15 44 00 00 00 00 00 00 00 00
  00 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 01 01 00 0a 00 05 00 00
  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
  00 00 00 00 00 00 00 00 01 01 22 22 22 22 22
`);

/** Four greys. @source Waveshare's driver of this panel, Python; numbers that the glass needs */
export const GREY_4 = waveform(`
  80 48 4a 22 00 00 00 00 00 00 0a 48 68 00 00 00 00 00 00 00 88 48 60 00 00 00 00 00 00 00
  a8 48 45 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 07 23 17 02 00 05 01 05 01 02
  08 02 01 04 04 00 02 00 02 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
  00 00 00 00 00 00 00 00 00 01 22 22 22 22 22
`);
