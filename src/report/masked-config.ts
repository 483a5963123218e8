import type { DisplayKind } from "../config/display-schema.ts";
import type { Path } from "../config/fault.ts";
import { configSchema } from "../config/schema.ts";
import { type DocumentWithSchema, schemaAt } from "../config/schema-walk.ts";
import { isSecretKey } from "../config/secret.ts";
import { parseYaml, yamlOf } from "../config/yaml-document.ts";
import { type KnownTexts, MASKED } from "./text-mask.ts";

/** A configuration without its secrets, and what was left out of it. */
export interface MaskedConfig extends KnownTexts {
  /** The keys and values without comments; of a file that is no YAML its shape alone. */
  readonly text: string;
  /** Names of the files that hold secrets. */
  readonly files: readonly string[];
  /** Names of the variables that are filled in. */
  readonly variables: readonly string[];
}

/** Keys, or the ends of paths, whose values name a person. */
const PERSONS = [/(?:^|\.)username$/u, /\.users\.\d+\.name$/u];
/** Keys whose texts name hosts, with or without a port. */
const HOSTS = /(?:^|\.)(?:tcp|host|hosts\.\d+)$/u;
/** Arguments of a program: what is no placeholder and no option may be a secret. */
const ARGUMENT = /(?:^|\.)run\.[1-9]\d*$/u;
const PLAIN_ARGUMENT = /^(?:\{png\}|-{1,2}[a-z][\w-]{0,30})$/u;
/** Keys that name a file with a secret, beside those that end in `File`. */
const SECRET_PEM = "broker.key";
const KEY_AND_VALUE = /(\w+)[ \t]*:[ \t]+("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\n]+)/gu;
/** A word that is no password of a page or a broker, and no token: these have eight characters or more. */
const PLAIN_WORD = /^(?:[A-Za-z]{1,7}|[A-Za-z]+:)$/u;
const PLAIN_KEY = /^[A-Za-z]{1,30}$/u;

/** Masks a configuration as it is written; it may have any fault. */
export function maskedConfig(text: string, kinds: readonly DisplayKind[]): MaskedConfig {
  const parsed = parseYaml(text, "");
  if (!("document" in parsed)) return shapeOf(text);
  const found = { secrets: [] as string[], hosts: [] as string[], files: [] as string[], variables: [] as string[] };
  const subject = { schema: configSchema(kinds), document: parsed.document };
  return { text: yamlOf(new Masking(subject, found).of(parsed.document.value, [])), ...found };
}

type Found = { readonly [Kind in Exclude<keyof MaskedConfig, "text">]: string[] };

/** The walk through one document, which notes what it leaves out. */
class Masking {
  readonly #subject: DocumentWithSchema;
  readonly #found: Found;

  constructor(subject: DocumentWithSchema, found: Found) {
    this.#subject = subject;
    this.#found = found;
  }

  /** Value as it may be shown. */
  of(value: unknown, path: Path): unknown {
    if (typeof value === "string") return this.#text(value, path);
    if (Array.isArray(value)) return value.map((item, index) => this.of(item, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    const { keys } = schemaAt(this.#subject, path);
    return Object.fromEntries(
      Object.entries(value).map(([key, below]) => {
        const here = [...path, key];
        const isKnown = keys.includes(key) || schemaAt(this.#subject, here).description !== undefined;
        const isShown = isKnown && !isSecretKey(key) && !keys.includes(`${key}File`);
        return [isKnown ? key : this.#unknownKey(key), isShown ? this.of(below, here) : this.#secret(below)];
      }),
    );
  }

  /** Mask of a secret, and of whatever is below it. */
  #secret(value: unknown): unknown {
    if (value === null) return null;
    if (typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, this.#secret(below)]));
    const text = typeof value === "string" ? value : JSON.stringify(value);
    this.#found.secrets.push(text);
    this.#noteVariables(text);
    return MASKED;
  }

  /** A key that is not known may be a key and its value in one word. */
  #unknownKey(key: string): string {
    return PLAIN_KEY.test(key) ? key : this.#notKeys(key);
  }

  #text(text: string, path: Path): unknown {
    const place = path.join(".");
    this.#noteVariables(text);
    if (schemaAt(this.#subject, path).keys.length > 0) return this.#notKeys(text);
    if (PERSONS.some((person) => person.test(place))) return MASKED;
    if (ARGUMENT.test(place) && !PLAIN_ARGUMENT.test(text)) return this.#secret(text);
    if (HOSTS.test(place)) this.#found.hosts.push(text.replace(/:\d+$/u, ""));
    if (place.endsWith("File") || place === SECRET_PEM) this.#found.files.push(text);
    for (const [, userInfo = ""] of text.matchAll(/:\/\/([^\s/]*)@/gu))
      this.#found.secrets.push(...userInfo.split(":").slice(1));
    return text;
  }

  /** A text where keys are expected may be a key and its value in one word. */
  #notKeys(text: string): string {
    this.#found.secrets.push(text, text.slice(text.indexOf(":") + 1));
    return shape(text);
  }

  #noteVariables(text: string): void {
    for (const [, name = ""] of text.matchAll(/\$\{(\w+)\}/gu)) this.#found.variables.push(name);
  }
}

/** The shape of a text that cannot be read: words that end with a colon stay, of everything else the letters and digits go. */
function shapeOf(text: string): MaskedConfig {
  const lines = text.split("\n").map((line) => {
    const [, lead = "", key = "", rest = ""] = /^(\s*(?:- +)?)([A-Za-z]{1,30}:(?=\s|$))?(.*)$/su.exec(line) ?? [];
    return `${lead}${key}${shape(rest)}`;
  });
  const words = text
    .replaceAll(/(?:^|[ \t])#.*$/gmu, "")
    .split(/[\s,{}[\]"']+/u)
    .filter((word, i, all) => !PLAIN_WORD.test(word) || isSecretKey(all[i - 1]?.replace(/:$/u, "") ?? ""));
  const values = [...text.matchAll(KEY_AND_VALUE)].flatMap(([, key = "", value = ""]) => {
    const whole = unquoted(value);
    return isSecretKey(key) || !PLAIN_WORD.test(whole) ? [whole, value] : [];
  });
  return { text: lines.join("\n"), secrets: [...words, ...values], hosts: [], files: [], variables: [] };
}

function unquoted(value: string): string {
  if (value.startsWith("'")) return value.slice(1, -1).replaceAll("''", "'");
  try {
    return String(JSON.parse(value));
  } catch {
    return value.trim();
  }
}

function shape(text: string): string {
  return text.replaceAll(/[\p{L}\p{N}]/gu, "x");
}
