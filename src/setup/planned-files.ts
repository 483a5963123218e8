import { constants, copyFile, lchown, readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { readError, writeError } from "../files/file-error.ts";
import { replaceFile } from "../files/replace-file.ts";

/** User and group that a file belongs to, by their numbers. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A file that set-up writes. */
export interface PlannedFile {
  readonly path: string;
  /** Name in the result: short below the folder of the configuration, else the path. */
  readonly name: string;
  readonly contents: string;
  /** Contents now; absent where there is none. */
  readonly before?: string;
  /** True for a file that only its owner may read. */
  readonly isSecret: boolean;
  /** User that it is given to; absent where it is the one that writes it. */
  readonly owner?: Owner;
  /** True where it is there with another owner, or open to others though it is secret. */
  readonly isMisowned?: boolean;
}

/** What becomes of a file. */
export type FileFate = "created" | "changed" | "unchanged";

/** Returns what becomes of a planned file. */
export function fateOf({
  before,
  contents,
  isMisowned,
}: Pick<PlannedFile, "before" | "contents" | "isMisowned">): FileFate {
  if (before === undefined) return "created";
  return before === contents && !isMisowned ? "unchanged" : "changed";
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

/** What a planned file is made of, beside what is there now. */
export interface FileRequest extends Pick<PlannedFile, "path" | "name" | "isSecret" | "owner"> {
  readonly contentsOf: (before: string | undefined) => string;
}

/** Plans a file over what is there now. @throws WattframeError `FILE_READ`, and what `contentsOf` throws */
export async function planFile({ contentsOf, ...file }: FileRequest): Promise<PlannedFile> {
  const before = await currentText(file.path);
  if (before === undefined) return { ...file, contents: contentsOf(before) };
  return { ...file, before, contents: contentsOf(before), isMisowned: await isMisowned(file) };
}

async function isMisowned({ path, owner, isSecret }: Omit<FileRequest, "contentsOf">): Promise<boolean> {
  if (owner === undefined) return false;
  const { uid, gid, mode } = await stat(path);
  return uid !== owner.uid || gid !== owner.gid || (isSecret && (mode & 0o077) !== 0);
}

/**
 * Writes what differs. A file that changes is kept beside it under a dated name, except for a password.
 * @param stamp the date in that name
 * @throws WattframeError `FILE_WRITE`
 */
export async function writePlanned(files: readonly PlannedFile[], stamp: string): Promise<void> {
  for (const file of files.filter((one) => fateOf(one) !== "unchanged")) {
    const { path, before, contents, isSecret, owner } = file;
    if (before !== undefined && before !== contents && !path.endsWith(".password"))
      await keep(path, `${path}.${stamp}.old`);
    await replaceFile(path, contents, { durable: "name", ...(isSecret && { mode: 0o600 }) });
    if (owner !== undefined) await give(path, owner);
  }
}

async function keep(path: string, aside: string): Promise<void> {
  await copyFile(path, aside, constants.COPYFILE_EXCL).catch((cause: unknown) => {
    throw writeError(aside, cause);
  });
}

async function give(path: string, { uid, gid }: Owner): Promise<void> {
  await lchown(path, uid, gid).catch((cause: unknown) => {
    throw writeError(`the owner of ${basename(path)}`, cause);
  });
}

/** Lines that a file loses (`- …`) and gains (`+ …`), in their order; empty where it stays as it is. */
export function changedLines({ before = "", contents }: Pick<PlannedFile, "before" | "contents">): readonly string[] {
  const [was, is] = [before.split("\n"), contents.split("\n")];
  const gone = was.filter((line) => !is.includes(line)).map((line) => `- ${line}`);
  const come = is.filter((line) => !was.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...come];
}
