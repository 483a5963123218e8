import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, Parser, parseDocument } from "yaml";
import type { Fault, Path, Place } from "./fault.ts";

/** A YAML file as data, with the way back from each value to where it stands. */
export interface YamlDocument {
  /** The file's name as given, for messages. */
  readonly file: string;
  /** Plain JSON-like data: maps, lists, texts, numbers, booleans and null. */
  readonly value: unknown;
  /**
   * Where the value (or, with `"key"`, its key) stands. What is not in the text, such as a missing key, is placed at the
   * nearest of its parents that is.
   */
  locate(path: Path, at?: "key" | "value"): Place;
  /**
   * What is written, letter by letter, where YAML took text without quotes for a number or a truth value: `0x0`, `yes`.
   * Undefined for everything else.
   */
  source(path: Path, at?: "key" | "value"): string | undefined;
  /** The page that shows what may be written in such a file, for messages. */
  readonly guide: string;
}

/** What came of a text: a document, or everything that keeps it from being one. */
export type Parsed = { readonly document: YamlDocument } | { readonly faults: readonly Fault[] };

const MAX_CHARS = 1_000_000; // a configuration is a few kilobytes; whatever is larger is another file
const MAX_DEPTH = 60; // the library composes recursively: without a limit, nesting alone exhausts the stack
const MAX_ALIASES = 100;

/**
 * Reads one YAML 1.2 document. Duplicate keys, unknown tags, several documents and runaway nesting are faults.
 * @param guide the page that shows what may be written in such a file
 */
export function parseYaml(text: string, file: string, guide = "doc/wattframe.yaml"): Parsed {
  const lines = new LineCounter();
  const fault = (code: Fault["code"], place: Place, message: string, hint: string): Fault => {
    return { file, ...place, path: "", code, message, hint };
  };
  if (text.length > MAX_CHARS || nesting(text) > MAX_DEPTH) {
    const message = text.length > MAX_CHARS ? "this file is too large to be read" : "this is nested too deeply";
    return { faults: [fault("TOO_LARGE", { line: 1, column: 1 }, message, "check that this is the right file")] };
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings].map((error) => {
    const place = placeAt(lines, error.pos[0]);
    const { code, message, hint } = syntaxFault(error.code, error.message, guide);
    return fault(code, place, message, hint);
  });
  if (faults.length > 0) return { faults };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return {
      document: {
        file,
        value,
        guide,
        locate: (path, at = "value") => locate(document, lines, path, at),
        source: (path, at = "value") => sourceAt(document, path, at),
      },
    };
  } catch {
    const message = "an alias (*name) has no anchor (&name) before it, or the aliases unfold into too much";
    return { faults: [fault("SYNTAX", { line: 1, column: 1 }, message, "write the values out instead")] };
  }
}

/** How deep the collections of a text stand in one another, counted without recursion. */
function nesting(text: string): number {
  let deepest = 0;
  const open: { token: object; depth: number }[] = [];
  for (const token of new Parser().parse(text)) open.push({ token, depth: 0 });
  for (let next = open.pop(); next !== undefined && deepest <= MAX_DEPTH; next = open.pop()) {
    deepest = Math.max(deepest, next.depth);
    for (const child of children(next.token)) open.push({ token: child, depth: next.depth + 1 });
  }
  return deepest;
}

function children(token: object): object[] {
  const found: object[] = [];
  if ("value" in token && typeof token.value === "object" && token.value !== null) found.push(token.value);
  if (!("items" in token) || !Array.isArray(token.items)) return found;
  for (const item of token.items as { key?: object | null; value?: object | null }[]) {
    if (item.key) found.push(item.key);
    if (item.value) found.push(item.value);
  }
  return found;
}

const SYNTAX = {
  DUPLICATE_KEY: ["this key stands here twice", "keep one of the two"],
  TAB_AS_INDENT: ["a tab stands where only spaces may indent", "indent with two spaces"],
  MULTIPLE_DOCS: ["a second document begins here", "keep one document in the file and take the --- out"],
  TAG_RESOLVE_FAILED: ["this tag (!name) is not known", "take the tag out"],
  BLOCK_AS_IMPLICIT_KEY: [
    "two `key:` stand on one line, or the next line is indented by mistake",
    "give each key its own line, or put a text that contains `: ` in quotes",
  ],
  MISSING_CHAR: ["something is not closed or not finished here", "look for a missing quote, bracket, comma or colon"],
  BAD_INDENT: ["the indentation does not fit here", "line the keys of one group up under one another"],
} as const satisfies Record<string, readonly [message: string, hint: string]>;

function syntaxFault(code: string, libraryMessage: string, guide: string): Pick<Fault, "code" | "message" | "hint"> {
  const row = SYNTAX[code as keyof typeof SYNTAX];
  const [message, hint] = row ?? [`this is not valid YAML: ${libraryMessage}`, `compare with ${guide}`];
  return { code: code === "DUPLICATE_KEY" ? "DUPLICATE_KEY" : "SYNTAX", message, hint };
}

function locate(document: Document.Parsed, lines: LineCounter, path: Path, at: "key" | "value"): Place {
  let node: Node | null = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    const child = childOf(document, node, step);
    if (child === undefined) break;
    const wantsKey = at === "key" && index === path.length - 1;
    offset = (wantsKey ? undefined : startOf(child.value)) ?? startOf(child.key) ?? offset;
    node = child.value;
  }
  return placeAt(lines, offset);
}

function childOf(document: Document, parent: Node | null, step: PropertyKey) {
  const node = isAlias(parent) ? (parent.resolve(document) ?? null) : parent;
  if (isSeq<Node>(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { key: null, value: item };
  }
  if (!isMap<Node, Node | null>(node)) return undefined;
  const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === String(step));
  return pair === undefined ? undefined : { key: pair.key, value: pair.value };
}

function sourceAt(document: Document, path: Path, at: "key" | "value"): string | undefined {
  let node: unknown = document.contents;
  for (const [index, step] of path.entries()) {
    const child = childOf(document, node as Node | null, step);
    node = at === "key" && index === path.length - 1 ? child?.key : child?.value;
  }
  return isScalar(node) && typeof node.value !== "string" && node.value !== null ? node.source : undefined;
}

/** Where a node begins; an empty value has no place of its own. */
function startOf(node: Node | null): number | undefined {
  if (node === null || (isScalar(node) && node.value === null && node.source === "")) return undefined;
  return node.range?.[0];
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
