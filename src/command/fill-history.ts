import { join } from "node:path";
import type { MeterConfig } from "../config/config.ts";
import { takeLock } from "../files/lock.ts";
import { History } from "../history/history.ts";
import { QUARTER_MS } from "../history/key-tiers.ts";
import { TELEGRAMS } from "../history/meter-series.ts";
import { MeterSession } from "../intake/meter-session.ts";
import { ReplayClock } from "../intake/replay-clock.ts";
import type { Log } from "../log.ts";
import { pastNow } from "../meter/now.ts";
import { isDiscoveryTopic } from "../meter/wire/discovery.ts";
import { FileAccess } from "../store/file-access.ts";
import { HISTORY_FILE, HistoryFile } from "../store/history-file.ts";
import { newHourRows } from "../store/hour-rows.ts";
import { SqliteStore } from "../store/sqlite-store.ts";
import { recordingFile } from "./recording-file.ts";

/** Recorded time after which what came is written. */
const SAVE_EVERY_MS = 12 * 3_600_000;
/** Remedy where a kiosk writes the history at the same time. */
export const LOCK_HINT = "Stop that one first: one program writes a history at a time.";

/** Counts of the messages of a recording. */
export interface FillCounts {
  readonly added: number;
  /** Messages of times of which the history knew telegrams before. */
  readonly known: number;
}

/**
 * Adds a recording of a meter to a history, with the times of the recording. What the history knows already stays as it is,
 * so the same recording may be added twice.
 * @throws WattframeError `LOCKED` while a kiosk writes this history, `HISTORY_*`, `FILE_READ`, `RECORDING_INVALID`
 */
export async function fillHistory(path: string, meter: MeterConfig, folder: string, log: Log): Promise<FillCounts> {
  recordingFile(path).next(); // a file that is no recording leaves the history alone
  const lock = await takeLock(join(folder, `${HISTORY_FILE}.lock`), LOCK_HINT);
  const file = new HistoryFile({ folder, log, wallMs: Date.now });
  try {
    const store = new SqliteStore(new FileAccess(file), meter);
    const zone = (await store.timeZone()) ?? meter.timeZone;
    const history = new History({ timeZone: zone, store });
    await history.restore({ ...pastNow(0), clockSet: false });
    history.changeTimeZone(meter.timeZone);
    return await filled(path, meter, history, store, log);
  } finally {
    file.close();
    await lock.release();
  }
}

async function filled(
  path: string,
  meter: MeterConfig,
  history: History,
  store: SqliteStore,
  log: Log,
): Promise<FillCounts> {
  const isKnown = knownTimes(history);
  const clock = new ReplayClock();
  const session = new MeterSession(meter, { history, log, clock: clock.now, schedule: clock.schedule });
  const counts = { added: 0, known: 0 };
  let [writtenMs, lastMs]: (number | undefined)[] = [];
  const save = async () => {
    if (lastMs === undefined) return;
    const now = pastNow(lastMs);
    const hours = newHourRows(history, meter, writtenMs, now);
    store.appendHours(hours.rows);
    await history.save(now);
    await history.refill(() => false);
    writtenMs = hours.untilMs;
  };
  for (const { atMs, topic, payload, qos, kept, reconnectedMs } of recordingFile(path)) {
    const isNew = !isKnown(atMs);
    if (session.isBelow(topic)) counts[isNew ? "added" : "known"] += 1;
    if (!isNew && !isDiscoveryTopic(topic)) continue;
    clock.moveTo(atMs);
    if (reconnectedMs !== undefined) session.connected(reconnectedMs);
    session.take({ topic, payload, qos, retained: kept === true, at: pastNow(atMs) });
    if (isNew) lastMs = atMs;
    writtenMs ??= lastMs;
    if (lastMs !== undefined && lastMs - (writtenMs ?? lastMs) >= SAVE_EVERY_MS) await save();
  }
  session.flush();
  session.close();
  await save();
  await store.close();
  return counts;
}

/** Tells of an instant whether a telegram was known near it before anything was added: in its quarter, and not after the last. */
function knownTimes(history: History): (ms: number) => boolean {
  const { series } = history;
  const lastMs = series.lastBefore(TELEGRAMS, Infinity)?.atMs ?? -Infinity;
  const points = series.points(TELEGRAMS, -Infinity, lastMs, lastMs + QUARTER_MS);
  const quarters = new Set(points.map(({ atMs }) => Math.floor(atMs / QUARTER_MS)));
  return (ms) => ms <= lastMs && quarters.has(Math.floor(ms / QUARTER_MS));
}
