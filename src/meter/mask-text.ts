import { bytesOfLatin1, latin1Of } from "./bytes.ts";
import { isPersonalName } from "./identifier.ts";

/** Texts that may be an identifier where no key says so: eight or more letters and digits, but not a decimal number or a time. */
export const RUN = /(?<![0-9A-Za-z.])(?!\d{12}[WSws]\))[0-9A-Za-z]{8,}(?![0-9A-Za-z]|\.\d)/g;

/**
 * A key and its value; a text may end with the payload, which may have been cut. Keys of identifiers are short: a longer one
 * is not looked for, or each quote of a text would cost a search through all the rest of it.
 */
const JSON_PAIR = /("((?:[^"\\]|\\.){0,100})"\s*:\s*)("(?:[^"\\]|\\.)*(?:"|\\?$)|-?\d[\d.eE+-]*)/g;

/** Returns as many X as the text has characters. */
export function xs(text: string): string {
  return "X".repeat(text.length);
}

/** Returns a text with each letter and digit masked. */
export function hidden(text: string): string {
  return text.replaceAll(/[0-9A-Za-z]/g, "X");
}

/** Returns a text whose runs of eight or more letters and digits are masked, for what cannot be read exactly. */
export function maskRuns(text: string): string {
  return text.replaceAll(RUN, xs);
}

/** The same but for words: every identifier has a digit, `unavailable` has none. */
export function maskSuspects(text: string): string {
  return text.replaceAll(RUN, (run) => (/\d/.test(run) ? xs(run) : run));
}

/**
 * Returns a JSON text with the values masked whose key names an identifier, wherever they are; the text is not parsed, so
 * that broken JSON is masked too.
 * @param isPersonal returns whether a key names one
 */
export function maskJson(text: string, isPersonal: (key: string) => boolean = isPersonalKey): string {
  return text.replaceAll(JSON_PAIR, (pair, lead: string, key: string, value: string) => {
    if (!isPersonal(key)) return pair;
    if (!value.startsWith('"')) return lead + value.replaceAll(/\d/g, "9"); // a number may not begin with 0
    const isClosed = value.length > 1 && value.endsWith('"');
    return `${lead}"${"X".repeat(value.length - (isClosed ? 2 : 1))}${isClosed ? '"' : ""}`;
  });
}

/** Returns a payload of JSON masked like that, with the values of a format's own keys masked too. */
export function maskJsonBytes(payload: Uint8Array, isOwn: (key: string) => boolean): Uint8Array {
  return bytesOfLatin1(maskJson(latin1Of(payload), (key) => isOwn(key) || isPersonalKey(key)));
}

/** Returns whether a JSON key names an identifier of a meter or device: `meterId`, `serial_number`. */
export function isPersonalKey(key: string): boolean {
  return isPersonalName(key.replace(/([a-z])I([dD])$/, "$1_i$2"));
}
