import { QUANTITIES } from "../meter/quantity.ts";
import type { SeriesRow, SeriesTable } from "./series.ts";

/** Number of telegrams so far, as a counter beside those of the meter. */
export const TELEGRAMS = "telegrams";

/** Registers of power whose hours are asked for when they are long over; of the others days are enough then. */
const TOTAL_POWERS: readonly string[] = ["activePowerImportW", "activePowerExportW"];

/** Mean power of energy that another program knew, watts, by direction: it counts where the meter told nothing. */
export const BACKFILL = { Import: "backfillImportW", Export: "backfillExportW" } as const;

/** Keys that are kept of a meter: its quantities, the number of telegrams, and what was imported. */
export const METER_SERIES: SeriesTable = {
  ...Object.fromEntries(QUANTITIES.map(({ key, kind }) => [key, rowOf(key, kind === "counter")])),
  [TELEGRAMS]: { kind: "counter" },
  ...Object.fromEntries(Object.values(BACKFILL).map((key) => [key, { kind: "gauge", quartersKept: "long" } as const])),
};

function rowOf(key: string, isCounter: boolean): SeriesRow {
  const isLong = isCounter || TOTAL_POWERS.includes(key);
  return { kind: isCounter ? "counter" : "gauge", ...(isLong && { quartersKept: "long" }) };
}
