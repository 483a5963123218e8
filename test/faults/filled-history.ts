import { History } from "../../src/history/history.ts";
import { SILENT } from "../../src/log.ts";
import { pastNow } from "../../src/meter/now.ts";
import { FileAccess } from "../../src/store/file-access.ts";
import { HistoryFile } from "../../src/store/history-file.ts";
import { newHourRows } from "../../src/store/hour-rows.ts";
import { SqliteStore } from "../../src/store/sqlite-store.ts";
import { readingAt } from "../fixtures/readings.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A past of a house that took a kilowatt all the time, as a history that was written. */
export interface FilledHistory {
  readonly fromMs: number;
  readonly toMs: number;
  /** Import in that time, watt hours. */
  readonly importWh: number;
  /** The counter at its end, watt hours. */
  readonly counterWh: number;
}

/** Fills a history with so many days until the last minute. */
export async function fillHistory(folder: string, days: number): Promise<FilledHistory> {
  const toMs = Math.floor(Date.now() / MINUTE_MS - 1) * MINUTE_MS;
  const fromMs = toMs - days * DAY_MS;
  const counterWh = 5_000_000 + days * 24_000;
  const file = new HistoryFile({ folder, log: SILENT, wallMs: () => toMs });
  const meter = { name: "house", timeZone: "Europe/Helsinki", phases: 3 } as const;
  const store = new SqliteStore(new FileAccess(file), meter);
  const history = new History({ timeZone: meter.timeZone, store });
  for (let ms = fromMs; ms <= toMs; ms += 5 * MINUTE_MS) {
    const activeEnergyImportWh = Math.round(counterWh - (toMs - ms) / 3_600);
    history.add(readingAt({ activePowerImportW: 1_000, activeEnergyImportWh }, pastNow(ms)));
  }
  for (let untilMs: number | undefined; untilMs !== toMs; ) {
    const hours = newHourRows(history, meter, untilMs, pastNow(toMs));
    store.appendHours(hours.rows);
    ({ untilMs } = hours);
  }
  await history.save(pastNow(toMs));
  file.close();
  return { fromMs, toMs, importWh: days * 24_000, counterWh };
}
