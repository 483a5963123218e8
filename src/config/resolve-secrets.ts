import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Fault, FaultCode, Path } from "./fault.ts";
import { faultAt } from "./validate.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A document's data with the environment and the secret files filled in, and what could not be. */
export interface Resolved {
  readonly value: unknown;
  readonly faults: readonly Fault[];
}

const MAX_FILE_BYTES = 65_536;
const VARIABLE = /\$(\$|\{([^}]*)\})/gu;
const PEM_KEYS: ReadonlySet<string> = new Set(["broker.ca", "broker.cert", "broker.key"]);

/**
 * Fills `${NAME}` of every text from the environment (`$$` is a dollar), puts the text of the file behind each `…File`
 * key under the key without `File`, and that of PEM files in their place. Final line ends of secrets are cut.
 * @param folder what relative file names are relative to
 */
export async function resolveSecrets(document: YamlDocument, env: Environment, folder: string): Promise<Resolved> {
  const faults: Fault[] = [];
  const fail = (path: Path, code: FaultCode, message: string, hint: string): void => {
    faults.push(faultAt(document, path, { code, message, hint }));
  };

  const visitText = (text: string, path: Path): string =>
    text.replaceAll(VARIABLE, (whole, dollar: string, name?: string) => {
      if (dollar === "$") return "$";
      const value = name === undefined ? undefined : env[name];
      if (value !== undefined && value !== "") return value;
      const hint = `set the variable ${name || "NAME"}, or write $$ for a dollar`;
      fail(path, "SECRET_MISSING", `the environment has no variable ${JSON.stringify(name)}`, hint);
      return whole;
    });

  const readText = async (name: string, path: Path): Promise<string | undefined> => {
    try {
      const bytes = await readFile(resolve(folder, name));
      if (bytes.length <= MAX_FILE_BYTES) return bytes.toString("utf8");
      fail(path, "FILE_MISSING", `the file ${JSON.stringify(name)} is too large for a secret`, "name another file");
    } catch (thrown) {
      const why = (thrown as NodeJS.ErrnoException).code ?? "unknown error";
      const hint = `it is looked for at ${resolve(folder, name)}`;
      fail(path, "FILE_MISSING", `the file ${JSON.stringify(name)} cannot be read (${why})`, hint);
    }
    return undefined;
  };

  const visitMap = async (map: object, path: Path): Promise<Record<string, unknown>> => {
    const entries: [string, unknown][] = [];
    for (const [key, written] of Object.entries(map)) {
      const here = [...path, key];
      const value = await visit(written, here);
      const name = key.endsWith("File") ? key.slice(0, -"File".length) : undefined;
      if (typeof value !== "string" || (name === undefined && !PEM_KEYS.has(here.join(".")))) {
        entries.push([key, value]);
        continue;
      }
      if (name !== undefined && Object.hasOwn(map, name)) {
        fail(here, "WRONG_VALUE", `${name} and ${key} exclude each other`, "keep one of the two");
      }
      const text = await readText(value, here);
      // A placeholder for what could not be read keeps the schema from saying a second time that it is missing.
      entries.push([name ?? key, text === undefined ? "unreadable-secret-file" : text.replace(/[\r\n]+$/u, "")]);
    }
    return Object.fromEntries(entries);
  };

  async function visit(value: unknown, path: Path): Promise<unknown> {
    if (typeof value === "string") return visitText(value, path);
    if (Array.isArray(value)) return Promise.all(value.map((item, index) => visit(item, [...path, index])));
    if (typeof value === "object" && value !== null) return visitMap(value, path);
    return value;
  }

  return { value: await visit(document.value, []), faults };
}
