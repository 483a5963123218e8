import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
  stringify,
  visit,
} from "yaml";
import type { Fault, Path, Place } from "./fault.ts";
import { type Enclosure, syntaxFaults, type YamlError } from "./yaml-syntax.ts";

/** A YAML file as data, with the way back from each value to its place. */
export interface YamlDocument {
  /** The file's name as given, for messages. */
  readonly file: string;
  /** Plain JSON-like data: maps, lists, texts, numbers, booleans and null. */
  readonly value: unknown;
  /**
   * The place of the value (or, with `"key"`, of its key). What is not in the text, such as a missing key, is placed at the
   * nearest of its parents that is.
   */
  locate(path: Path, at?: "key" | "value"): Place;
  /**
   * The text as it is written, where YAML took text without quotes for a number or a truth value: `0x0`, `yes`.
   * Undefined for everything else.
   */
  source(path: Path, at?: "key" | "value"): string | undefined;
  /** The page that shows what may be written in such a file, for messages. */
  readonly guide: string;
}

/** Result of parsing: a document, or everything that keeps the text from being one. */
export type Parsed = { readonly document: YamlDocument } | { readonly faults: readonly Fault[] };

const MAX_CHARS = 1_000_000; // a configuration is a few kilobytes; whatever is larger is another file
const MAX_DEPTH = 60; // the library composes recursively: without a limit, nesting alone exhausts the stack
const MAX_ALIASES = 100;

/** Plain data as YAML, without a line end behind it; long texts stay on one line. */
export function yamlOf(data: unknown): string {
  return stringify(data, { lineWidth: 0 }).trimEnd();
}

/**
 * Reads one YAML 1.2 document. Duplicate keys, unknown tags, several documents and runaway nesting are faults.
 * @param guide the page that shows what may be written in such a file
 */
export function parseYaml(text: string, file: string, guide = "doc/wattframe.yaml"): Parsed {
  const lines = new LineCounter();
  const fault = (code: Fault["code"], place: Place, message: string, hint: string): Fault => {
    return { file, ...place, path: "", code, message, hint };
  };
  const tokens = text.length > MAX_CHARS ? undefined : [...new Parser(lines.addNewLine).parse(text)];
  if (tokens === undefined || isTooDeep(tokens)) {
    const message = tokens === undefined ? "this file is too large to be read" : "this is nested too deeply";
    return { faults: [fault("TOO_LARGE", { line: 1, column: 1 }, message, "check that this is the right file")] };
  }
  const notUtf8 = text.indexOf("\ufffd");
  if (notUtf8 >= 0) {
    const hint = "save the file as UTF-8; it is in another encoding";
    return { faults: [fault("SYNTAX", placeAt(lines, notUtf8), "this character is not UTF-8", hint)] };
  }
  const { document, errors } = composed(tokens, lines, text.length);
  const enclosures =
    errors.length === 0 ? [] : [...nestedTokens(tokens)].flatMap(({ token }) => enclosureOf(token) ?? []);
  const faults = syntaxFaults(text, errors, enclosures, guide).map(({ offset, code, message, hint }) =>
    fault(code, placeAt(lines, offset), message, hint),
  );
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
    return {
      faults: [fault("SYNTAX", placeAt(lines, offsetOfAlias(document)), message, "write the values out instead")],
    };
  }
}

/** A token of a text and how many collections it is nested in. */
interface NestedToken {
  readonly token: CST.Token;
  readonly depth: number;
}

/** Composes the first document of a text, with every error and where it is; a second document is one. */
function composed(tokens: readonly CST.Token[], lines: LineCounter, length: number) {
  const composer = new Composer({ lineCounter: lines, prettyErrors: false });
  const [first, second] = composer.compose(tokens, true, length);
  if (first === undefined) throw new Error("the composer made no document"); // it makes one of an empty text too
  const errors: YamlError[] = [...first.errors, ...first.warnings].map(({ code, message, pos: [offset] }) => {
    return { code, message, offset };
  });
  if (second) errors.push({ code: "MULTIPLE_DOCS", message: "there is a second document", offset: second.range[0] });
  return { document: first, errors };
}

/** Every token of a text; without recursion, so that nesting cannot exhaust the stack. */
function* nestedTokens(tokens: readonly CST.Token[]): Generator<NestedToken> {
  const open: NestedToken[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    for (const token of children(next.token)) open.push({ token, depth: next.depth + 1 });
  }
}

function children(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!("items" in token)) return [];
  return token.items.flatMap(({ key, value }) => [...(key ? [key] : []), ...(value ? [value] : [])]);
}

function enclosureOf(token: CST.Token): Enclosure | undefined {
  const { offset } = token;
  if (token.type === "flow-collection") {
    const closer = token.end.find(({ type }) => type === "flow-map-end" || type === "flow-seq-end");
    return { offset, opener: token.start.source, ...(closer && { closer: closer.source, closedAt: closer.offset }) };
  }
  if (token.type !== "double-quoted-scalar" && token.type !== "single-quoted-scalar") return undefined;
  const [opener = ""] = token.source;
  const isClosed = token.source.length > 1 && token.source.endsWith(opener);
  return { offset, opener, ...(isClosed && { closer: opener, closedAt: offset + token.source.length - 1 }) };
}

/** Tells whether the collections of a text are nested too deeply to be composed. */
function isTooDeep(tokens: readonly CST.Token[]): boolean {
  for (const { depth } of nestedTokens(tokens)) if (depth > MAX_DEPTH) return true;
  return false;
}

/** The first alias that nothing was named for, or the beginning where all have an anchor. */
function offsetOfAlias(document: Document.Parsed): number {
  let offset = 0;
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
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

/** The offset of a node; an empty value has no place of its own. */
function startOf(node: Node | null): number | undefined {
  if (node === null || (isScalar(node) && node.value === null && node.source === "")) return undefined;
  return node.range?.[0];
}

function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
