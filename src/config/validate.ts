import type { z } from "zod";
import { type Fault, type Path, pathText } from "./fault.ts";
import { judge, OWN_WORDS_ONLY, type Verdict } from "./sentence.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** What came of a document: its value as the schema gives it, or every fault that was found. */
export type Validated<T> = { readonly value: T } | { readonly faults: readonly Fault[] };

/**
 * Holds a document against a schema and says everything that is wrong with it, in words and with its place.
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
  const verdicts = result.error.issues.flatMap((issue) => judge(issue, [], { schema, document }));
  return { faults: verdicts.map((verdict) => faultOf(document, verdict)) };
}

/** A fault at a place of a document, for checks that a schema cannot make. */
export function faultAt(
  document: YamlDocument,
  path: Path,
  fault: Pick<Fault, "code" | "message" | "hint">,
  at: "key" | "value" = "value",
): Fault {
  return { file: document.file, ...document.locate(path, at), path: pathText(path), ...fault };
}

function faultOf(document: YamlDocument, { path, at, ...fault }: Verdict): Fault {
  return faultAt(document, path, fault, at);
}
