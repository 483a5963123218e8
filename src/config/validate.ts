import type { z } from "zod";
import { type Explanation, explainIssue, OWN_MESSAGES_ONLY } from "./explain-issue.ts";
import { type Fault, type Path, pathText } from "./fault.ts";
import { secretFileAt } from "./look-up.ts";
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
 * @param value the value to validate where it is not the document itself, such as the document with `${NAME}` filled in; of the same shape
 */
export function validate<T>(
  schema: z.ZodType<T>,
  document: YamlDocument,
  value: unknown = document.value,
): Validated<T> {
  const result = schema.safeParse(value, OWN_MESSAGES_ONLY);
  if (result.success) return { value: result.data };
  const { issues } = result.error;
  const unclear = new Set(issues.flatMap(({ code, path }) => (code === "unrecognized_keys" ? [pathText(path)] : [])));
  const mistyped = new Set(issues.flatMap(({ code, path }) => (code === "invalid_type" ? [pathText(path)] : [])));
  const certain = issues.filter(({ code, path }) => {
    if (code === "custom" && unclear.has(pathText(path))) return false;
    return code === "invalid_type" || !mistyped.has(pathText(path)); // zod measures the length of a wrong type, too
  });
  const explanations = withoutEchoes(certain.flatMap((issue) => explainIssue(issue, [], { schema, document })));
  return { faults: explanations.map((explanation) => faultOf(document, explanation)), unclear };
}

/** Leaves out a missing key of which another key in its group is a misspelling. */
function withoutEchoes(explanations: readonly Explanation[]): readonly Explanation[] {
  const meant = new Set(
    explanations.flatMap((explanation) => (explanation.meant === undefined ? [] : [pathText(explanation.meant)])),
  );
  return explanations.filter(({ code, path }) => code !== "MISSING_KEY" || !meant.has(pathText(path)));
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

function faultOf(document: YamlDocument, { path, at, code, message, hint }: Explanation): Fault {
  return faultAt(document, path, { code, message, hint }, at);
}
