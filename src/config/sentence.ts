import type { z } from "zod";
import type { Fault, FaultCode, Path } from "./fault.ts";
import { nearest } from "./nearest.ts";
import { schemaAt, valueAt } from "./schema-walk.ts";
import { isSecretKey, withoutUser } from "./secret.ts";

type Issue = z.core.$ZodIssue;

/** What is wrong at one place of a document, in words. */
export interface Verdict extends Pick<Fault, "code" | "message" | "hint"> {
  readonly path: Path;
  /** Whether the key itself is meant, or the value behind it. */
  readonly at: "key" | "value";
}

/** What a check of our own hands over beside its message, see `params` of zod's custom issues. */
export interface CustomParams {
  readonly code?: FaultCode;
  readonly hint?: string;
}

/** What a check that hands on another schema's issue adds to `unrecognized_keys`: the keys that it would have taken. */
export interface KnownKeys {
  readonly known: readonly string[];
}

interface Scene {
  readonly path: Path;
  readonly given: unknown;
  /** The value as it may be shown: quoted, cut, and never a secret. */
  readonly shown: string;
  /** What the schema says that this value means. */
  readonly meaning: string | undefined;
  readonly schema: z.core.$ZodType;
  readonly root: unknown;
}

/** One issue of zod as sentences: unknown keys give one each, a union gives those of the branch that was meant. */
export function judge(issue: Issue, parent: Path, schema: z.core.$ZodType, root: unknown): Verdict[] {
  const path = [...parent, ...issue.path];
  const given = valueAt(root, path);
  const meaning = schemaAt(schema, path, root).description;
  const scene: Scene = { path, given, shown: show(given, path), meaning, schema, root };
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(scene, key, issue));
  if (issue.code === "invalid_union") return union(scene, issue);
  const at = issue.code === "invalid_key" ? "key" : "value";
  return [{ path, at, ...sentence(scene, issue) }];
}

type Sentence = Pick<Fault, "code" | "message" | "hint">;

function sentence(scene: Scene, issue: Issue): Sentence {
  if (issue.code === "custom") return custom(scene, issue);
  if (issue.code === "invalid_type") return wrongType(scene, issue.expected);
  if (issue.code === "invalid_value") return wrongValue(scene, issue.values.map(String));
  if (issue.code === "too_small" || issue.code === "too_big") return outOfRange(scene, issue);
  if (issue.code === "invalid_key") return { code: "WRONG_VALUE", message: keyMessage(issue), hint: hintOf(scene) };
  const message = isOwn(issue.message) ? `${scene.shown} ${issue.message}` : `${scene.shown} cannot be used here`;
  return { code: "WRONG_VALUE", message, hint: hintOf(scene) };
}

function unknownKey({ path, schema, root }: Scene, key: string, issue: Issue & Partial<KnownKeys>): Verdict {
  const keys = issue.known ?? schemaAt(schema, path, root).keys;
  const near = nearest(key, keys);
  const message = `this key is not known here${near === undefined ? "" : `; did you mean \`${near}\`?`}`;
  const hint = keys.length === 0 ? "take it out" : `known here: ${keys.join(", ")}`;
  return { path: [...path, key], at: "key", code: "UNKNOWN_KEY", message, hint };
}

function wrongType(scene: Scene, expected: string): Sentence {
  const needed = NEEDED[expected] ?? expected;
  if (scene.given === undefined) {
    return { code: "MISSING_KEY", message: `this key is missing; ${needed} is needed`, hint: hintOf(scene) };
  }
  if (scene.given === null) {
    return { code: "MISSING_KEY", message: `nothing stands here; ${needed} is needed`, hint: hintOf(scene) };
  }
  const message = `${scene.shown} is ${NEEDED[kindOf(scene.given)] ?? "something else"}; ${needed} is needed`;
  const isBare = expected === "string" && (typeof scene.given === "number" || typeof scene.given === "boolean");
  return { code: "WRONG_TYPE", message, hint: isBare ? "put it in quotes" : hintOf(scene) };
}

const NEEDED: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of keys",
  record: "a group of keys",
};

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "array" : typeof value;
}

function wrongValue(scene: Scene, allowed: readonly string[]): Sentence {
  const list = allowed.join(", ");
  if (scene.given === undefined) {
    return { code: "MISSING_KEY", message: `this key is missing; one of: ${list}`, hint: hintOf(scene) };
  }
  const near = typeof scene.given === "string" ? nearest(scene.given, allowed) : undefined;
  const suggestion = near === undefined ? "" : `; did you mean \`${near}\`?`;
  return { code: "WRONG_VALUE", message: `${scene.shown} is not possible here${suggestion}`, hint: `one of: ${list}` };
}

function outOfRange(scene: Scene, issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): Sentence {
  const [word, limit] = issue.code === "too_small" ? ["least", issue.minimum] : ["most", issue.maximum];
  const strictly = issue.inclusive === false ? `${issue.code === "too_small" ? "more" : "less"} than` : `at ${word}`;
  const unit = { string: " characters", array: " entries", record: " keys" }[issue.origin as string] ?? "";
  const subject = unit === "" ? scene.shown : issue.origin === "array" ? "this list" : "this";
  const message = `${subject} is out of range: ${strictly} ${limit}${unit}`;
  return { code: "OUT_OF_RANGE", message, hint: hintOf(scene) };
}

function custom(scene: Scene, issue: z.core.$ZodIssueCustom): Sentence {
  const { code = "WRONG_VALUE", hint } = (issue.params ?? {}) as CustomParams;
  // A refinement goes on from the value ("is not …", "must be …"); other checks say a whole sentence.
  const goesOn = /^(is|must|may|has|needs|can|cannot) /u.test(issue.message);
  const message = goesOn ? `${scene.shown} ${issue.message}` : issue.message;
  return { code, message, hint: hint ?? hintOf(scene) };
}

function union(scene: Scene, issue: z.core.$ZodIssueInvalidUnion): Verdict[] {
  const { path, schema, root } = scene;
  if ("options" in issue && Array.isArray(issue.options)) {
    return [{ path, at: "value", ...wrongValue(scene, issue.options.map(String)) }];
  }
  const branches = issue.errors.filter((issues) => !issues.some(isWholeMismatch));
  if (branches.length === 1) return branches[0]!.flatMap((inner) => judge(inner, path, schema, root));
  const kinds = issue.errors.flatMap((issues) => issues.filter(isWholeMismatch));
  const values = kinds.flatMap((inner) => (inner.code === "invalid_value" ? inner.values.map(String) : []));
  if (values.length > 0) return [{ path, at: "value", ...wrongValue(scene, values) }];
  const types = kinds.flatMap((inner) => (inner.code === "invalid_type" ? [inner.expected] : []));
  const needed = [...new Set(types.map((type) => NEEDED[type] ?? type))].join(" or ");
  const said = branches.flat().map(({ message }) => message);
  const message = `${scene.shown} cannot be used here; ${needed === "" ? [...new Set(said)].join(", or ") : `${needed} is needed`}`;
  const code = scene.given === undefined ? "MISSING_KEY" : "WRONG_TYPE";
  return [{ path, at: "value", code, message, hint: hintOf(scene) }];
}

function isWholeMismatch(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

function keyMessage(issue: z.core.$ZodIssueInvalidKey): string {
  const own = issue.issues.find(({ message }) => isOwn(message));
  return `this name cannot be used here${own === undefined ? "" : `: it ${own.message}`}`;
}

/** Whether a message is the schema's own and not one of zod's. */
function isOwn(message: string): boolean {
  return !/^(Invalid|Too |Unrecognized)/u.test(message);
}

function hintOf({ meaning }: Scene): string {
  return meaning === undefined ? "doc/wattframe.yaml shows every key" : `meant here: ${meaning}`;
}

function show(value: unknown, path: Path): string {
  if (value === undefined) return "this";
  if (path.some(isSecretKey)) return "this secret";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "this list" : "this group";
  const text = JSON.stringify(typeof value === "string" ? withoutUser(value) : value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
