import type { Backfilled } from "../history/backfill.ts";
import type { History } from "../history/history.ts";
import { QUARTER_MS } from "../history/key-tiers.ts";
import { BACKFILL } from "../history/meter-series.ts";
import type { Direction } from "../history/net-power.ts";
import type { Past } from "../history/past.ts";
import { endOfPeriod, periodsOf } from "../history/periods.ts";
import { localIso, startOfLocalHour } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";

const MINUTE_MS = 60_000;
/** Hours may still change so long after they were written: a counter that comes hourly tells late. */
const LATE_MS = 150 * MINUTE_MS;
/** Hours that are looked at in one commit, at most: after a loss of the file the older ones follow commit by commit. */
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
  /** Program that knew it; absent where a part of it was imported at some time: what is in the file stays then. */
  readonly source?: string;
}

/** Hours for one commit, and until when hours are written with it. */
export interface NewHours {
  readonly rows: readonly HourRow[];
  readonly untilMs: number;
}

/**
 * The local hours of a history that are new or may have changed since some were written; of a longer time the first of them.
 * @param writtenMs until when hours are written already; undefined when none is
 */
export function newHourRows(
  history: History,
  { timeZone, phases }: { readonly timeZone: string; readonly phases: 1 | 3 },
  writtenMs: number | undefined,
  now: Now,
): NewHours {
  const past = history.past(now, phases);
  const firsts = ENERGY_SOURCES.flatMap((key) => history.series.firstKnownMs(key) ?? []);
  if (!past || firsts.length === 0) return { rows: [], untilMs: now.wallMs };
  const firstMs = Math.min(...firsts);
  const fromMs = Math.max(firstMs, Math.min(writtenMs ?? firstMs, now.wallMs) - LATE_MS);
  const untilMs = Math.min(now.wallMs, fromMs + MAX_SPAN_MS);
  return { rows: hourRowsOf(past, hoursOf(fromMs, untilMs, timeZone), timeZone), untilMs };
}

const ENERGY_SOURCES = [
  "activeEnergyImportWh",
  "activeEnergyExportWh",
  "activePowerImportW",
  "activePowerExportW",
  "activePowerImportL1W",
  "activePowerExportL1W",
];

type Hour = readonly [fromMs: number, toMs: number];

/** The local hours between two instants, the one of the first instant as a whole. */
export function hoursOf(fromMs: number, toMs: number, timeZone: string): Iterable<Hour> {
  return periodsOf(startOfLocalHour(fromMs, timeZone), toMs, "hour", timeZone);
}

/** Those of some local hours of which energy is known. */
export function hourRowsOf(past: Past, hours: Iterable<Hour>, timeZone: string): HourRow[] {
  const isBackfilled = Object.values(BACKFILL).some((key) => past.firstKnownMs(key) !== undefined);
  const rows: HourRow[] = [];
  for (const [startMs, endMs] of hours) {
    const imported = past.energy("activeEnergyImportWh", startMs, endMs);
    const exported = past.energy("activeEnergyExportWh", startMs, endMs);
    if (imported.wh === undefined && exported.wh === undefined) continue;
    const ofMeter = (counter: string) => past.metered(counter, [[startMs, endMs]])[0]?.wh;
    const isOfMeter =
      !isBackfilled ||
      (imported.wh === ofMeter("activeEnergyImportWh") && exported.wh === ofMeter("activeEnergyExportWh"));
    rows.push({
      startMs,
      local: localHour(startMs, timeZone),
      ...(imported.wh !== undefined && { importWh: imported.wh }),
      ...(exported.wh !== undefined && { exportWh: exported.wh }),
      coverage: imported.coverage,
      ...(isOfMeter && { source: "meter" }),
    });
  }
  return rows;
}

/**
 * The local hours that an import added to.
 * @param past after the import
 * @param quartersFromMs from when on the past knows hours, not days alone
 */
export function importedHourRows(
  past: Past,
  { Import, Export }: Backfilled["added"],
  { timeZone, quartersFromMs, source }: { timeZone: string; quartersFromMs: number; source: string },
): HourRow[] {
  const quarters = [...new Set([...Import.keys(), ...Export.keys()])].sort((a, b) => a - b);
  const starts = [...new Set(quarters.map((quarter) => startOfLocalHour(quarter * QUARTER_MS, timeZone)))];
  const hours = starts.map((startMs): Hour => [startMs, endOfPeriod(startMs, "hour", timeZone)]);
  const recent = hours.filter(([startMs]) => startMs >= quartersFromMs);
  const older = hours.filter(([startMs]) => startMs < quartersFromMs);
  const rows = [
    ...hourRowsOf(past, recent, timeZone),
    ...older.map((hour) => addedHour(hour, { Import, Export }, timeZone)),
  ];
  return rows.map((row) => ({ ...row, source }));
}

/** What was added to an hour of which only the day is still kept. */
function addedHour([startMs, endMs]: Hour, added: Backfilled["added"], timeZone: string): HourRow {
  const sum = (direction: Direction) => {
    let [wh, heldMs] = [0, 0];
    for (let quarter = startMs / QUARTER_MS; quarter < endMs / QUARTER_MS; quarter++) {
      const part = added[direction].get(quarter);
      wh += part?.wh ?? 0;
      heldMs += part?.heldMs ?? 0;
    }
    return { wh, heldMs };
  };
  const [imported, exported] = [sum("Import"), sum("Export")];
  return {
    startMs,
    local: localHour(startMs, timeZone),
    ...(imported.heldMs > 0 && { importWh: imported.wh }),
    ...(exported.heldMs > 0 && { exportWh: exported.wh }),
    coverage: imported.heldMs / (endMs - startMs),
  };
}

function localHour(ms: number, timeZone: string): string {
  return localIso(ms, timeZone).slice(0, 16).replace("T", " ");
}
