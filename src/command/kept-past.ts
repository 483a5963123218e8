import { WattframeError } from "../errors.ts";
import { History } from "../history/history.ts";
import { BACKFILL } from "../history/meter-series.ts";
import type { Past } from "../history/past.ts";
import { SILENT } from "../log.ts";
import { isTimeZone } from "../meter/local-time.ts";
import { pastNow } from "../meter/now.ts";
import { FileAccess } from "../store/file-access.ts";
import { HistoryFile, type StoredMeter } from "../store/history-file.ts";
import { hoursBefore, type KnownHour } from "../store/hour-table.ts";
import { SqliteStore } from "../store/sqlite-store.ts";

const MINUTE_MS = 60_000;
/** What energy is made of, where the first of it begins. */
const ENERGY_KEYS = ["activeEnergyImportWh", "activePowerImportW", BACKFILL.Import, BACKFILL.Export];

/** Options of commands that read a kept history. */
export interface KeptOptions {
  readonly history: string;
  readonly meter?: string;
  /** Zone of hours and days; the history of a meter has its own. */
  readonly timeZone?: string;
}

/** What a history knows of one meter. */
export interface KeptPast {
  readonly past: Past;
  readonly timeZone: string;
  /** When energy was first known, and the end of the last minute of which anything is; milliseconds since 1970. */
  readonly firstMs: number;
  readonly untilMs: number;
  /** The local hours of days of which the past no longer knows hours, by their start: as they were written when they were new. */
  readonly oldHours: ReadonlyMap<number, KnownHour>;
}

/**
 * Reads a kept history and leaves it as it is.
 * @throws WattframeError `USAGE` when it is not clear which meter is meant, `HISTORY_READ`, `HISTORY_NEWER`
 */
export async function keptPast(options: KeptOptions): Promise<KeptPast> {
  const file = new HistoryFile({ folder: options.history, log: SILENT, wallMs: () => 0, isReadOnly: true });
  try {
    const meter = meterOf(await file.meters(), options);
    const history = new History({ timeZone: meter.timeZone, store: new SqliteStore(new FileAccess(file), meter) });
    await history.restore({ ...pastNow(0), clockSet: false });
    const { series } = history;
    const backfilledMs = Object.values(BACKFILL).map((key) => series.knownUntilMs(key) ?? 0);
    const untilMs = Math.max(Math.max(0, series.nowMs) + MINUTE_MS, ...backfilledMs);
    const past = history.past(pastNow(untilMs), 3);
    if (!past) throw new WattframeError("INTERNAL", "a history whose clock is set has no past");
    const oldHours = file.use("HISTORY_READ", (database) =>
      hoursBefore(database, meter.name, series.quartersFromMs("activeEnergyImportWh")),
    );
    const firsts = ENERGY_KEYS.map((key) => past.firstKnownMs(key) ?? untilMs);
    return { past, timeZone: meter.timeZone, firstMs: Math.min(...firsts), untilMs, oldHours };
  } finally {
    file.close();
  }
}

function meterOf(meters: readonly StoredMeter[], { meter: name, timeZone }: KeptOptions): StoredMeter {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new WattframeError("USAGE", `--time-zone ${timeZone} is not a time zone such as Europe/Helsinki`);
  const names = meters.map((meter) => meter.name).join(", ");
  const found = name === undefined ? meters[0] : meters.find((meter) => meter.name === name);
  if (!found)
    throw new WattframeError("USAGE", `the history has no meter${name === undefined ? "" : ` "${name}"`}`, {
      hint: names === "" ? "Nothing was written to it yet." : `It has ${names}.`,
    });
  if (name === undefined && meters.length > 1)
    throw new WattframeError("USAGE", "the history has several meters", { hint: `Name one with --meter: ${names}.` });
  return found;
}
