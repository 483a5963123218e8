import type { It8951Panel } from "./controller/it8951.ts";
import { extend } from "./extend.ts";
import { WAVESHARE_7IN8_IT8951 } from "./waveshare-7in8-it8951.ts";

/** Waveshare 10.3" with the IT8951 driver board, 1872×1404, sixteen greys. */
export const WAVESHARE_10IN3_IT8951 = extend(WAVESHARE_7IN8_IT8951, {
  id: "waveshare-10in3-it8951",
  name: 'Waveshare 10.3" (IT8951)',
  full: { refreshMs: 830, deadlineMs: 5_000 },
  sources: {
    ...WAVESHARE_7IN8_IT8951.sources,
    timings: "GxEPD2, GxEPD2_it103_1872x1404.h, measured",
  },
}) satisfies It8951Panel;
