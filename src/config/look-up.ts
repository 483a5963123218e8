import type { Path } from "./fault.ts";

/** The value below a key of a document's data; undefined where there is none, and for keys that only a prototype has. */
export function valueBelow(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<PropertyKey, unknown>)[key];
}

/** The value at the end of a path, undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(valueBelow, value);
}

/** Tells whether a path leads to a value. */
export function has(value: unknown, ...path: Path): boolean {
  return valueAt(value, path) !== undefined;
}

/** The text at the end of a path, undefined where there is none or something else. */
export function textAt(value: unknown, ...path: Path): string | undefined {
  const found = valueAt(value, path);
  return typeof found === "string" ? found : undefined;
}

const MAX_ENTRIES = 200;

/**
 * The list at the end of a path, empty where there is none or something else. Of a list that is longer than any schema
 * allows, only the first entries are looked at.
 */
export function listAt(value: unknown, ...path: Path): readonly unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found.slice(0, MAX_ENTRIES) : [];
}

/** A copy of a document's data in which `replacement` is at the end of the path. */
export function withValueAt(value: unknown, path: Path, replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  const below = withValueAt(valueBelow(value, key), rest, replacement);
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? below : item));
  return { ...(value as object), [key]: below };
}

/** The path of the key that names the file of a secret; undefined for what came out of no file. */
export function secretFileAt(path: Path, value: unknown): Path | undefined {
  const file = [...path.slice(0, -1), `${String(path.at(-1))}File`];
  return !has(value, ...path) && has(value, ...file) ? file : undefined;
}
