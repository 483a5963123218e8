import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { writeError } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";
import { isAlive } from "./process-identity.ts";

/** Options of {@link replaceFile}. */
export interface ReplaceOptions {
  /**
   * Part that survives a power cut once the promise resolves. `contents` (the default): the name points to the old file or
   * to the new one, each whole. `name`: to the new one, and what was removed from the folder before stays removed.
   * `nothing`: the file may be empty; for files in memory, and for those that are written again within seconds.
   */
  readonly durable?: "nothing" | "contents" | "name";
  /** Permission bits; what the process allows when absent. */
  readonly mode?: number;
  /** Time of change; now when absent. */
  readonly modified?: Date;
}

/**
 * Writes a file whole or not at all: under a name of its own beside its place, then renamed, so that a reader finds the
 * old file or the new one. Its folder is made when missing. The first call for a path removes what writers that were
 * killed have left beside it.
 * @throws WattframeError `FILE_WRITE`
 */
export async function replaceFile(
  path: string,
  contents: string | Uint8Array,
  options: ReplaceOptions = {},
): Promise<void> {
  const folder = dirname(path);
  const temporary = temporaryName(path);
  try {
    await makeFolder(folder);
    await removeLeftovers(path);
    await write(temporary, contents, options);
    await rename(temporary, path);
    if (options.durable === "name") await syncFolder(folder);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined); // a later start removes it
    throw writeError(path, cause);
  }
}

/** A name beside a file's own for what is written first; {@link removeLeftovers} knows it. */
export function temporaryName(path: string): string {
  return `${path}.${process.pid}-${crypto.randomUUID().slice(0, 8)}.tmp`;
}

async function write(path: string, contents: string | Uint8Array, options: ReplaceOptions): Promise<void> {
  const file = await open(path, "wx", options.mode);
  await closing(file, async () => {
    await file.writeFile(contents); // all of it or an error: one write alone may take a part on a disk that gets full
    if (options.modified !== undefined) await file.utimes(options.modified, options.modified);
    if (options.durable !== "nothing") await file.sync();
  });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await closing(handle, () => handle.sync());
}

async function closing(file: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await file.close();
  }
}

/** Paths that were looked at for leftovers. */
const tidied = new Set<string>();

/** Removes what writers that were killed have left beside a file; only the first call for a path looks. */
export async function removeLeftovers(path: string): Promise<void> {
  const place = resolve(path);
  if (tidied.has(place)) return;
  tidied.add(place);
  const beside = await readdir(dirname(place));
  const leftovers = beside.filter((name) => isLeftover(name, basename(place)));
  await Promise.all(leftovers.map((name) => rm(join(dirname(place), name), { force: true })));
}

/** Tells whether a file is one that was never renamed to that name: its writer is gone, or an earlier process with our number. */
function isLeftover(name: string, wanted: string): boolean {
  if (!name.startsWith(`${wanted}.`)) return false;
  const [, pid] = /^\.(\d{1,10})-[0-9a-f]{8}\.tmp$/u.exec(name.slice(wanted.length)) ?? [];
  return pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)));
}
