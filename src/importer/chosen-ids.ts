import { WattframeError } from "../errors.ts";
import type { ReadOptions } from "./read-spans.ts";

/** Sensors whose sum is import, and those whose sum is export. */
export interface ChosenIds {
  readonly import: readonly string[];
  readonly export: readonly string[];
}

const OF_SOMETHING_ELSE =
  /solar|pv|inverter|battery|batter[iy]|car|charg|heat|boiler|plug|socket|gas|water|cost|price|device|day|month|year/u;
const EXPORT = /export|return|feed|inject|produc|to_grid|einspeis|teruglever/u;
const IMPORT = /import|consum|deliver|usage|from_grid|bezug|verbrauch|afname|forbru|grid|meter|energy/u;

/**
 * The sensors that a person named, else those of a meter by their names, where it is clear which these are.
 * @param candidates names of all sensors of energy in the file
 * @throws WattframeError `USAGE` with the candidates where it is not clear, or the file has no such sensor
 */
export function chosenIds(candidates: readonly string[], { importIds, exportIds }: ReadOptions): ChosenIds {
  const unknown = [...importIds, ...exportIds].find((id) => !candidates.includes(id));
  if (unknown !== undefined) throw unclear(`the file has no energy of ${unknown}`, candidates);
  if (importIds.length + exportIds.length > 0) return { import: importIds, export: exportIds };
  const ofMeter = candidates.filter((id) => candidates.length === 1 || !OF_SOMETHING_ELSE.test(id));
  const exported = ofMeter.filter((id) => EXPORT.test(id));
  const imported = ofMeter.filter((id) => !exported.includes(id) && (candidates.length === 1 || IMPORT.test(id)));
  if (imported.length !== 1 || exported.length > 1) throw unclear("it is not clear which energy is meant", candidates);
  return { import: imported, export: exported };
}

const MOST_LISTED = 40;

function unclear(message: string, candidates: readonly string[]): WattframeError {
  const listed = candidates.slice(0, MOST_LISTED);
  const more = candidates.length > listed.length ? [`and ${candidates.length - listed.length} more`] : [];
  return new WattframeError("USAGE", message, {
    hint:
      candidates.length === 0
        ? "It has no energy in Wh, kWh or MWh at all."
        : `Name it with --import-id and --export-id; of tariffs name each. The file has: ${[...listed, ...more].join(", ")}.`,
  });
}
