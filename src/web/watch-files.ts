import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { watch } from "chokidar";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";

/** Time within which several events count as one change, since editors write a file in several steps; milliseconds. */
const SETTLE_MS = 100;

/** Kernels give files the time of their last clock tick, which is a little late; milliseconds. */
const TICK_MS = 20;

const HINT = "Send SIGHUP after a change; where there are too many watches, raise fs.inotify.max_user_watches.";

/** Watched files, and folders whose layouts are watched. Absolute paths. */
export interface Watched {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** A running watch. */
export interface Watch {
  /** Resolves once later changes are noticed. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Calls back soon after a watched file, or a layout in a watched folder, was changed, made or removed; a file that
 * is not there yet is waited for.
 * @param sinceMs when the files were read, wall milliseconds: what was changed since then, before they are watched, counts too
 */
export function watchFiles(watched: Watched, onChange: () => void, log: Log, sinceMs: number): Watch {
  const { files, folders } = watched;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const changed = () => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(onChange, SETTLE_MS);
  };
  // Editors replace files by rename, so it is folders that are watched; and theirs, for a folder may be made later.
  const places = [...new Set([...[...files, ...folders].map((path) => dirname(path)), ...folders])];
  const watcher = watch(places, {
    depth: 0,
    ignoreInitial: true,
    atomic: false, // what belongs together is waited for here
    ignored: (path) => !places.includes(path) && !isOurs(path, watched),
  });
  watcher.on("all", (event, path) => {
    if (!isOurs(path, watched)) return;
    if (event === "addDir") watcher.add(path);
    changed();
  });
  watcher.on("error", (error) => log.warn({ error: messageOf(error), hint: HINT }, "cannot watch files for changes"));
  const begin = async () => {
    await new Promise<void>((resolve) => watcher.once("ready", resolve));
    if (await isChangedSince(watched, sinceMs - TICK_MS)) changed();
  };
  return {
    ready: begin(),
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** Tells whether a path is a watched file, a folder or a layout in one. */
function isOurs(path: string, { files, folders }: Watched): boolean {
  if (files.includes(path) || folders.includes(path)) return true;
  return folders.includes(dirname(path)) && basename(path).endsWith(".yaml");
}

/** Tells whether a watched file, a folder or a layout in one was changed later than that, wall milliseconds. */
async function isChangedSince(watched: Watched, sinceMs: number): Promise<boolean> {
  const { files, folders } = watched;
  const names = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  const inFolders = folders.flatMap((folder, i) => (names[i] ?? []).map((name) => join(folder, name)));
  const paths = [...files, ...folders, ...inFolders.filter((path) => isOurs(path, watched))];
  const changes = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ ctimeMs }) => ctimeMs,
        () => 0,
      ),
    ),
  );
  return changes.some((atMs) => atMs > sinceMs);
}
