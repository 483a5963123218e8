import type { FaultCode } from "../errors.ts";
import type { Path, Severity } from "./fault.ts";
import { textAt } from "./look-up.ts";
import { nearest } from "./nearest.ts";

/** Beginning of a text that is PEM. */
export const PEM = /-----BEGIN [A-Z ]+-----/u;

/** Reports one fault at a place of the document; an error unless the severity says otherwise. */
export type Report = (path: Path, code: FaultCode, message: string, hint: string, severity?: Severity) => void;

/** Checks that no two rows of a list have the same text under a key. */
export function checkUnique(rows: readonly unknown[], base: Path, key: string, report: Report): void {
  const names = rows.map((row) => textAt(row, key));
  names.forEach((name, index) => {
    const first = names.indexOf(name);
    if (name === undefined || first === index) return;
    const message = `${JSON.stringify(name)} is already the ${key} of ${String(base.at(-1))}[${first}]`;
    report([...base, index, key], "DUPLICATE_NAME", message, `give each a ${key} of its own`);
  });
}

/** The names of the rows that have one. */
export function namesIn(rows: readonly unknown[]): string[] {
  return rows.flatMap((row) => textAt(row, "name") ?? []);
}

/** Names of one kind that exist. */
export interface KnownNames {
  /** The kind in words, such as `meter`. */
  readonly what: string;
  readonly known: readonly string[];
}

/** Reports a name that is none of those that exist. */
export function reportUnknown(path: Path, name: string, { what, known }: KnownNames, report: Report): void {
  const near = nearest(name, known);
  const suggestion = near === undefined ? "" : `; did you mean \`${near}\`?`;
  const hint = known.length === 0 ? `no ${what} exists` : `there are: ${known.join(", ")}`;
  report(path, "UNKNOWN_NAME", `there is no ${what} ${JSON.stringify(name)}${suggestion}`, hint);
}
