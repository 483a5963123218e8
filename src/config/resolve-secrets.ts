import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { FaultCode } from "../errors.ts";
import { readError } from "../files/file-error.ts";
import type { Fault, Path, Severity } from "./fault.ts";
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
/** Placeholder for what could not be read, so that the schema does not report it as missing too. */
const UNREADABLE = "unreadable-secret-file";
const PEM_KEY = /^(?:broker\.(?:ca|cert|key)|meters\.\d+\.source\.homewizard\.ca)$/u;

/** Files whose text is a secret, beside those that keys ending in `File` name. */
const SECRET_PEM = "broker.key";

/** Tells whether a resolved text is the placeholder of a file that could not be read. */
export function isUnreadable(text: string): boolean {
  return text === UNREADABLE;
}

/**
 * Fills `${NAME}` of every text from the environment (`$$` is a dollar), puts the text of the file behind each `…File`
 * key under the key without `File`, and that of PEM files in their place. Final line ends of secrets are cut.
 * @param folder what relative file names are relative to
 */
export async function resolveSecrets(document: YamlDocument, env: Environment, folder: string): Promise<Resolved> {
  const faults: Fault[] = [];
  const fail = (path: Path, code: FaultCode, message: string, hint: string, severity: Severity = "error"): void => {
    faults.push(faultAt(document, path, { code, message, hint, ...(severity === "warning" && { severity }) }));
  };

  const visitText = (text: string, path: Path): string =>
    text.replaceAll(VARIABLE, (whole, dollar: string, name?: string) => {
      if (dollar === "$") return "$";
      const value = name === undefined ? undefined : env[name];
      if (value !== undefined && value !== "") return value;
      const hint = `set the variable ${name || "NAME"}, or write $$ for a dollar`;
      const message = name ? `the environment has no variable ${JSON.stringify(name)}` : `${whole} names no variable`;
      fail(path, "SECRET_MISSING", message, hint);
      return whole;
    });

  const readText = async (name: string, path: Path): Promise<string | undefined> => {
    const shown = `the file ${JSON.stringify(name)}`;
    const place = resolve(folder, name);
    try {
      const { size } = await stat(place);
      const text = size > MAX_FILE_BYTES ? undefined : await readFile(place, "utf8");
      if (text?.trim()) return text;
      const why = text === undefined ? "is too large for a secret" : "is empty";
      fail(path, "FILE_MISSING", `${shown} ${why}`, "name another file, or write the secret alone into this one");
    } catch (thrown) {
      const { message, hint = "" } = readError(shown, thrown);
      const isMissing = (thrown as NodeJS.ErrnoException).code === "ENOENT";
      fail(path, "FILE_MISSING", message, isMissing ? `it is looked for at ${place}` : hint);
    }
    return undefined;
  };

  const visitMap = async (map: object, path: Path): Promise<Record<string, unknown>> => {
    const entries: [string, unknown][] = [];
    for (const [key, written] of Object.entries(map)) {
      const here = [...path, key];
      const value = await visit(written, here);
      const name = key.endsWith("File") ? key.slice(0, -"File".length) : undefined;
      if (typeof value !== "string" || (name === undefined && !PEM_KEY.test(here.join(".")))) {
        entries.push([key, value]);
        continue;
      }
      if (name !== undefined && Object.hasOwn(map, name)) {
        fail(here, "WRONG_VALUE", `use either ${name} or ${key}, not both`, "remove one of the two");
        continue;
      }
      const text = await readText(value, here);
      if (text !== undefined && (name !== undefined || here.join(".") === SECRET_PEM)) {
        await warnIfShared(resolve(folder, value), (message, hint) =>
          fail(here, "SECRET_UNSAFE", message, hint, "warning"),
        );
      }
      entries.push([name ?? key, text === undefined ? UNREADABLE : text.replace(/[\r\n]+$/u, "")]);
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

/** Warns of a secret that other users of this machine can read or change. */
async function warnIfShared(file: string, warn: (message: string, hint: string) => void): Promise<void> {
  const { mode } = await stat(file);
  const [groupAndOthers, others] = [mode & 0o066, mode & 0o006];
  if (groupAndOthers === 0) return;
  const who = others === 0 ? "its group" : "other users";
  const what = (groupAndOthers & 0o022) === 0 ? "read" : "read or change";
  warn(`${who} may ${what} this secret (mode ${(mode & 0o777).toString(8)})`, `chmod 600 ${file}`);
}
