import { MONOCHROME_HEALTH } from "./health.ts";

/** Facts that black-and-white panels without a driver board share. */
const BLACK_WHITE = {
  palette: "black-white",
  spiHz: 4_000_000,
  powerDeadlineMs: 1_000,
  temperature: { minC: 0, maxC: 50 },
  health: MONOCHROME_HEALTH,
} as const;

/** Base of black-and-white panels with a controller of the UC81xx family. */
export const UC8179_BLACK_WHITE = { ...BLACK_WHITE, controller: "uc8179", busyIdleLevel: 1 } as const;

/** Base of black-and-white panels with a controller of the SSD16xx family. */
export const SSD16XX_BLACK_WHITE = { ...BLACK_WHITE, controller: "ssd16xx", busyIdleLevel: 0 } as const;
