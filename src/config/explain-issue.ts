import type { z } from "zod";
import type { FaultCode } from "../errors.ts";
import type { Fault, Path } from "./fault.ts";
import { secretFileAt, valueAt, withValueAt } from "./look-up.ts";
import { nearest } from "./nearest.ts";
import { type DocumentWithSchema, schemaAt } from "./schema-walk.ts";
import { isSecretKey, withoutUser } from "./secret.ts";
import { typeRemedy } from "./type-remedy.ts";
import { type KnownKeys, unknownKey } from "./unknown-key.ts";
import type { YamlDocument } from "./yaml-document.ts";

type Issue = z.core.$ZodIssue;

/** Issue of zod in words, at one place of a document. */
export interface Explanation extends Wording {
  readonly path: Path;
  /** The key itself, or the value behind it. */
  readonly at: "key" | "value";
  /** Path of the key that an unknown one was probably meant to be. */
  readonly meant?: Path;
}

/** Parameters that a check of our own adds to its message, see `params` of zod's custom issues. */
export interface CustomParams {
  readonly code?: FaultCode;
  readonly hint?: string;
}

/**
 * Error map of every parse whose issues are explained here: it leaves zod's own messages empty. An issue that has a message
 * then has it from a schema of ours, where it is a predicate that follows the value: "is not …", "needs …".
 */
export const OWN_MESSAGES_ONLY = { error: () => "" } as const;

type Wording = Pick<Fault, "code" | "message" | "hint">;

interface IssueContext extends DocumentWithSchema {
  readonly path: Path;
  readonly given: unknown;
  /** The value as it may be shown: as it was written, cut, and never a secret. */
  readonly shown: string;
  readonly hint: string;
}

/** Explains one issue of zod: each unknown key gets an explanation of its own, a union those of the branch that was meant. */
export function explainIssue(issue: Issue, parent: Path, subject: DocumentWithSchema): Explanation[] {
  const context = contextAt([...parent, ...issue.path], subject);
  const { path } = context;
  if (issue.code === "unrecognized_keys") {
    const { known } = issue as Partial<KnownKeys>;
    return issue.keys.map((key) => {
      const { near, ...words } = unknownKey(subject, path, key, known);
      return { path: [...path, key], at: "key", ...words, ...(near !== undefined && { meant: [...path, near] }) };
    });
  }
  if (issue.code === "invalid_union") return union(context, issue);
  return [{ path, at: issue.code === "invalid_key" ? "key" : "value", ...wordingOf(context, issue) }];
}

function contextAt(meant: Path, { schema, document }: DocumentWithSchema): IssueContext {
  const path = secretFileAt(meant, document.value) ?? meant;
  const given = valueAt(document.value, path);
  const { description } = schemaAt({ schema, document }, path);
  const hint = description === undefined ? `${document.guide} shows every key` : `expected: ${phrase(description)}`;
  const shown = path === meant ? show(given, path, document) : "the secret in this file";
  return { schema, document, path, given, shown, hint };
}

function wordingOf(context: IssueContext, issue: Issue): Wording {
  const { hint, shown } = context;
  if (issue.code === "invalid_type") return wrongType(context, issue.expected);
  if (issue.code === "invalid_value") return wrongValue(context, issue.values.map(String));
  if (issue.code === "too_small" || issue.code === "too_big") return outOfRange(context, issue);
  if (issue.code === "invalid_key") return { code: "WRONG_VALUE", message: keyMessage(context, issue), hint };
  const { code = "WRONG_VALUE", hint: own = hint } = paramsOf(issue);
  return { code, message: `${shown} ${issue.message || "cannot be used here"}`, hint: own };
}

function paramsOf(issue: Issue): CustomParams {
  return issue.code === "custom" ? ((issue.params ?? {}) as CustomParams) : {};
}

/** Words for the types that a schema names. */
const NEEDED: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of keys",
  record: "a group of keys",
};

function wrongType(context: IssueContext, expected: string): Wording {
  const { path, given, shown } = context;
  if (path.length === 0) return wrongFile(context);
  const needed = NEEDED[expected] ?? expected;
  const hint = typeRemedy(expected, given, schemaAt(context, path).keys, context.hint);
  if (given === undefined) return { code: "MISSING_KEY", message: `this key is missing; expected ${needed}`, hint };
  if (given === null) return { code: "MISSING_KEY", message: `is empty; expected ${needed}`, hint };
  const written = expected === "string" ? context.document.source(path) : undefined;
  return written === undefined
    ? { code: "WRONG_TYPE", message: `${shown} is not ${needed}`, hint }
    : bareText(context, written);
}

function wrongFile(context: IssueContext): Wording {
  const { given, hint } = context;
  const { keys, required } = schemaAt(context, []);
  const first = [...required, ...keys.filter((key) => !required.includes(key))].slice(0, 3);
  const needed = `keys such as ${first.map((key) => `${key}:`).join(", ")}`;
  if (given === null) return { code: "MISSING_KEY", message: `the file is empty; expected ${needed}`, hint };
  const found = Array.isArray(given) ? "a list" : "a single value";
  return { code: "WRONG_TYPE", message: `the file must consist of ${needed}; it is ${found}`, hint };
}

/** Describes what YAML took for a number or a truth value although text was meant: as that text, or to be put in quotes. */
function bareText({ schema, document, path, shown }: IssueContext, written: string): Wording {
  const asText: YamlDocument = { ...document, value: withValueAt(document.value, path, written) };
  const issues = schema.safeParse(asText.value, OWN_MESSAGES_ONLY).error?.issues ?? [];
  const same = issues.find((issue) => issue.path.join("\0") === path.join("\0"));
  const [described] = same === undefined ? [] : explainIssue(same, [], { schema, document: asText });
  if (described !== undefined) return { code: described.code, message: described.message, hint: described.hint };
  const hint = path.some(isSecretKey) ? "put it in quotes" : `put it in quotes: "${written}"`;
  return { code: "WRONG_TYPE", message: `${shown} is not text`, hint };
}

function wrongValue(context: IssueContext, allowed: readonly string[]): Wording {
  const list = allowed.join(", ");
  const { given, shown, hint } = context;
  if (given === undefined)
    return { code: "MISSING_KEY", message: `this key is missing; expected one of: ${list}`, hint };
  if (given === null) return { code: "MISSING_KEY", message: `is empty; expected one of: ${list}`, hint };
  if (typeof given === "string" && allowed.includes(given)) {
    return { code: "WRONG_TYPE", message: `${shown} is text here`, hint: `write it without quotes: ${given}` };
  }
  const near = typeof given === "string" ? nearest(given, allowed) : undefined;
  const refused = `${shown} is not allowed`;
  return near === undefined
    ? { code: "WRONG_VALUE", message: `${refused}; use one of: ${list}`, hint }
    : { code: "WRONG_VALUE", message: `${refused}; did you mean \`${near}\`?`, hint: `use one of: ${list}` };
}

const COUNTED: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
  record: ["key", "keys"],
};

function outOfRange({ shown, hint }: IssueContext, issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): Wording {
  const isSmall = issue.code === "too_small";
  const limit = isSmall ? issue.minimum : issue.maximum;
  const words = COUNTED[issue.origin];
  if (isSmall && words !== undefined && limit === 1) {
    return {
      code: "OUT_OF_RANGE",
      message: `is empty; expected ${issue.origin === "string" ? "text" : `at least one ${words[0]}`}`,
      hint,
    };
  }
  const bound = issue.inclusive === false ? (isSmall ? "more than" : "less than") : isSmall ? "at least" : "at most";
  const message =
    words === undefined
      ? `${shown} is out of range; expected ${bound} ${limit}`
      : `${shown} is too ${isSmall ? "short" : "long"}; expected ${bound} ${limit} ${words[limit === 1 ? 0 : 1]}`;
  return { code: "OUT_OF_RANGE", message, hint };
}

function union(context: IssueContext, issue: z.core.$ZodIssueInvalidUnion): Explanation[] {
  const { path, shown, given, hint } = context;
  if ("options" in issue && Array.isArray(issue.options)) {
    return [{ path, at: "value", ...wrongValue(context, issue.options.map(String)) }];
  }
  const branches = issue.errors.filter((issues) => !issues.some(isWholeMismatch));
  if (branches.length === 1) return branches[0]!.flatMap((inner) => explainIssue(inner, path, context));
  const kinds = issue.errors.flatMap((issues) => issues.filter(isWholeMismatch));
  const values = kinds.flatMap((inner) => (inner.code === "invalid_value" ? inner.values.map(String) : []));
  const types = kinds.flatMap((inner) => (inner.code === "invalid_type" ? [inner.expected] : []));
  if (types.length === 0) return [{ path, at: "value", ...wrongValue(context, values) }];
  const written = types.includes("string") ? context.document.source(path) : undefined;
  if (written !== undefined) return [{ path, at: "value", ...bareText(context, written) }];
  const needed = [...new Set([...types.map((type) => NEEDED[type] ?? type), ...values])].join(" or ");
  const code = given === undefined || given === null ? "MISSING_KEY" : "WRONG_TYPE";
  const absent = given === undefined ? "this key is missing" : "is empty";
  const message = `${code === "MISSING_KEY" ? absent : `${shown} cannot be used here`}; expected ${needed}`;
  return [{ path, at: "value", code, message, hint }];
}

function isWholeMismatch(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

function keyMessage({ path, document }: IssueContext, issue: z.core.$ZodIssueInvalidKey): string {
  const own = issue.issues.find(({ message }) => message !== "")?.message;
  const written = cut(JSON.stringify(document.source(path, "key") ?? String(path.at(-1))));
  return `${written} ${own ?? "cannot be the name of a key here"}`;
}

/** A description as the end of a sentence: without a capital at its beginning and a full stop at its end. */
function phrase(description: string): string {
  const first = /^[A-Z][a-z ]/u.test(description) ? description.charAt(0).toLowerCase() : description.charAt(0);
  return `${first}${description.slice(1).replace(/\.$/u, "")}`;
}

function show(value: unknown, path: Path, document: YamlDocument): string {
  if (value === undefined) return "this";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "this list" : "this group";
  if (path.some(isSecretKey)) return "this secret";
  if (typeof value === "string") return cut(JSON.stringify(withoutUser(value)));
  return cut(document.source(path) ?? JSON.stringify(value));
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
