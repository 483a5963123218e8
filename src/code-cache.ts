import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";

/** Variables that say where a process may keep files that it can make again. */
type Environment = Readonly<Record<string, string | undefined>>;

const ENDING = ".code";
const UNFINISHED = ".unfinished";
/** Programs of so many versions, verbs and sets of flags are kept; the oldest go first. */
const KEPT = 8;

/** A bundle is one function of what a module of CommonJS sees. */
type Scope = readonly [exports: object, require: NodeJS.Require, module: object, filename: string, dirname: string];

/**
 * Loads a bundle, a file with one function of what a module of CommonJS sees, with the code that V8 compiled of it in an earlier process, and keeps that code at the end of
 * this process where there was none. Nothing of it is necessary: a bundle whose code cannot be read, written or trusted
 * is compiled.
 * @param bundle file of ASCII characters: `(function (exports, require, module, __filename, __dirname) { … })`
 * @param purpose word in the file's name: what is compiled depends on what the process does
 * @param folder see {@link cacheFolder}; absent: nothing is kept
 */
export function loadBundle(bundle: string, purpose: string, folder: string | undefined): unknown {
  const file = folder === undefined ? undefined : join(folder, cacheName(bundle, purpose));
  const text = lentBytes(bundle);
  const source = text.bytes.toString("latin1");
  text.release();
  const kept = file === undefined ? undefined : keptCode(file);
  const script = new Script(source, { filename: bundle, ...(kept && { cachedData: kept.bytes }) });
  kept?.release();
  if (file !== undefined && (!kept || script.cachedDataRejected))
    process.once("exit", () => keepCode(file, () => script.createCachedData()));
  const module = { exports: {} };
  const run = script.runInThisContext() as (...scope: Scope) => void;
  run(module.exports, createRequire(bundle), module, bundle, dirname(bundle));
  return module.exports;
}

/**
 * Folder in which this user keeps what can be made again: the service's own, else `wattframe` in the user's cache. Undefined
 * where it is another user's, as it is for root by sudo, or where Node's own variable says that nothing is to be kept.
 */
export function cacheFolder(env: Environment): string | undefined {
  if (env["NODE_DISABLE_COMPILE_CACHE"]) return undefined;
  const own = env["CACHE_DIRECTORY"]; // @source systemd.exec(5); several, separated by colons, are no folder
  if (own) return isOwn(own) ? own : undefined;
  const above = env["XDG_CACHE_HOME"] || (env["HOME"] && join(env["HOME"], ".cache"));
  const owner = env["XDG_CACHE_HOME"] || env["HOME"];
  return above && owner && isOwn(owner) ? join(above, "wattframe") : undefined;
}

/** Name for the code of this very bundle in this version of Node with these flags. */
function cacheName(bundle: string, purpose: string): string {
  const { mtimeMs, size } = statSync(bundle);
  const given = [...process.execArgv.filter((flag) => flag.startsWith("--")), process.env["NODE_OPTIONS"] ?? ""];
  const flags = Buffer.from(given.join(" ")).toString("base64url");
  const build = `${Math.round(mtimeMs).toString(36)}-${size.toString(36)}`;
  return `${basename(bundle, ".cjs")}-${purpose}-${build}-${process.version}-${process.arch}-${flags}${ENDING}`;
}

/** Content of a file of this user that nobody else can change, in such a folder; undefined for any other. */
export function keptCode(file: string): LentBytes | undefined {
  try {
    return isOwn(dirname(file)) && isOwn(file) ? lentBytes(file) : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes of a file until they are released. */
interface LentBytes {
  readonly bytes: Buffer;
  /** Gives their memory back: there are none any more. */
  readonly release: () => void;
}

/** Reads a file of megabytes that are needed for a moment: as garbage they would lie in memory for long, in a process that idles. */
function lentBytes(file: string): LentBytes {
  const opened = openSync(file, "r");
  try {
    const { size } = fstatSync(opened);
    const memory = new ArrayBuffer(size, { maxByteLength: size });
    const bytes = Buffer.from(memory);
    readSync(opened, bytes);
    return { bytes, release: () => memory.resize(0) };
  } finally {
    closeSync(opened);
  }
}

/** Tells whether a file or folder, not a link to one, is this user's, and others cannot change it. */
function isOwn(path: string): boolean {
  try {
    const { uid, mode } = lstatSync(path);
    return uid === process.getuid?.() && (mode & 0o022) === 0;
  } catch {
    return false;
  }
}

/** Writes a file whole, or not at all where that fails: the next process compiles again. */
export function keepCode(file: string, contents: () => Uint8Array): void {
  const folder = dirname(file);
  const unfinished = join(folder, `${process.pid}${UNFINISHED}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!isOwn(folder)) return;
    writeFileSync(unfinished, contents(), { mode: 0o600 });
    renameSync(unfinished, file);
    removeOldest(folder);
  } catch {
    removeQuietly(unfinished); // a full or read-only disk, a name that is too long: nothing is kept
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // what cannot be removed was not written either
  }
}

/** Removes what is beyond the number that is kept, files that were left unfinished too. */
function removeOldest(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.endsWith(ENDING) || name.endsWith(UNFINISHED));
  const files = names.map((name) => ({ path: join(folder, name), atMs: statSync(join(folder, name)).mtimeMs }));
  for (const { path } of files.toSorted((a, b) => b.atMs - a.atMs).slice(KEPT)) rmSync(path);
}
