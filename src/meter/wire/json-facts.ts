import { isPersonalName } from "../identifier.ts";
import { type Fact, HIDDEN } from "./fact.ts";

/** Bounds: a reader's diagnostics have a dozen values on two levels. */
const MAX_DEPTH = 6;
const MAX_VALUES = 200;
const PLAIN_KEY = /^[A-Za-z_][\w-]*$/;

/** Every value of any JSON with its path: `bad.crc`, `phases[0].a`, `["odd key"]`; bounded in depth and count. */
export function jsonFacts(json: unknown, path = ""): Fact[] {
  const facts: Fact[] = [];
  const left = unfold(json, path, 0, facts);
  if (left > 0) facts.push({ path: "…", value: `${left} more values are not shown`, isNumber: false });
  return facts;
}

/** Adds what a value holds; returns how many values found no room. */
function unfold(json: unknown, path: string, depth: number, facts: Fact[]): number {
  if (typeof json !== "object" || json === null) return addValue(json, path, facts);
  if (depth >= MAX_DEPTH) return addText("(nested too deeply to be shown)", path, facts);
  const entries = Array.isArray(json)
    ? json.map((item: unknown, i) => [`${path}[${i}]`, item, false] as const)
    : Object.entries(json).map(([key, item]) => [pathTo(path, key), item, isPersonalName(key)] as const);
  if (entries.length === 0) return addText(Array.isArray(json) ? "[]" : "{}", path, facts);
  return entries.reduce((left, [place, item, isPersonal]) => {
    return left + (isPersonal ? addText(HIDDEN, place, facts) : unfold(item, place, depth + 1, facts));
  }, 0);
}

function addValue(json: unknown, path: string, facts: Fact[]): number {
  if (typeof json !== "number") return addText(String(json), path, facts);
  return add({ path, value: String(json), isNumber: true }, facts);
}

function addText(value: string, path: string, facts: Fact[]): number {
  return add({ path, value, isNumber: false }, facts);
}

function add(fact: Fact, facts: Fact[]): number {
  if (facts.length >= MAX_VALUES) return 1;
  facts.push(fact);
  return 0;
}

function pathTo(path: string, key: string): string {
  if (!PLAIN_KEY.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}
