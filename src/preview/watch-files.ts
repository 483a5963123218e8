import { basename, dirname } from "node:path";
import { watch } from "chokidar";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";

/** An editor writes a file in several steps: what comes within this time is one change. */
const SETTLE_MS = 60;

/** What is watched: single files, and the layouts of folders. Absolute paths. */
export interface Watched {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Calls back soon after a watched file, or a layout in a watched folder, was changed, made or removed; a file that
 * is not there yet is waited for.
 */
export function watchFiles({ files, folders }: Watched, onChange: () => void, log: Log): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  // Editors replace files by rename, so it is folders that are watched.
  const places = [...new Set([...files.map((file) => dirname(file)), ...folders])];
  const watcher = watch(places, {
    depth: 0,
    ignoreInitial: true,
    ignored: (path, stats) => stats?.isFile() === true && !isWatched(path, files, folders),
  });
  watcher.on("all", (_event, path) => {
    if (!isWatched(path, files, folders)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLE_MS);
  });
  watcher.on("error", (error) => log.warn({ error: messageOf(error) }, "changes of files cannot be noticed"));
  return {
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
