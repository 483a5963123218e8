import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { WattframeError } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import { takeLock } from "../files/lock.ts";
import { SILENT } from "../log.ts";
import { HISTORY_FILE, HistoryFile } from "../store/history-file.ts";
import { LOCK_HINT } from "./fill-history.ts";

/**
 * Writes the history of a folder to a new file, whole and without its log.
 * @throws WattframeError `FILE_WRITE` when the file is there already or cannot be written, `HISTORY_READ`
 */
export async function backUp(path: string, folder: string): Promise<void> {
  if (existsSync(path)) throw occupied(path, "Name a new file.");
  const file = new HistoryFile({ folder, log: SILENT, wallMs: () => 0, isReadOnly: true });
  try {
    await file.prepare();
    file.use("HISTORY_READ", (database) => database.prepare("VACUUM INTO ?").run(path));
  } finally {
    file.close();
  }
}

/**
 * Makes a backup the history of a folder. It is read before it takes its place.
 * @throws WattframeError `FILE_WRITE` when the folder has a history already, `LOCKED`, `HISTORY_READ`, `HISTORY_NEWER`
 */
export async function restore(path: string, folder: string): Promise<void> {
  const lock = await takeLock(join(folder, `${HISTORY_FILE}.lock`), LOCK_HINT);
  const place = join(folder, HISTORY_FILE);
  let temporary: string | undefined;
  try {
    if (existsSync(place)) throw occupied(place, "Move it away first, or back it up.");
    temporary = await mkdtemp(join(folder, ".restore-"));
    const copy = join(temporary, HISTORY_FILE);
    await copyFile(path, copy).catch((cause: unknown) => {
      throw readError(path, cause);
    });
    await check(temporary);
    await rename(copy, place);
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    await lock.release();
  }
}

async function check(folder: string): Promise<void> {
  const file = new HistoryFile({ folder, log: SILENT, wallMs: () => 0, isReadOnly: true });
  try {
    await file.meters();
    const found = file.use("HISTORY_READ", (database) => database.prepare("PRAGMA quick_check(1)").get());
    if (JSON.stringify(found) === '{"quick_check":"ok"}') return;
    throw new WattframeError("HISTORY_READ", "the backup is damaged", { hint: "Take another one." });
  } finally {
    file.close();
  }
}

function occupied(path: string, hint: string): WattframeError {
  return new WattframeError("FILE_WRITE", `${path} is there already`, { hint });
}
