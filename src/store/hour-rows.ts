import type { History } from "../history/history.ts";
import type { Past } from "../history/past.ts";
import { periodsOf } from "../history/periods.ts";
import { localIso, startOfLocalHour } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";

const MINUTE_MS = 60_000;
/** Hours may still change so long after they were written: a counter that comes hourly tells late. */
const LATE_MS = 150 * MINUTE_MS;
/** Hours that are looked at in one commit, at most: where the kiosk was off for longer, no hour of that time is known. */
const MAX_SPAN_MS = 8 * 24 * 60 * MINUTE_MS;

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

/**
 * The local hours of a history that are new or may have changed since some were written.
 * @param writtenMs until when hours are written already; undefined when none is
 */
export function newHourRows(
  history: History,
  { timeZone, phases }: { readonly timeZone: string; readonly phases: 1 | 3 },
  writtenMs: number | undefined,
  now: Now,
): HourRow[] {
  const past = history.past(now, phases);
  const firsts = ENERGY_SOURCES.flatMap((key) => history.series.firstKnownMs(key) ?? []);
  if (!past || firsts.length === 0) return [];
  const firstMs = Math.min(...firsts);
  const fromMs = Math.max(firstMs, now.wallMs - MAX_SPAN_MS, Math.min(writtenMs ?? firstMs, now.wallMs) - LATE_MS);
  return hourRowsOf(past, fromMs, now.wallMs, timeZone);
}

const ENERGY_SOURCES = [
  "activeEnergyImportWh",
  "activeEnergyExportWh",
  "activePowerImportW",
  "activePowerExportW",
  "activePowerImportL1W",
  "activePowerExportL1W",
];

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
