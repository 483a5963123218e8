import { WattframeError } from "../../errors.ts";

/** The largest payload that a text format reads, in bytes; the largest honest one is about 2 kB. */
export const MAX_TEXT_BYTES = 65_536;

const UTF8 = new TextDecoder("utf-8");

/**
 * A payload as text, with bytes that are not UTF-8 replaced (so that they fail as what they are: not a number, not JSON).
 * @throws WattframeError `WIRE_TOO_LARGE` above {@link MAX_TEXT_BYTES}
 */
export function payloadText(topic: string, payload: Uint8Array): string {
  if (payload.length > MAX_TEXT_BYTES) {
    throw new WattframeError("WIRE_TOO_LARGE", `${topic}: ${payload.length} bytes, more than ${MAX_TEXT_BYTES}`, {
      hint: "No meter sends this much at once; check what publishes there.",
    });
  }
  return UTF8.decode(payload);
}

/** The beginning of a text in quotes with control characters escaped, for messages. */
export function excerpt(text: string): string {
  const start = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return JSON.stringify(start);
}

/** Value of a JSON text; undefined when it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
