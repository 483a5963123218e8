import type { Fault } from "./fault.ts";

/** An error as the library reports it: a stable code, its own message and the character where it gave up. */
export interface YamlError {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
}

/** A pair of brackets or quotes, of which the second may be missing or another one. */
export interface Enclosure {
  readonly opener: string;
  readonly offset: number;
  readonly closer?: string;
  readonly closedAt?: number;
}

/** A mistake in the form of a text, and the character where it is. */
export interface SyntaxFault extends Pick<Fault, "code" | "message" | "hint"> {
  readonly offset: number;
}

/** Errors of which each is one mistake of its own; after any other, the library takes what follows for something else. */
const INDEPENDENT: ReadonlySet<string> = new Set(["DUPLICATE_KEY", "TAG_RESOLVE_FAILED"]);

/**
 * Reduces the errors that the library reports to what a person has to fix: one fault for each mistake, where it was made.
 * @param enclosures every pair of brackets and quotes of the text
 * @param guide the page that shows what may be written in such a file
 */
export function syntaxFaults(
  text: string,
  errors: readonly YamlError[],
  enclosures: readonly Enclosure[],
  guide: string,
): SyntaxFault[] {
  const ordered = errors.toSorted((a, b) => a.offset - b.offset);
  const derailing = ordered.find(({ code }) => !INDEPENDENT.has(code));
  if (derailing === undefined) return ordered.map((error) => inWords(text, error, guide));
  const first =
    oddLine(text, derailing.offset) ??
    unclosed(text, enclosures) ??
    belowBraces(text, enclosures, derailing.offset) ??
    inWords(text, derailing, guide);
  const before = ordered.filter(({ code, offset }) => INDEPENDENT.has(code) && offset < first.offset);
  return [...before.map((error) => inWords(text, error, guide)), first];
}

const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]", '"': '"', "'": "'" };

/** The last bracket or quote that was opened and not closed by its like. */
function unclosed(text: string, enclosures: readonly Enclosure[]): SyntaxFault | undefined {
  const [last] = enclosures
    .filter(({ opener, closer }) => closer !== CLOSERS[opener])
    .toSorted((a, b) => b.offset - a.offset);
  if (last === undefined) return undefined;
  const { opener, offset } = last;
  const [line = ""] = text.slice(offset).split("\n", 1);
  const comment = line.includes("#") ? "; a # begins a comment unless the text is in quotes" : "";
  const hint = `add the missing ${CLOSERS[opener]}${comment}`;
  return { offset, code: "SYNTAX", message: `this ${opener} is not closed`, hint };
}

/** A mistake that is not seen well and derails what follows: at the error, in its line or in the one before. */
function oddLine(text: string, errorAt: number): SyntaxFault | undefined {
  const lineAt = text.lastIndexOf("\n", Math.max(0, text.lastIndexOf("\n", errorAt - 1) - 1)) + 1;
  for (const { pattern, message, hint } of ODD) {
    const found = pattern.exec(text.slice(lineAt, endOfLine(text, errorAt)));
    if (found) return { offset: lineAt + found.index + (found[1]?.length ?? 0), code: "SYNTAX", message, hint };
  }
  return undefined;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}

const ODD = [
  {
    pattern: /^([ \t]*)[\u00a0\u2000-\u200b\u202f\u3000]/mu,
    message: "this line is indented with a space of another kind",
    hint: "replace it by ordinary spaces; it may come from a web page",
  },
  {
    pattern: /^([ \t]*)-[\w]+:/mu,
    message: "a space is missing after the dash",
    hint: "write `- name: …`",
  },
] as const;

/** Spaces, line ends and comments. */
const BLANK = /^(?:\s|#[^\n]*)*/u;

/** A key on a line of its own below a group in braces, as in a configuration that something was pasted into. */
function belowBraces(text: string, enclosures: readonly Enclosure[], errorAt: number): SyntaxFault | undefined {
  const offset = errorAt + (BLANK.exec(text.slice(errorAt))?.[0].length ?? 0);
  const key = /^([\w-]+:)(?:\s|$)/u.exec(text.slice(offset))?.[1];
  const group = enclosures.find(({ opener, closedAt = offset }) => {
    const between = text.slice(closedAt + 1, offset);
    return opener === "{" && between.includes("\n") && BLANK.exec(between)?.[0].length === between.length;
  });
  if (group === undefined || key === undefined) return undefined;
  const message = `${key} cannot be added below a group in braces { }`;
  const hint = "write that group with one key per line first, without { } and commas; or put this inside the braces";
  return { offset, code: "SYNTAX", message, hint };
}

const QUOTE = "put the whole text in quotes";
const COLON = "write `key: value`, with a space after the colon; a text that contains `: ` needs quotes";
const WORDS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  DUPLICATE_KEY: ["this key is written twice", "keep one of the two"],
  TAB_AS_INDENT: ["a tab is used for indentation", "indent with spaces, two per level"],
  MULTIPLE_DOCS: ["a second document begins here", "keep one document in the file and remove the line ---"],
  TAG_RESOLVE_FAILED: [
    "this tag (!name) is not known",
    "remove it; secrets go in a passwordFile or in an environment variable",
  ],
  BLOCK_AS_IMPLICIT_KEY: ["the indentation is wrong here, or two `key:` are on one line", COLON],
  MULTILINE_IMPLICIT_KEY: ["a colon, or the space after it, is missing here", COLON],
  BLOCK_IN_FLOW: ["a comma is missing after this value", "separate the keys inside { } by commas"],
  MISSING_CHAR: ["something is missing here", "look for a missing quote, bracket, comma, colon or dash"],
  BAD_INDENT: ["the indentation is wrong here", "align the keys of one group with each other"],
  BAD_SCALAR_START: ["YAML reserves the character that this text begins with", QUOTE],
  BAD_ALIAS: ["* at the beginning of a text has a meaning of its own in YAML", QUOTE],
  BAD_DIRECTIVE: ["% at the beginning of a line has a meaning of its own in YAML", QUOTE],
  BAD_DQ_ESCAPE: ["this backslash escapes nothing that is known", "write \\\\ for a backslash, or use single quotes"],
};

/** The words for an error whose code says less than the characters at its place. */
function wordsByPlace(
  text: string,
  code: string,
  offset: number,
): readonly [message: string, hint: string] | undefined {
  const [before, at] = [text.charAt(offset - 1), text.charAt(offset)];
  if (code === "MISSING_CHAR" && /^[ \t]*[\w-]+:(?:\s|$)/u.test(text.slice(offset))) {
    const hint = "align the keys of one group with each other, and begin each entry of a list with `- `";
    return ["the indentation is wrong here, or a dash is missing", hint];
  }
  if (code !== "UNEXPECTED_TOKEN") return undefined;
  if (at === "}" || at === "]") return [`this ${at} closes nothing`, "remove it, or open the bracket before it"];
  if (at === "-") return ["a list begins on the line of its key", "begin the list on the next line"];
  if (before === ">" || before === "|") {
    return [`${before} at the beginning of a text has a meaning of its own in YAML`, QUOTE];
  }
  return ["this follows a value that has already ended", "put the whole text in quotes, or a comma between two values"];
}

function inWords(text: string, { code, message: original, offset }: YamlError, guide: string): SyntaxFault {
  const [message, hint] = wordsByPlace(text, code, offset) ??
    WORDS[code] ?? [`this is not valid YAML: ${original}`, `compare with ${guide}`];
  return { offset, code: code === "DUPLICATE_KEY" ? code : "SYNTAX", message, hint };
}
