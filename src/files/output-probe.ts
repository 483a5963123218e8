import { accessSync, constants, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { WattframeError } from "../errors.ts";
import { codedError, writeError } from "./file-error.ts";

/**
 * The reason why a result cannot be written to a file, a pipe or a device; undefined when it can, as far as permissions say. Its
 * folder is not made, and nothing is touched: what comes before the result may take long, and may fail.
 */
export function outputProbe(path: string): WattframeError | undefined {
  try {
    const there = statSync(path, { throwIfNoEntry: false }); // its folder is looked at next
    if (there?.isDirectory()) throw codedError("EISDIR");
    accessSync(there ? path : dirname(resolve(path)), constants.W_OK);
    return undefined;
  } catch (cause) {
    return writeError(path, cause);
  }
}
