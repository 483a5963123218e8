import { QUANTITIES } from "../meter/quantity.ts";
import type { SeriesTable } from "./series.ts";

/** How many telegrams have come so far, as a counter beside those of the meter. */
export const TELEGRAMS = "telegrams";

/** What is kept of a meter: all that it can tell, and how many telegrams came. */
export const METER_SERIES: SeriesTable = Object.fromEntries([
  ...QUANTITIES.map(({ key, kind }) => [key, { kind: kind === "counter" ? kind : ("gauge" as const) }] as const),
  [TELEGRAMS, { kind: "counter" as const }] as const,
]);
