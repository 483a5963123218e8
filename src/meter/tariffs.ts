import type { Quantity } from "./quantity.ts";

/** Counters that a meter may keep by tariff instead of, or beside, their total. */
export const TARIFFS = {
  activeEnergyImportWh: [
    "activeEnergyImportT1Wh",
    "activeEnergyImportT2Wh",
    "activeEnergyImportT3Wh",
    "activeEnergyImportT4Wh",
  ],
  activeEnergyExportWh: [
    "activeEnergyExportT1Wh",
    "activeEnergyExportT2Wh",
    "activeEnergyExportT3Wh",
    "activeEnergyExportT4Wh",
  ],
} as const satisfies { readonly [Q in Quantity]?: readonly Quantity[] };
