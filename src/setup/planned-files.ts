import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { readError, writeError } from "../files/file-error.ts";
import { replaceFile } from "../files/replace-file.ts";

/** A file that set-up writes. */
export interface PlannedFile {
  readonly name: string;
  readonly contents: string;
  /** Contents now; absent where there is none. */
  readonly before?: string;
  /** True for a file that only its owner may read. */
  readonly isSecret: boolean;
}

/** What becomes of a file. */
export type FileFate = "created" | "changed" | "unchanged";

/** Returns what becomes of a planned file. */
export function fateOf({ before, contents }: PlannedFile): FileFate {
  if (before === undefined) return "created";
  return before === contents ? "unchanged" : "changed";
}

/** Contents of a file; undefined where there is none. @throws WattframeError `FILE_READ` when it is there and cannot be read */
export async function currentText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw readError(path, cause);
  }
}

/**
 * Writes what differs. A file that changes is kept beside it under a dated name, except for a password.
 * @param stamp the date in that name
 * @throws WattframeError `FILE_WRITE`
 */
export async function writePlanned(folder: string, files: readonly PlannedFile[], stamp: string): Promise<void> {
  for (const file of files.filter((one) => fateOf(one) !== "unchanged")) {
    const path = join(folder, file.name);
    if (file.before !== undefined && !file.name.endsWith(".password")) await keep(path, `${path}.${stamp}.old`);
    await replaceFile(path, file.contents, { durable: "name", ...(file.isSecret && { mode: 0o600 }) });
  }
}

async function keep(path: string, aside: string): Promise<void> {
  await rename(path, aside).catch((cause: unknown) => {
    throw writeError(aside, cause);
  });
}

/** Lines that a file loses (`- …`) and gains (`+ …`), in their order; empty where it stays as it is. */
export function changedLines({ before = "", contents }: PlannedFile): readonly string[] {
  const [was, is] = [before.split("\n"), contents.split("\n")];
  const gone = was.filter((line) => !is.includes(line)).map((line) => `- ${line}`);
  const come = is.filter((line) => !was.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...come];
}
