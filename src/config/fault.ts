import { type ErrorCode, type FaultCode, WattframeError } from "../errors.ts";

/** A place in a text, both counted from 1; columns are UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The way from the top of a document to one value: keys and list positions counted from 0. */
export type Path = readonly PropertyKey[];

/** An error keeps the program from going on; a warning is worth knowing. */
export type Severity = "error" | "warning";

/** One thing that is wrong in a file, where it is and what to do. */
export interface Fault extends Place {
  /** The file as it was named, so that an editor can open it. */
  readonly file: string;
  /** The keys that lead there, `displays[0].panel`; empty for the whole document. */
  readonly path: string;
  readonly code: FaultCode;
  /** Description of the fault, one sentence without secrets. */
  readonly message: string;
  /** Remedy, one sentence. */
  readonly hint: string;
  /** An error when absent. */
  readonly severity?: Severity;
}

/** Tells whether a fault stops the program. */
export function isError({ severity }: Pick<Fault, "severity">): boolean {
  return severity !== "warning";
}

/** The path as a person writes it: `displays[0].panel`; keys that are not plain words are quoted. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const word = String(key);
    if (!/^[\w-]+$/u.test(word)) return `${text}[${JSON.stringify(word)}]`;
    return text === "" ? word : `${text}.${word}`;
  }, "");
}

/** One line that editors and terminals understand: `file:line:column path: message`. */
export function faultLine(fault: Fault): string {
  const path = fault.path === "" ? "" : ` ${fault.path}`;
  const severity = isError(fault) ? "" : " warning:";
  return `${fault.file}:${fault.line}:${fault.column}${path}:${severity} ${fault.message}`;
}

/** The faults in the order of their places, those of each file together. */
export function sortFaults(faults: readonly Fault[]): Fault[] {
  return [...faults].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}

/** All the faults of one file as a single error: what stops the program, and what keeps the old configuration. */
export class FaultsError extends WattframeError {
  readonly faults: readonly Fault[];

  constructor(code: ErrorCode, faults: readonly Fault[]) {
    const sorted = sortFaults(faults);
    const count = sorted.length === 1 ? "one fault" : `${sorted.length} faults`;
    super(code, [`${count} found`, ...sorted.map(faultLine)].join("\n"), {
      hint: sorted.length === 1 ? sorted[0]!.hint : "`wattframe check` lists them with what to do about each",
    });
    this.faults = sorted;
  }
}
