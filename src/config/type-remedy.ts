const MAX_KEYS = 8;

/**
 * The remedy for a value of another type than expected.
 * @param expected the type by zod's name
 * @param keys the keys that a group may have at this place
 * @param meaning the hint that the place has by itself
 */
export function typeRemedy(expected: string, given: unknown, keys: readonly string[], meaning: string): string {
  if (expected === "array") return listRemedy(given) ?? meaning;
  if (expected === "boolean") return "write true or false, without quotes";
  if (expected === "number" || expected === "int") return numberRemedy(given) ?? meaning;
  if (expected !== "object" || keys.length === 0) return meaning;
  const list = keys.slice(0, MAX_KEYS).join(", ");
  return `${meaning}; its keys: ${list}${keys.length > MAX_KEYS ? " …" : ""}`;
}

function listRemedy(given: unknown): string | undefined {
  if (typeof given === "string" && !/\s/u.test(given)) return `write a list: [${JSON.stringify(given)}]`;
  if (typeof given === "string") return "write a list with one entry per word: [first, second]";
  return typeof given === "object" && given !== null ? "begin each entry with a dash and a space: `- `" : undefined;
}

/** The number in a text such as `25A`, `25,5` or `GPIO17`. */
function numberRemedy(given: unknown): string | undefined {
  const number = typeof given === "string" ? /-?\d+(?:[.,]\d+)?/u.exec(given)?.[0] : undefined;
  return number === undefined ? undefined : `write the number alone: ${number.replace(",", ".")}`;
}
