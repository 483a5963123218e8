import { areSameBytes, bytesOfHex, bytesOfLatin1, hexOf, latin1Of } from "./bytes.ts";
import { isPersonalName } from "./identifier.ts";
import { maskRaw, maskRuns } from "./mask-raw.ts";
import { isDiscoveryTopic } from "./wire/discovery.ts";
import { READER_TOPICS } from "./wire/reader-topics.ts";

/**
 * A key and its value; a text may end with the payload, which may have been cut. Keys of identifiers are short: a longer one
 * is not looked for, or each quote of a text would cost a search through all the rest of it.
 */
const JSON_PAIR = /("((?:[^"\\]|\\.){0,100})"\s*:\s*)("(?:[^"\\]|\\.)*(?:"|\\?$)|-?\d[\d.eE+-]*)/g;

/** What names a device in a discovery message: texts, and lists of them that may hold lists. */
const DEVICE_NAMES =
  /("(?:ids|identifiers|cns|connections|sn|serial_number|uniq_id|unique_id)"\s*:\s*)("(?:[^"\\]|\\.)*"|\[(?:[^[\]]|\[[^[\]]*\])*\])/g;

/** How a raw telegram begins, as bytes or as hex: `/ISK5` of ASCII, flag and format of an HDLC frame. */
const TELEGRAM_START = /^\s*(?:\/[A-Za-z]{3}|\x7e[\xa0-\xaf]|7e\s?a|2f\s?(?:[46][1-9a-f]|[57][\da]))/i;

/**
 * A message's payload with the identifiers of meters and devices masked: in raw telegrams (bytes or hex), in JSON, in
 * discovery messages, in the states of text sensors and in the log. Everything else stays byte for byte; without identifiers the payload itself is given back.
 * Masks keep the length, but for the one case that {@link maskRaw} names. A raw telegram's checksum is recomputed where it
 * was right, and stays wrong where it was wrong.
 * @param topic with or without prefix
 */
export function maskMessage(topic: string, payload: Uint8Array): Uint8Array {
  const name = topic.slice(topic.lastIndexOf("/") + 1);
  const text = latin1Of(payload);
  if (name === READER_TOPICS.raw || TELEGRAM_START.test(text)) return maskBytesOrHex(payload);
  const masked = maskText(topic, name, text);
  return masked === text ? payload : bytesOfLatin1(masked);
}

function maskText(topic: string, name: string, text: string): string {
  if (name === READER_TOPICS.log) return maskRuns(text);
  if (isDiscoveryTopic(topic)) return maskJson(text.replaceAll(DEVICE_NAMES, (_, lead, names) => lead + hidden(names)));
  if (/^\s*[[{]/.test(text)) return maskJson(text);
  return isPersonalName(topic) ? hidden(text) : text;
}

function hidden(text: string): string {
  return text.replaceAll(/[0-9A-Za-z]/g, "X");
}

function maskBytesOrHex(payload: Uint8Array): Uint8Array {
  const bytes = bytesOfHex(payload);
  if (bytes === undefined) return maskRaw(payload);
  const masked = maskRaw(bytes);
  if (areSameBytes(masked, bytes)) return payload;
  const text = latin1Of(payload);
  const hex = /[a-f]/.test(text) ? hexOf(masked) : hexOf(masked).toUpperCase();
  let at = 0;
  // Digit by digit, so that blanks and line ends stay where they are; what a checksum has grown by goes behind the last one.
  return bytesOfLatin1(text.replaceAll(/\S/g, () => hex[at++] ?? "") + hex.slice(at));
}

/** Pairs whose key names an identifier, wherever they stand; the text is not parsed, so that broken JSON is masked too. */
function maskJson(text: string): string {
  return text.replaceAll(JSON_PAIR, (pair, lead: string, key: string, value: string) => {
    if (!isPersonalName(key.replace(/([a-z])I([dD])$/, "$1_i$2"))) return pair;
    if (!value.startsWith('"')) return lead + value.replaceAll(/\d/g, "9"); // a number may not begin with 0
    const isClosed = value.length > 1 && value.endsWith('"');
    return `${lead}"${"X".repeat(value.length - (isClosed ? 2 : 1))}${isClosed ? '"' : ""}`;
  });
}
