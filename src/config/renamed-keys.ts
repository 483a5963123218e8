import { type Fault, type Path, pathText } from "./fault.ts";
import { faultAt } from "./validate.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** A key that has another name now. */
export interface RenamedKey {
  /** The groups that lead to it and its old name; `*` stands for any entry of a list: `displays.*.oldName`. */
  readonly path: string;
  /** Its name now, in the same group. */
  readonly name: string;
}

/** Every key of the configuration that was released under another name, for ever: old configurations are still read. */
export const RENAMED_KEYS: readonly RenamedKey[] = [];

/** A document in which every key has its name of now, and what to say of those that had not. */
export interface Renamed {
  readonly document: YamlDocument;
  readonly faults: readonly Fault[];
}

/** Gives renamed keys their names of now. Faults are placed at the names that are written. */
export function withRenamedKeys(document: YamlDocument, rows: readonly RenamedKey[] = RENAMED_KEYS): Renamed {
  if (rows.length === 0) return { document, faults: [] };
  const written = new Map<string, string>();
  const faults: Fault[] = [];
  const writtenPath = (path: Path) => path.map((step, i) => written.get(pathText(path.slice(0, i + 1))) ?? step);

  const visitKey = (group: object, key: string, path: Path): string => {
    const name = nameNow(rows, [...path, key]);
    if (name === undefined) return key;
    const isTwice = Object.hasOwn(group, name);
    const message = isTwice ? `use either ${name} or ${key}, not both` : `this key is called ${name} now`;
    const hint = isTwice ? `remove ${key}, its old name` : `write ${name}; the old name still works`;
    const code = isTwice ? "WRONG_VALUE" : "RENAMED_KEY";
    const severity = isTwice ? "error" : "warning";
    faults.push(faultAt(document, [...writtenPath(path), key], { code, message, hint, severity }, "key"));
    if (!isTwice) written.set(pathText([...path, name]), key);
    return name;
  };

  const visit = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, below]) => {
      const name = visitKey(value, key, path);
      return [name, visit(below, [...path, name])] as const;
    });
    return Object.fromEntries(entries);
  };

  const value = visit(document.value, []);
  return {
    document: {
      ...document,
      value,
      locate: (path, at) => document.locate(writtenPath(path), at),
      source: (path, at) => document.source(writtenPath(path), at),
    },
    faults,
  };
}

function nameNow(rows: readonly RenamedKey[], path: Path): string | undefined {
  const place = path.map((step) => (typeof step === "number" ? "*" : String(step))).join(".");
  return rows.find((row) => row.path === place)?.name;
}
