import { WattframeError } from "../errors.ts";
import type { Database } from "../store/engine.ts";
import type { CounterValue } from "./counter-spans.ts";
import { type SensorEnergy, spansOfSensors } from "./home-assistant.ts";
import { type ReadOptions, type ReadSpans, SpanList, whOf } from "./read-spans.ts";

const HOUR_S = 3_600;

interface MetaRow {
  readonly id: number;
  readonly statistic_id: string;
  readonly unit: string | null;
}

interface StatisticsRow {
  readonly start: number | null;
  readonly value: number | null;
}

/**
 * Reads the hours of the long-term statistics of Home Assistant's recorder. A row has the sum at the end of its hour.
 * @throws WattframeError `IMPORT_INVALID` when the database has none, `USAGE` when it is not clear which are meant
 */
export function readRecorderDatabase(database: Database, options: ReadOptions): ReadSpans {
  const columns = namesIn(database, "PRAGMA table_info(statistics)");
  if (!columns.includes("metadata_id"))
    throw new WattframeError("IMPORT_INVALID", "it has no statistics: it is no database of Home Assistant's recorder");
  const metas = database
    .prepare(
      "SELECT id, statistic_id, unit_of_measurement AS unit FROM statistics_meta WHERE has_sum ORDER BY statistic_id",
    )
    .all() as MetaRow[];
  const time = [
    ...(columns.includes("start_ts") ? ["start_ts"] : []),
    ...(columns.includes("start") ? ["strftime('%s', start)"] : []),
  ];
  const select = database.prepare(
    `SELECT CAST(coalesce(${time.join(", ")}, NULL) AS REAL) AS start, sum AS value
     FROM statistics WHERE metadata_id = ? ORDER BY 1`,
  );
  const list = new SpanList(options.nowMs);
  const sensors = metas.flatMap(({ id, statistic_id, unit }): SensorEnergy[] => {
    const unitWh = whOf(unit ?? "");
    if (unitWh === undefined) return [];
    // Only what is chosen is read: a database has statistics of everything.
    const sensor = {
      id: statistic_id,
      hours: [],
      get values() {
        return valuesOf(select.all(id) as StatisticsRow[], statistic_id, unitWh, list);
      },
    };
    return [sensor];
  });
  return spansOfSensors(sensors, options, list);
}

function valuesOf(rows: readonly StatisticsRow[], id: string, unitWh: number, list: SpanList): CounterValue[] {
  return rows.flatMap(({ start, value }, i) => {
    const place = `${id}, row ${i + 1}`;
    if (start === null) list.refuse(place, "it has no time");
    else if (value === null) list.empty += 1;
    else return [{ atMs: (start + HOUR_S) * 1_000, wh: value * unitWh, place }];
    return [];
  });
}

function namesIn(database: Database, sql: string): string[] {
  return (database.prepare(sql).all() as { readonly name: string }[]).map(({ name }) => name);
}
