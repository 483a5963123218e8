import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, readdir, readFile, statfs } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** What the checks may learn of a machine; nothing is changed by it. */
export interface Machine {
  /** Version of Node.js, such as `20.19.2`. */
  readonly node: string;
  /** Text of a file, absent when it cannot be read. */
  read(path: string): Promise<string | undefined>;
  /** Names in a folder, none when it cannot be read. */
  list(path: string): Promise<readonly string[]>;
  /** Tells whether this user may read and write a file or device. */
  mayUse(path: string): Promise<boolean>;
  /** What a program prints, absent when it is not there or fails. */
  run(program: string, args: readonly string[]): Promise<string | undefined>;
  /** Bytes that are free where a file is, absent when that is not known. */
  freeBytes(path: string): Promise<number | undefined>;
}

const run = promisify(execFile);
/** Longest time that a program may take for its answer. */
const PROGRAM_LIMIT_MS = 5_000;

/** This machine. @param root folder that stands for `/` */
export function machineAt(root = "/"): Machine {
  const at = (path: string) => join(root, path);
  return {
    node: process.versions.node,
    read: (path) => readFile(at(path), "utf8").catch(() => undefined),
    list: (path) => readdir(at(path)).catch(() => []),
    mayUse: (path) =>
      access(at(path), constants.R_OK | constants.W_OK).then(
        () => true,
        () => false,
      ),
    run: (program, args) =>
      run(program, args, { timeout: PROGRAM_LIMIT_MS }).then(
        ({ stdout }) => stdout,
        () => undefined,
      ),
    freeBytes: (path) =>
      statfs(at(path)).then(
        ({ bavail, bsize }) => bavail * bsize,
        () => undefined,
      ),
  };
}
