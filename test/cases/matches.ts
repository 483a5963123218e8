/** A pattern of the form `{ from, to }`: a number within these bounds. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Whether data fits a pattern of a case. An object's keys must each fit, further keys are free; `absent` stands for a key
 * that must not be there, `present` for one that must; `{ from, to }` is a number in between; a text between slashes is a
 * regular expression; a list fits when each of its patterns fits the element at its place.
 */
export function matches(pattern: unknown, data: unknown): boolean {
  if (pattern === "absent") return data === undefined;
  if (pattern === "present") return data !== undefined;
  if (isRange(pattern)) return typeof data === "number" && data >= pattern.from && data <= pattern.to;
  if (typeof pattern === "string" && pattern.length > 2 && pattern.startsWith("/") && pattern.endsWith("/")) {
    return typeof data === "string" && new RegExp(pattern.slice(1, -1), "u").test(data);
  }
  if (Array.isArray(pattern)) return Array.isArray(data) && pattern.every((part, i) => matches(part, data[i]));
  if (!isObject(pattern)) return pattern === data;
  return isObject(data) && Object.entries(pattern).every(([key, part]) => matches(part, data[key]));
}

function isRange(pattern: unknown): pattern is Range {
  return isObject(pattern) && typeof pattern["from"] === "number" && typeof pattern["to"] === "number";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
