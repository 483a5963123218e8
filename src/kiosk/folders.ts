import { access, constants, lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { writeError } from "../files/file-error.ts";
import { lockHolder, takeLock } from "../files/lock.ts";
import { makeFolder } from "../files/make-folder.ts";

/** Folders of one kiosk, the first of them locked. */
export interface KioskFolders {
  /** For files that live as long as the process. */
  readonly runtime: string;
  /** For what must outlive the process and the machine's restart. It may turn out that nothing can be written there. */
  readonly state: string;
  /** Unlocks the first; removes both where they are temporary. Idempotent. */
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Folders of a kiosk that runs as a service of the machine. */
export interface SystemFolders {
  readonly runtime: string;
  readonly state: string;
}

const SYSTEM: SystemFolders = { runtime: "/run/wattframe", state: "/var/lib/wattframe" };

/** Remedy where two kiosks meet in one folder. */
export const LOCK_HINT =
  "Stop that one first; two on one machine need folders of their own, named by WATTFRAME_RUNTIME and WATTFRAME_STATE.";

/**
 * The folders of a kiosk. The runtime folder is `WATTFRAME_RUNTIME`, else systemd's `RUNTIME_DIRECTORY`, else
 * `/run/wattframe` where it can be written, else `wattframe` in `XDG_RUNTIME_DIR`, else a temporary one.
 * @throws WattframeError `LOCKED` when another kiosk has the runtime folder, `FILE_WRITE` when one that is named cannot be written
 */
export async function kioskFolders(env: Environment, system: SystemFolders = SYSTEM): Promise<KioskFolders> {
  const state = await stateFolder(env, system);
  const runtime = await runtimeFolder(env, system);
  if (runtime === undefined) return { ...(await temporaryFolders()), state };
  const lock = await takeLock(lockOf(runtime), LOCK_HINT);
  return { runtime, state, close: () => lock.release() };
}

/** Folders that are removed at the end: of a kiosk that is only tried out, beside one that runs as a service. */
export async function temporaryFolders(): Promise<KioskFolders> {
  await removeAbandoned();
  const runtime = await mkdtemp(join(tmpdir(), PREFIX));
  const lock = await takeLock(lockOf(runtime), LOCK_HINT);
  return {
    runtime,
    state: join(runtime, "state"),
    close: async () => {
      await lock.release();
      await rm(runtime, { recursive: true, force: true });
    },
  };
}

/**
 * The folders in which a running kiosk of this machine may keep its status, the likeliest first. What the environment
 * names stands alone. Temporary ones are of kiosks that are only tried out, or had no better place.
 */
export async function runtimeFolders(env: Environment, system: SystemFolders = SYSTEM): Promise<readonly string[]> {
  const named = namedRuntime(env);
  return named === undefined ? [...lastingFolders(env, system), ...(await temporaryNames())] : [named];
}

async function runtimeFolder(env: Environment, system: SystemFolders): Promise<string | undefined> {
  const named = namedRuntime(env);
  if (named !== undefined) return made(named);
  for (const folder of lastingFolders(env, system)) if (await isWritable(folder)) return folder;
  return undefined;
}

function namedRuntime(env: Environment): string | undefined {
  return folderIn(env, "WATTFRAME_RUNTIME") ?? folderIn(env, "RUNTIME_DIRECTORY");
}

function lastingFolders(env: Environment, system: SystemFolders): readonly string[] {
  const ofUser = folderIn(env, "XDG_RUNTIME_DIR");
  return [system.runtime, ...(ofUser === undefined ? [] : [join(ofUser, "wattframe")])];
}

/**
 * The folder for what must outlive the machine's restart: `WATTFRAME_STATE`, else systemd's `STATE_DIRECTORY`, else
 * `/var/lib/wattframe` where it can be written, else `wattframe` in the user's own (`XDG_STATE_HOME`, `~/.local/state`).
 */
export async function stateFolder(env: Environment, system: SystemFolders = SYSTEM): Promise<string> {
  const named = folderIn(env, "WATTFRAME_STATE") ?? folderIn(env, "STATE_DIRECTORY");
  if (named !== undefined) return named;
  if (await isWritable(system.state)) return system.state;
  const ofUser = folderIn(env, "XDG_STATE_HOME") ?? join(folderIn(env, "HOME") ?? homedir(), ".local/state");
  return join(ofUser, "wattframe");
}

/** A folder that the environment names; systemd may name several, of which the first counts. Only ours may be relative. */
function folderIn(env: Environment, name: string): string | undefined {
  const text = env[name]?.split(name.endsWith("_DIRECTORY") ? ":" : "\0")[0] ?? "";
  if (text === "" || !(isAbsolute(text) || name.startsWith("WATTFRAME_"))) return undefined;
  return resolve(text);
}

async function made(folder: string): Promise<string> {
  try {
    await makeWritable(folder);
    return folder;
  } catch (cause) {
    throw writeError(`the runtime folder ${folder}`, cause);
  }
}

async function isWritable(folder: string): Promise<boolean> {
  return makeWritable(folder).then(
    () => true,
    () => false, // another place is taken instead
  );
}

async function makeWritable(folder: string): Promise<void> {
  await makeFolder(folder);
  await access(folder, constants.W_OK | constants.X_OK);
}

const LOCK = "wattframe.lock";

/** The lock that tells which process has a runtime folder. */
export function lockOf(runtime: string): string {
  return join(runtime, LOCK);
}

const PREFIX = "wattframe-runtime-";
/** An empty folder may be one that is being made. */
const BEING_MADE_MS = 60_000;

/** Removes temporary folders of kiosks that were killed. */
async function removeAbandoned(): Promise<void> {
  for (const folder of await temporaryNames())
    if (await isAbandoned(folder)) await rm(folder, { recursive: true, force: true });
}

async function temporaryNames(): Promise<readonly string[]> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  return names.map((name) => join(tmpdir(), name));
}

async function isAbandoned(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined); // another start has removed it
  if (!found?.isDirectory() || found.uid !== process.getuid?.()) return false;
  const names = await readdir(folder);
  if (names.length === 0) return Date.now() - found.mtimeMs > BEING_MADE_MS;
  return names.includes(LOCK) && (await lockHolder(lockOf(folder))) === undefined;
}
