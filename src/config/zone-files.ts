import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ZoneDatabase } from "../meter/local-time.ts";
import { type OffsetPeriod, offsetPeriods } from "../meter/zone-file.ts";

/** The folder of the system's time zone database. */
export const ZONE_DATABASE = "/usr/share/zoneinfo";

/** Names of zones begin with a capital; the database's other files and the zones that count leap seconds do not. Factory is that of a machine without one. */
const NAME = /^(?!Factory$)[A-Z][\w+-]*(?:\/[\w+-]+)*$/;

/**
 * The time zone database of this system, which its updates keep, unlike the data that a runtime was built with.
 * @param folder that of the database
 */
export function zoneFiles(folder = ZONE_DATABASE): ZoneDatabase {
  const known = new Map<string, readonly OffsetPeriod[]>();
  return (name) => {
    const periods = known.get(name) ?? readZone(folder, name);
    if (periods) known.set(name, periods);
    return periods;
  };
}

function readZone(folder: string, name: string): readonly OffsetPeriod[] | undefined {
  if (!NAME.test(name)) return undefined;
  try {
    return offsetPeriods(readFileSync(join(folder, name)));
  } catch {
    return undefined; // no such zone, or no database
  }
}
