import { lstat, mkdtemp, open, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { WattframeError } from "../errors.ts";
import { codedError, writeError } from "./file-error.ts";
import { removeLeftovers, temporaryName } from "./replace-file.ts";

/**
 * The reason why a file cannot be kept at a path, with its folder made where it is missing; undefined when it can. That is tried, as
 * the present user, for permissions alone say nothing of read-only disks and of /proc; what was made is removed again.
 * @param path absolute
 */
export async function writeProbe(path: string): Promise<WattframeError | undefined> {
  try {
    const there = await existing(path);
    if (there?.isDirectory()) throw codedError("EISDIR");
    if (there !== undefined && !there.isFile() && !there.isSymbolicLink())
      throw new Error("it is a device, not a file");
    await tryToMake(path);
    return undefined;
  } catch (cause) {
    return writeError(path, cause);
  }
}

/** The reason why no files can be kept in a folder, likewise. @param folder absolute */
export async function folderProbe(folder: string): Promise<WattframeError | undefined> {
  try {
    await tryToMake(join(folder, "probe"));
    return undefined;
  } catch (cause) {
    return writeError(folder, cause);
  }
}

/** Makes something beside a file, or in the nearest folder above it that exists, and removes it; also what a killed process left. */
async function tryToMake(path: string): Promise<void> {
  const folder = dirname(path);
  const nearest = await nearestFolder(folder);
  try {
    if (nearest !== folder) return await rmdir(await mkdtemp(join(nearest, ".wattframe-")));
    await removeLeftovers(path);
    const file = temporaryName(path);
    await (await open(file, "wx")).close();
    await rm(file);
  } catch (cause) {
    // The folder is there, and yet nothing can be made in it: so it is in /proc and its like.
    throw isMissing(cause) ? new Error(`the system keeps no files in ${nearest}`) : cause;
  }
}

async function nearestFolder(folder: string): Promise<string> {
  try {
    if ((await stat(folder)).isDirectory()) return folder;
    throw codedError("ENOTDIR");
  } catch (cause) {
    const parent = dirname(folder);
    if (!isMissing(cause) || parent === folder) throw cause;
    return nearestFolder(parent);
  }
}

function existing(path: string) {
  return lstat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" || cause.code === "ENOTDIR") return undefined; // its folder is looked at next
    throw cause;
  });
}

function isMissing(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException).code === "ENOENT";
}
