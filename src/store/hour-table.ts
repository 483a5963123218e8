import type { Database } from "./engine.ts";
import type { HourRow } from "./hour-rows.ts";

/** Writes hours; each replaces what was written of it before. The mark of an import stays where a part of the hour rests on it. */
export function writeHours(database: Database, meter: number, hours: readonly HourRow[]): void {
  const insert = database.prepare(
    `INSERT INTO hour (meter, start, local, import_wh, export_wh, coverage, source)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, 'import'))
     ON CONFLICT (meter, start) DO UPDATE SET local = excluded.local, import_wh = excluded.import_wh,
       export_wh = excluded.export_wh, coverage = excluded.coverage, source = coalesce(?7, source)`,
  );
  for (const { startMs, local, importWh = null, exportWh = null, coverage, source = null } of hours)
    insert.run(meter, Math.round(startMs / 1_000), local, importWh, exportWh, coverage, source);
}

/** Energy of an hour that is in the file. */
export type KnownHour = Pick<HourRow, "importWh" | "exportWh" | "coverage">;

/** The hours of a meter that began before an instant, by their start, milliseconds since 1970. */
export function hoursBefore(database: Database, meter: string, beforeMs: number): ReadonlyMap<number, KnownHour> {
  const select = database.prepare(
    "SELECT start, import_wh, export_wh, coverage FROM hours WHERE meter = ? AND start < ? ORDER BY start",
  );
  const rows = select.all(meter, beforeMs / 1_000) as {
    readonly start: number;
    readonly import_wh: number | null;
    readonly export_wh: number | null;
    readonly coverage: number;
  }[];
  return new Map(
    rows.map(({ start, import_wh: importWh, export_wh: exportWh, coverage }) => [
      start * 1_000,
      { coverage, ...(importWh !== null && { importWh }), ...(exportWh !== null && { exportWh }) },
    ]),
  );
}

/** Starts of the hours whose import is in the file, and of those whose export is, milliseconds since 1970. */
export interface KnownHours {
  readonly import: ReadonlySet<number>;
  readonly export: ReadonlySet<number>;
}

/** The hours that are in the file of a meter. */
export function knownHours(database: Database, meter: string): KnownHours {
  const startsOf = (column: string) => {
    const select = database.prepare(`SELECT start FROM hours WHERE meter = ? AND ${column} IS NOT NULL`);
    return new Set((select.all(meter) as { readonly start: number }[]).map(({ start }) => start * 1_000));
  };
  return { import: startsOf("import_wh"), export: startsOf("export_wh") };
}
