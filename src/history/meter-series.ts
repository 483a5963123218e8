import { QUANTITIES } from "../meter/quantity.ts";
import type { SeriesRow, SeriesTable } from "./series.ts";

/** Number of telegrams so far, as a counter beside those of the meter. */
export const TELEGRAMS = "telegrams";

/** Registers of power whose hours are asked for when they are long over; of the others days are enough then. */
const TOTAL_POWERS: readonly string[] = ["activePowerImportW", "activePowerExportW"];

/** Keys that are kept of a meter: its quantities, and the number of telegrams. */
export const METER_SERIES: SeriesTable = {
  ...Object.fromEntries(QUANTITIES.map(({ key, kind }) => [key, rowOf(key, kind === "counter")])),
  [TELEGRAMS]: { kind: "counter" },
};

function rowOf(key: string, isCounter: boolean): SeriesRow {
  const isLong = isCounter || TOTAL_POWERS.includes(key);
  return { kind: isCounter ? "counter" : "gauge", ...(isLong && { quartersKept: "long" }) };
}
