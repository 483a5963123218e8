import { messageOf, WattframeError } from "../errors.ts";

/** @throws WattframeError `IMPORT_INVALID` when the text is no JSON object or list */
export function parsedJson(text: string): object {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null) return json;
  } catch (cause) {
    throw new WattframeError("IMPORT_INVALID", `it is no JSON: ${messageOf(cause)}`, { cause });
  }
  throw new WattframeError("IMPORT_INVALID", "its JSON is no object");
}
