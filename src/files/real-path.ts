import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** A path with every link followed as far as it exists: the same text for all ways to the same place. @param path absolute */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // The last part does not exist yet: its folder is resolved instead.
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
