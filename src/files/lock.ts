import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { WattframeError } from "../errors.ts";
import { writeError } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";
import { identityOf, isRunning, type ProcessIdentity } from "./process-identity.ts";
import { removeLeftovers, temporaryName } from "./replace-file.ts";

/** A lock that this process holds. */
export interface Lock {
  /** Gives it back. Idempotent; never throws. */
  release(): Promise<void>;
}

/** Tries to take over the lock of a process that is gone while others try the same. */
const MAX_TRIES = 5;

/**
 * Takes a lock: a file that names the process which holds it. A lock whose process is gone is taken over; a process that
 * has the same number by chance does not count. Its folder is made when missing.
 * @param hint what to do when another process holds it
 * @throws WattframeError `LOCKED` when another process holds it, `FILE_WRITE`
 */
export async function takeLock(file: string, hint: string): Promise<Lock> {
  const own = JSON.stringify(identityOf(process.pid));
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    if (await create(file, own)) return { release: () => release(file, own) };
    const holder = await lockHolder(file);
    if (holder !== undefined) throw lockedError(file, holder, hint);
    await discard(file);
  }
  throw new WattframeError("LOCKED", `${file} is taken by one process after the other`, { hint });
}

/** The process that holds a lock; undefined when there is none, or none any more. */
export async function lockHolder(file: string): Promise<ProcessIdentity | undefined> {
  const holder = parsed(await readFile(file, "utf8").catch(() => "")); // no lock, or none that may be read
  return holder !== undefined && isRunning(holder) ? holder : undefined;
}

function lockedError(file: string, { pid }: ProcessIdentity, hint: string): WattframeError {
  return new WattframeError("LOCKED", `another kiosk is running: process ${pid} holds ${file}`, { hint });
}

/** Creates the file with its contents in one step. @returns false when it is there already */
async function create(file: string, contents: string): Promise<boolean> {
  const temporary = temporaryName(file);
  try {
    await makeFolder(dirname(file));
    await removeLeftovers(file);
    await writeFile(temporary, contents, { flag: "wx" });
    return await linked(temporary, file);
  } catch (cause) {
    throw writeError(file, cause);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined); // what matters is the result above
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw cause;
  }
}

/** Removes a lock whose process is gone. One that was taken in the meantime is put back. */
async function discard(file: string): Promise<void> {
  const aside = temporaryName(file);
  try {
    await rename(file, aside);
  } catch {
    return; // another process was faster
  }
  if ((await lockHolder(aside)) !== undefined) await link(aside, file).catch(() => undefined); // a newer lock is there
  await rm(aside, { force: true });
}

async function release(file: string, own: string): Promise<void> {
  const contents = await readFile(file, "utf8").catch(() => undefined); // removed by hand
  if (contents === own) await rm(file, { force: true }).catch(() => undefined); // a lock of a process that is gone counts for nothing
}

function parsed(text: string): ProcessIdentity | undefined {
  try {
    const found = JSON.parse(text) as Partial<ProcessIdentity> | null;
    return typeof found?.pid === "number" && Number.isSafeInteger(found.pid) && found.pid > 0
      ? { ...found, pid: found.pid }
      : undefined;
  } catch {
    return undefined; // not a lock of ours
  }
}
