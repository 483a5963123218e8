import type { Past } from "../history/past.ts";
import { periodsOf } from "../history/periods.ts";
import { localIso, startOfLocalHour } from "../meter/local-time.ts";

/** Energy of one local hour, for programs that read the file. */
export interface HourRow {
  /** Start, milliseconds since 1970. */
  readonly startMs: number;
  /** Start on the meter's wall clock: `2026-01-15 18:00`. */
  readonly local: string;
  /** Watt hours; absent where they are not known. */
  readonly importWh?: number;
  readonly exportWh?: number;
  /** Share of the hour that the import rests on, 0 to 1. */
  readonly coverage: number;
}

/** The local hours between two instants of which energy is known, the one of the first instant as a whole. */
export function hourRowsOf(past: Past, fromMs: number, toMs: number, timeZone: string): HourRow[] {
  const rows: HourRow[] = [];
  for (const [startMs, endMs] of periodsOf(startOfLocalHour(fromMs, timeZone), toMs, "hour", timeZone)) {
    const imported = past.energy("activeEnergyImportWh", startMs, endMs);
    const exported = past.energy("activeEnergyExportWh", startMs, endMs);
    if (imported.wh === undefined && exported.wh === undefined) continue;
    rows.push({
      startMs,
      local: localIso(startMs, timeZone).slice(0, 16).replace("T", " "),
      ...(imported.wh !== undefined && { importWh: imported.wh }),
      ...(exported.wh !== undefined && { exportWh: exported.wh }),
      coverage: imported.coverage,
    });
  }
  return rows;
}
