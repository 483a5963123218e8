import { join } from "node:path";
import { WattframeError } from "../errors.ts";
import { takeLock } from "../files/lock.ts";
import type { EnergySpan } from "../history/backfill.ts";
import { History } from "../history/history.ts";
import { BACKFILL } from "../history/meter-series.ts";
import type { Direction } from "../history/net-power.ts";
import { SILENT } from "../log.ts";
import { startOfLocalHour } from "../meter/local-time.ts";
import { pastNow } from "../meter/now.ts";
import { FileAccess } from "../store/file-access.ts";
import { HISTORY_FILE, HistoryFile, type StoredMeter } from "../store/history-file.ts";
import { importedHourRows } from "../store/hour-rows.ts";
import { knownHours } from "../store/hour-table.ts";
import { SqliteStore } from "../store/sqlite-store.ts";
import { LOCK_HINT } from "./fill-history.ts";

/** The meter's name where a new history is filled and nobody gives one. */
const DEFAULT_METER = "house";

/** Meter that is meant, as far as a person says. */
export interface ImportTarget {
  readonly folder: string;
  readonly meter: string | undefined;
  /** Zone of the meter's days; that of a history which has the meter counts more. */
  readonly timeZone: string | undefined;
}

/** Energy to import, once the zone is known. */
export interface ImportSource {
  /** Mark of the hours that come from it. */
  readonly name: string;
  readonly read: (timeZone: string | undefined) => Promise<readonly EnergySpan[]>;
}

/** Counts of the spans of a file. */
export interface ImportCounts {
  readonly imported: number;
  readonly skipped: number;
}

/**
 * Adds energy to a history where it knows none. Nothing is written when anything fails.
 * @throws WattframeError `LOCKED` while a kiosk writes this history, `HISTORY_*`, `USAGE` when it is not clear which meter is
 * meant, and what reading the source throws
 */
export async function importHistory(target: ImportTarget, source: ImportSource): Promise<ImportCounts> {
  const lock = await takeLock(join(target.folder, `${HISTORY_FILE}.lock`), LOCK_HINT);
  const file = new HistoryFile({ folder: target.folder, log: SILENT, wallMs: Date.now });
  try {
    const known = await file.meters();
    const name = meterName(known, target.meter);
    const timeZone = known.find((meter) => meter.name === name)?.timeZone ?? target.timeZone;
    const spans = await source.read(timeZone);
    return await imported(file, { name, timeZone: timeZone ?? "UTC" }, spans, source.name);
  } finally {
    file.close();
    await lock.release();
  }
}

async function imported(
  file: HistoryFile,
  meter: StoredMeter,
  spans: readonly EnergySpan[],
  source: string,
): Promise<ImportCounts> {
  const { timeZone } = meter;
  const store = new SqliteStore(new FileAccess(file), meter);
  const history = new History({ timeZone, store });
  await history.restore({ ...pastNow(0), clockSet: false });
  const known = file.use("HISTORY_WRITE", (database) => knownHours(database, meter.name));
  const isKnownOfOld = (direction: Direction, quarterMs: number) =>
    known[direction === "Import" ? "import" : "export"].has(startOfLocalHour(quarterMs, timeZone));
  const endMs = spans.reduce((latest, { toMs }) => Math.max(latest, toMs), history.series.nowMs);
  const { added, ...counts } = history.backfill(spans, pastNow(endMs), isKnownOfOld);
  const past = history.past(pastNow(endMs), 3);
  if (past && counts.imported > 0) {
    const quartersFromMs = history.series.quartersFromMs(BACKFILL.Import);
    store.appendHours(importedHourRows(past, added, { timeZone, quartersFromMs, source }));
    await history.save(pastNow(endMs));
    await history.refill(() => false);
  }
  await store.close();
  return counts;
}

function meterName(known: readonly StoredMeter[], name: string | undefined): string {
  if (name !== undefined) return name;
  if (known.length <= 1) return known[0]?.name ?? DEFAULT_METER;
  throw new WattframeError("USAGE", "the history has several meters", {
    hint: `Name one with --meter: ${known.map((meter) => meter.name).join(", ")}.`,
  });
}
