import { constants, copyFile, lchown, readFile, rm, stat } from "node:fs/promises";
import { basename } from "node:path";
import { readError, writeError } from "../files/file-error.ts";
import { replaceFile } from "../files/replace-file.ts";

/** User and group that a file belongs to, by their numbers. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A file that set-up writes or removes. */
export interface PlannedFile {
  readonly path: string;
  /** Name in the result: short below the folder of the configuration, else the path as the machine knows it. */
  readonly name: string;
  /** Absent: it is removed. */
  readonly contents?: string | Buffer;
  /** Contents now; absent where there is none. */
  readonly before?: string | Buffer;
  /** True for a file that only its owner may read. */
  readonly isSecret?: boolean;
  /** True where the old file is kept beside it under a dated name. */
  readonly isKept?: boolean;
  /** User that it is given to; absent where it is the one that writes it. */
  readonly owner?: Owner;
  /** True where it is there with another owner, or open to others though it is secret. */
  readonly isMisowned?: boolean;
}

/** Contents of a file before and after. */
type Change = Pick<PlannedFile, "before" | "contents" | "isMisowned">;

/** What becomes of a file. */
export type FileFate = "created" | "changed" | "unchanged" | "removed";

/** Returns what becomes of a planned file. */
export function fateOf({ before, contents, isMisowned }: Change): FileFate {
  if (contents === undefined) return before === undefined ? "unchanged" : "removed";
  if (before === undefined) return "created";
  return isSame(before, contents) && !isMisowned ? "unchanged" : "changed";
}

function isSame(before: string | Buffer, contents: string | Buffer): boolean {
  return Buffer.from(before).equals(Buffer.from(contents));
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

/** A text file to plan. */
export interface FileRequest extends Omit<PlannedFile, "contents" | "before" | "isMisowned"> {
  /** Its contents to be; undefined removes it. */
  readonly contentsOf: (before: string | undefined) => string | undefined;
}

/** Plans a text file over what is there now. @throws WattframeError `FILE_READ`, and what `contentsOf` throws */
export async function planFile({ contentsOf, ...file }: FileRequest): Promise<PlannedFile> {
  const before = await currentText(file.path);
  const contents = contentsOf(before);
  const planned = { ...file, ...(contents !== undefined && { contents }) };
  return before === undefined ? planned : { ...planned, before, isMisowned: await isMisowned(planned) };
}

async function isMisowned({ path, owner, isSecret }: PlannedFile): Promise<boolean> {
  if (owner === undefined) return false;
  const { uid, gid, mode } = await stat(path);
  return uid !== owner.uid || gid !== owner.gid || (isSecret === true && (mode & 0o077) !== 0);
}

/**
 * Writes and removes what differs.
 * @param stamp the date in the names of files that are kept
 * @throws WattframeError `FILE_WRITE`
 */
export async function writePlanned(files: readonly PlannedFile[], stamp: string): Promise<void> {
  for (const file of files.filter((one) => fateOf(one) !== "unchanged")) {
    const { path, before, contents, isSecret, isKept, owner } = file;
    if (isKept && before !== undefined && before !== contents) await keep(path, `${path}.${stamp}.old`);
    if (contents === undefined) await remove(path);
    else await replaceFile(path, contents, { durable: "name", ...(isSecret && { mode: 0o600 }) });
    if (owner !== undefined && contents !== undefined) await give(path, owner);
  }
}

async function remove(path: string): Promise<void> {
  await rm(path, { force: true }).catch((cause: unknown) => {
    throw writeError(path, cause);
  });
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

/** Lines that a text file loses (`- …`) and gains (`+ …`), in their order; empty where it stays as it is, and for others. */
export function changedLines({ before = "", contents = "" }: Change): readonly string[] {
  if (typeof before !== "string" || typeof contents !== "string") return [];
  const [was, is] = [before.split("\n"), contents.split("\n")];
  const gone = was.filter((line) => !is.includes(line)).map((line) => `- ${line}`);
  const come = is.filter((line) => !was.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...come];
}
