import { type ErrorCode, messageOf, WattframeError } from "../errors.ts";

/** Thrown where what is in the file cannot have been written so: a checksum is wrong, or a blob ends too early. */
export class DamagedError extends Error {}

/** Primary result codes of SQLite, see https://sqlite.org/rescode.html. */
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

interface SqliteFault {
  readonly code: number;
  /** SQLite's own words: not every error of every engine has the code. */
  readonly says: string;
  readonly why: string;
  readonly hint: string;
}

const FAULTS: readonly SqliteFault[] = [
  { code: 5, says: "is locked", why: "another program has locked it", hint: "End the other program." },
  {
    code: 8,
    says: "readonly database",
    why: "it may not be written",
    hint: "Give its folder to the user that runs this, or name another.",
  },
  { code: 10, says: "I/O error", why: "the disk failed", hint: "Check the disk or the card; dmesg says more." },
  {
    code: CORRUPT,
    says: "malformed",
    why: "it is damaged",
    hint: "A kiosk sets it aside; doc/history.md says how to get out what is left.",
  },
  {
    code: 13,
    says: "disk is full",
    why: "no space is left on its disk",
    hint: "Make room there; df shows how much is left.",
  },
  {
    code: 14,
    says: "unable to open",
    why: "it cannot be opened",
    hint: "Check its path, and that this user may read and write its folder.",
  },
  {
    code: NOT_A_DATABASE,
    says: "not a database",
    why: "it is no database",
    hint: "Name another folder, or move the file away.",
  },
];

/** Tells whether something thrown says that the file is damaged. */
export function isDamage(thrown: unknown): boolean {
  const code = faultOf(thrown)?.code;
  return code === CORRUPT || code === NOT_A_DATABASE;
}

/** Returns the error of a history's file that a person can act on; one that is such already is returned as it is. */
export function historyError(code: ErrorCode, file: string, cause: unknown): WattframeError {
  if (cause instanceof WattframeError) return cause;
  const fault = faultOf(cause);
  const verb = code === "HISTORY_READ" ? "read" : "written";
  const options = { cause, ...(fault && { hint: fault.hint }) };
  return new WattframeError(code, `the history ${file} cannot be ${verb}: ${fault?.why ?? messageOf(cause)}`, options);
}

function faultOf(thrown: unknown): SqliteFault | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const code = thrown instanceof DamagedError ? CORRUPT : primaryCode(thrown);
  return FAULTS.find((fault) => fault.code === code) ?? FAULTS.find(({ says }) => thrown.message.includes(says));
}

function primaryCode(thrown: Error): number | undefined {
  return "errcode" in thrown && typeof thrown.errcode === "number" ? thrown.errcode & 0xff : undefined;
}
