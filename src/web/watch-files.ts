import { basename, dirname } from "node:path";
import { watch } from "chokidar";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";

/** Time within which several events count as one change, since editors write a file in several steps; milliseconds. */
const SETTLE_MS = 100;

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
 */
export function watchFiles({ files, folders }: Watched, onChange: () => void, log: Log): Watch {
  let timer: NodeJS.Timeout | undefined;
  // Editors replace files by rename, so it is folders that are watched; and theirs, for a folder may be made later.
  const places = [...new Set([...[...files, ...folders].map((path) => dirname(path)), ...folders])];
  const isOurs = (path: string) => isWatched(path, files, folders) || folders.includes(path);
  const watcher = watch(places, {
    depth: 0,
    ignoreInitial: true,
    atomic: false, // what belongs together is waited for here
    ignored: (path) => !places.includes(path) && !isOurs(path),
  });
  watcher.on("all", (event, path) => {
    if (!isOurs(path)) return;
    if (event === "addDir") watcher.add(path);
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  });
  watcher.on("error", (error) => log.warn({ error: messageOf(error), hint: HINT }, "cannot watch files for changes"));
  return {
    ready: new Promise((resolve) => watcher.once("ready", resolve)),
    stop: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

function isWatched(path: string, files: readonly string[], folders: readonly string[]): boolean {
  if (files.includes(path)) return true;
  return folders.includes(dirname(path)) && basename(path).endsWith(".yaml");
}
