import { QUANTITIES } from "../meter/quantity.ts";
import type { SeriesTable } from "./series.ts";

/** Number of telegrams so far, as a counter beside those of the meter. */
export const TELEGRAMS = "telegrams";

/** Keys that are kept of a meter: its quantities, and the number of telegrams. */
export const METER_SERIES: SeriesTable = Object.fromEntries([
  ...QUANTITIES.map(({ key, kind }) => [key, { kind: kind === "counter" ? kind : ("gauge" as const) }] as const),
  [TELEGRAMS, { kind: "counter" as const }] as const,
]);
