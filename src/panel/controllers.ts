import { it8951 } from "./controller/it8951.ts";
import { spectra6 } from "./controller/spectra6.ts";
import { ssd16xx } from "./controller/ssd16xx.ts";
import { uc8179 } from "./controller/uc8179.ts";

/** Every controller chip, or family of chips that differ only in data. */
export const CONTROLLERS = [uc8179, ssd16xx, spectra6, it8951] as const;
