import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { WrittenLayout } from "../layout/written-layout.ts";
import { LAYOUTS_FOLDER, PROGRAM_FOLDER } from "../package-folder.ts";

/** Folder beside the bundle for shipped layouts that the build has read and found without fault. */
export const CHECKED_LAYOUTS = "layouts";

/** Content of one file there. */
interface Checked {
  /** The text that was checked. */
  readonly text: string;
  readonly written: WrittenLayout;
}

/** Text of the file for a layout that was checked. */
export function checkedText(text: string, written: WrittenLayout): string {
  return JSON.stringify({ text, written } satisfies Checked);
}

/** Name of that file for a shipped layout, relative to {@link CHECKED_LAYOUTS}; undefined for a user's. */
export function checkedName(file: string): string | undefined {
  const name = relative(LAYOUTS_FOLDER, file);
  return name.startsWith("..") ? undefined : name.replace(/\.yaml$/u, ".json");
}

/**
 * Data of a shipped layout, which the build has checked; undefined for every other text, which is still to be read.
 * @param program folder of the running program
 */
export function checkedLayout(file: string, text: string, program = PROGRAM_FOLDER): WrittenLayout | undefined {
  const name = checkedName(file);
  if (name === undefined) return undefined;
  try {
    const checked = JSON.parse(readFileSync(join(program, CHECKED_LAYOUTS, name), "utf8")) as Checked;
    return checked.text === text ? checked.written : undefined;
  } catch {
    return undefined; // there is none beside the sources, and what is there but cannot be used is not needed
  }
}
