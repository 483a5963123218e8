import { messageOf, WattframeError } from "../errors.ts";

/** Meaning of a failure of the file system. */
interface FileFault {
  /** Reason in words, to follow "cannot be read:" or "cannot be written:". */
  readonly why: string;
  readonly hint: string;
}

type FaultTable = Readonly<Record<string, FileFault>>;

const BOTH: FaultTable = {
  ENOTDIR: { why: "a part of its path is no folder", hint: "Check its path." },
  ENAMETOOLONG: { why: "its name is too long", hint: "Give it a shorter name." },
  ELOOP: { why: "its links go round in a circle", hint: "Name the file itself." },
  EMFILE: { why: "too many files are open", hint: "Close other programs, or raise the limit (ulimit -n)." },
  ENFILE: { why: "too many files are open", hint: "Close other programs." },
  EIO: { why: "the disk failed", hint: "Check the disk or the card; dmesg says more." },
};

const READING: FaultTable = {
  ...BOTH,
  ENOENT: { why: "there is no such file", hint: "Check its name; it is looked for from the folder of the command." },
  EACCES: { why: "permission denied", hint: "Run this as its owner, or let this user read it: chmod, chgrp." },
  EPERM: { why: "not permitted", hint: "Run this as its owner, or let this user read it: chmod, chgrp." },
  EISDIR: { why: "it is a folder", hint: "Name a file." },
  ERR_FS_FILE_TOO_LARGE: { why: "it is too large", hint: "Name a smaller one." },
  ERR_STRING_TOO_LONG: { why: "it is too large", hint: "Name a smaller one." },
};

const WRITING: FaultTable = {
  ...BOTH,
  ENOENT: { why: "its folder does not exist", hint: "Make the folder first, or name another." },
  EACCES: { why: "permission denied", hint: "Give its folder to the user that runs this, or name another." },
  EPERM: { why: "not permitted", hint: "Give its folder to the user that runs this, or name another." },
  EROFS: { why: "the file system is read-only", hint: "Mount it for writing, or name another folder." },
  ENOSPC: { why: "no space is left on its disk", hint: "Make room there; df shows how much is left." },
  EDQUOT: { why: "this user's share of the disk is used up", hint: "Make room there." },
  EFBIG: { why: "it gets larger than this user's files may be", hint: "Raise the limit (ulimit -f)." },
  EISDIR: { why: "there is a folder of that name", hint: "Name a file." },
  ENOTEMPTY: { why: "there is a folder of that name", hint: "Name a file." },
  ENOTDIR: { why: "a part of its path is no folder", hint: "Name a folder that exists or can be made." },
  EEXIST: { why: "a part of its path is no folder", hint: "Name a folder that exists or can be made." },
};

/** The error of a file that could not be read. @param name as the user knows it, with what it is: `the layout a.yaml` */
export function readError(name: string, cause: unknown): WattframeError {
  const { why, hint } = faultIn(READING, cause, "Check that it can be read.");
  return new WattframeError("FILE_READ", `${name} cannot be read: ${why}`, { hint, cause });
}

/** The error of a file that could not be written. */
export function writeError(name: string, cause: unknown): WattframeError {
  const { why, hint } = faultIn(WRITING, cause, "Check that its folder can be written and has room.");
  return new WattframeError("FILE_WRITE", `${name} cannot be written: ${why}`, { hint, cause });
}

/** An error with a code of the system's, for what it would not refuse itself. */
export function codedError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** The system's own words are for programmers: used only for errors that no table knows. */
function faultIn(table: FaultTable, cause: unknown, hint: string): FileFault {
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return table[code] ?? { why: messageOf(cause), hint };
}
