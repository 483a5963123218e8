import type { Fault, Path } from "./fault.ts";
import { nearest } from "./nearest.ts";
import { type DocumentWithSchema, type SchemaPlace, schemaAt } from "./schema-walk.ts";

/** Addition to `unrecognized_keys` by a check that hands on another schema's issue: the keys that it would have taken. */
export interface KnownKeys {
  readonly known: readonly string[];
}

/**
 * Describes a key that the schema does not know at a place: the key that was probably meant, and where this one belongs.
 * @param path the map that the key is in
 * @param known the keys that may be written there, where the schema at the path does not tell
 */
export function unknownKey(
  subject: DocumentWithSchema,
  path: Path,
  key: string,
  known?: readonly string[],
): Pick<Fault, "code" | "message" | "hint"> & { readonly near: string | undefined } {
  const place = schemaAt(subject, path);
  const keys = known ?? place.keys;
  const near = nearest(key, keys);
  const home = known === undefined ? homeOf(subject, path, key, place) : undefined;
  const glued = gluedKey(key, keys);
  if (glued !== undefined) return { code: "UNKNOWN_KEY", near: undefined, ...glued };
  const message = [
    "this key is not known here",
    ...(near === undefined ? [] : [`did you mean \`${near}\`?`]),
    ...(home === undefined ? [] : [near === undefined ? `it ${home}` : `\`${key}\` ${home}`]),
  ].join("; ");
  const hint = keys.length === 0 ? "remove it" : `known here: ${keys.join(", ")}`;
  return { code: "UNKNOWN_KEY", message: message.replace("?; ", "? "), hint, near };
}

/** A key that a missing space has glued to its dash or its value, or that a space has become a part of. */
function gluedKey(key: string, keys: readonly string[]): Pick<Fault, "message" | "hint"> | undefined {
  if (key.trim() !== key && keys.includes(key.trim())) {
    return { message: "a space of another kind is before or after this key", hint: "replace it by ordinary spaces" };
  }
  const [, dash = "", name = "", rest = ""] = /^(-?)([\w-]+?)(:.*)?$/u.exec(key) ?? [];
  if ((dash === "" && rest === "") || !keys.includes(name)) return undefined;
  const after = dash === "" ? "colon" : "dash";
  return { message: `a space is missing after the ${after}`, hint: `write ${dash === "" ? "" : "- "}${name}: …` };
}

/** The place of a key that is known further up, just below, or with another choice here; undefined when there is none. */
function homeOf(subject: DocumentWithSchema, path: Path, key: string, place: SchemaPlace): string | undefined {
  const choice = place.otherKeys.get(key);
  if (choice !== undefined && choice !== "") return `goes with ${choice}`;
  return homeBelow(subject, path, key) ?? homeAbove(subject, path, key) ?? homeBeside(subject, path, key);
}

function homeAbove(subject: DocumentWithSchema, path: Path, key: string): string | undefined {
  for (let length = path.length - 1; length >= 0; length--) {
    if (!schemaAt(subject, path.slice(0, length)).keys.includes(key)) continue;
    const names = path.slice(length).filter((step) => typeof step === "string");
    if (length === 0) return `belongs at the top level, beside \`${names[0]}\``;
    return `belongs ${names.length === 1 ? "one level" : `${names.length} levels`} up, beside \`${names[0]}\``;
  }
  return undefined;
}

/** The group further up that has the key below it: `mainFuseA` of a display goes into `meters`. */
function homeBeside(subject: DocumentWithSchema, path: Path, key: string): string | undefined {
  const above = path.map((_, index) => path.slice(0, path.length - 1 - index));
  return above.map((place) => homeBelow(subject, place, key)).find((home) => home !== undefined);
}

function homeBelow(subject: DocumentWithSchema, path: Path, key: string): string | undefined {
  const homes = schemaAt(subject, path).keys.filter((other) =>
    [[], [0]].some((steps) => {
      const { keys, otherKeys } = schemaAt(subject, [...path, other, ...steps]);
      return keys.includes(key) || otherKeys.has(key);
    }),
  );
  return homes.length === 0 ? undefined : `belongs inside ${homes.map((home) => `\`${home}\``).join(" or ")}`;
}
