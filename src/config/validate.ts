import type { z } from "zod";
import { type Fault, type Path, pathText } from "./fault.ts";
import { secretFileAt } from "./look-up.ts";
import { type DescribedIssue, describeIssue, OWN_WORDS_ONLY } from "./sentence.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** Result of a validation: the value as the schema gives it, or every fault that was found. */
export type Validated<T> =
  | { readonly value: T }
  | {
      readonly faults: readonly Fault[];
      /** Paths, as texts, of the groups that hold a key that is not known: what else they lack may be just that. */
      readonly unclear: ReadonlySet<string>;
    };

/**
 * Validates a document and describes everything that is wrong with it, in words and with its place.
 * Texts of the document appear in messages, values under keys named password, token or secret never do.
 * @param value what is judged when it is not the document itself, such as the document with `${NAME}` filled in; of the same shape
 */
export function validate<T>(
  schema: z.ZodType<T>,
  document: YamlDocument,
  value: unknown = document.value,
): Validated<T> {
  const result = schema.safeParse(value, OWN_WORDS_ONLY);
  if (result.success) return { value: result.data };
  const { issues } = result.error;
  const unclear = new Set(issues.flatMap(({ code, path }) => (code === "unrecognized_keys" ? [pathText(path)] : [])));
  const mistyped = new Set(issues.flatMap(({ code, path }) => (code === "invalid_type" ? [pathText(path)] : [])));
  const certain = issues.filter(({ code, path }) => {
    if (code === "custom" && unclear.has(pathText(path))) return false;
    return code === "invalid_type" || !mistyped.has(pathText(path)); // zod measures the length of a wrong type, too
  });
  const verdicts = withoutEchoes(certain.flatMap((issue) => describeIssue(issue, [], { schema, document })));
  return { faults: verdicts.map((described) => faultOf(document, described)), unclear };
}

/** Leaves out the key that is missing because another one of its group is its misspelling. */
function withoutEchoes(verdicts: readonly DescribedIssue[]): readonly DescribedIssue[] {
  const meant = new Set(
    verdicts.flatMap((described) => (described.meant === undefined ? [] : [pathText(described.meant)])),
  );
  return verdicts.filter(({ code, path }) => code !== "MISSING_KEY" || !meant.has(pathText(path)));
}

/** A fault at a place of a document, for checks that a schema cannot make. */
export function faultAt(
  document: YamlDocument,
  path: Path,
  fault: Pick<Fault, "code" | "message" | "hint" | "severity">,
  at: "key" | "value" = "value",
): Fault {
  const written = secretFileAt(path, document.value) ?? path;
  return { file: document.file, ...document.locate(written, at), path: pathText(written), ...fault };
}

function faultOf(document: YamlDocument, { path, at, code, message, hint }: DescribedIssue): Fault {
  return faultAt(document, path, { code, message, hint }, at);
}
