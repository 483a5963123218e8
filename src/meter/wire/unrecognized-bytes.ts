import { type BytePattern, bytePattern, placesOf } from "../byte-pattern.ts";
import { latin1Of } from "../bytes.ts";
import { LLC_HEADERS } from "./hdlc-frame.ts";

/** Diagnosis of bytes that hold no telegram, and the remedy. */
export interface Diagnosis {
  /** Completes a sentence that begins with "no telegram among … bytes:". */
  readonly what: string;
  readonly hint: string;
  /**
   * `sign`: something that holds for bytes that follow too. `piece`: part of a telegram whose rest may come in other
   * messages. `noise`: nothing can be recognized.
   */
  readonly kind?: "sign" | "piece" | "noise";
}

/** Bytes that are looked at; what they are shows at their beginning. */
const LOOKED_AT = 4_096;
/** Fewer bytes than this may be the rest of a telegram whose other pieces came before anybody listened. */
const SHORT = 256;
/** Fewer bytes may be of such a kind by chance. */
const MIN_OF_SLOW_LINE = 16;
/** A share of bytes that makes the whole a text, or a text changed in one way. */
const MOST = 0.95;

const AS_THEY_COME = "Publish the meter's bytes as they come, or as hex digits; see doc/reader.md.";
const WHOLE = "Publish whole telegrams, or all their pieces in order.";
const LINE =
  "P1 and HAN ports speak 115200 baud 8N1, inverted; old meters 9600 7E1, wired M-Bus 2400 8E1. Check rate, parity, wiring and pull-up: `source: serial` in the configuration, or the reader's UART; see doc/reader.md.";
/** Remedy for encrypted telegrams. */
export const NOT_DECRYPTED =
  "Ask the grid company for the key of this meter and name its file in decryptionKeyFile (a command: --key-file), or have the encryption switched off.";

const UPPER_CASE = /^[A-Z]{3}$/;
const OBJECT_LINE = /(?:^|[\r\n])\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}/;
const OPTICAL_LINE = /(?:^|[\r\n])(?:[CFLP]|\d{1,3})\.\d{1,3}(?:\.\d{1,3})?(?:\*\d{1,3})?\(/;
/** The last group of an ASCII telegram's last line, and what may follow it. */
const END = /\)[\r\n]+(?:![\da-f]{0,4}\s*)?$|^\s*![\da-f]{4}\s*$/i;
const TIC_LINE = /(?:^|\n)(?:ADCO|ADSC)[ \t]/;
const IDENTIFICATION = /(?:^|[\r\n])\/[A-Za-z]{3}[^\r\n]*[\r\n]/;
const SEPARATED_HEX = /^\s*(?:0x)?[\da-f]{2}(?:[\s,;:-]+(?:0x)?[\da-f]{2}){7}/i;
const BASE64 = /^[A-Za-z\d+/]{40}[A-Za-z\d+/\r\n]*={0,2}\s*$/;

const ENCRYPTED = ["DB 08", "DC 08"].map(bytePattern);
const SML = bytePattern("1B 1B 1B 1B 01 01 01 01");
const M_BUS = bytePattern("68 .. .. 68");
const ESCAPED = ["7D 5E", "7D 5D"].map(bytePattern);
/** LLC header and tag of a data notification. */
const NOTIFICATION: readonly BytePattern[] = LLC_HEADERS.map((header) => [...header, 0x0f]);
const LOGICAL_NAME = bytePattern("09 06 .. .. .. .. .. FF");

/** Signatures, the surest first. */
const SIGNATURES: readonly (Diagnosis & { readonly fits: (bytes: Uint8Array, text: string) => boolean })[] = [
  {
    what: "they are only what separates telegrams",
    hint: WHOLE,
    kind: "piece",
    fits: (_bytes, text) => /^[\s~]*$/.test(text),
  },
  {
    what: "they look like an encrypted telegram (general-glo-ciphering)",
    kind: "sign",
    hint: NOT_DECRYPTED,
    fits: (bytes, text) =>
      ENCRYPTED.some((pattern) =>
        placesOf(pattern, bytes).some((at) => at === 0 || UPPER_CASE.test(text.slice(at + 2, at + 5))),
      ),
  },
  {
    what: "they look like SML, which German meters send on their optical port",
    kind: "sign",
    hint: "Let a reader that decodes SML publish the values, such as Tasmota or ESPHome, and map its topics.",
    fits: (bytes) => contains(bytes, SML),
  },
  {
    what: "they look like a telegram of wired M-Bus",
    kind: "sign",
    hint: "Let a reader for M-Bus meters publish the values, such as amsreader, and map its topics.",
    fits: (bytes) => placesOf(M_BUS, bytes).some((at) => (bytes[at + 1] ?? 0) > 2 && bytes[at + 1] === bytes[at + 2]),
  },
  {
    what: "they look like frames with escape bytes (7D), which meters on this port do not send",
    kind: "sign",
    hint: AS_THEY_COME,
    fits: (bytes) => bytes[0] === 0x7e && ESCAPED.some((pattern) => contains(bytes, pattern)),
  },
  {
    what: "they look like the content of a binary telegram without its frame",
    hint: AS_THEY_COME,
    kind: "piece",
    fits: (bytes) => NOTIFICATION.some((pattern) => contains(bytes, pattern)),
  },
  {
    what: "they look like pieces of binary telegrams",
    hint: WHOLE,
    kind: "piece",
    fits: (bytes) => contains(bytes, LOGICAL_NAME),
  },
  {
    what: "an identification line is followed by bytes that are not text: the telegram is encrypted, or was read wrongly",
    kind: "sign",
    hint: `${NOT_DECRYPTED} ${LINE}`,
    fits: (bytes, text) => IDENTIFICATION.test(text) && shareOf(bytes, isText) < MOST,
  },
  {
    what: "they look like lines of an ASCII telegram without its first or its last line",
    hint: WHOLE,
    kind: "piece",
    fits: (_bytes, text) => OBJECT_LINE.test(text),
  },
  {
    what: "they look like the end of a telegram without its beginning",
    hint: WHOLE,
    kind: "piece",
    fits: (bytes, text) => (bytes.length < SHORT && bytes.at(-1) === 0x7e) || END.test(text),
  },
  {
    what: "they look like a readout of an optical port (IEC 62056-21), whose codes have no medium and channel",
    hint: "Let a reader that decodes it publish the values, and map its topics.",
    fits: (bytes, text) => OPTICAL_LINE.test(text) && shareOf(bytes, isText) >= MOST,
  },
  {
    what: "they look like a Linky's teleinformation (TIC)",
    kind: "sign",
    hint: "Let a reader that decodes it publish the values, and map its topics.",
    fits: (_bytes, text) => TIC_LINE.test(text),
  },
  {
    what: "all of them are the same: the line hangs, or is much slower than the rate at which it is read",
    hint: LINE,
    fits: isConstant,
  },
  {
    what: "they look like text with a parity bit: the line is 7E1 or 7O1 and was read as 8N1",
    hint: "Set the reader's UART to 7 data bits with parity; of a cable `dataBits: 7` and `parity: even`.",
    fits: hasParityBits,
  },
  {
    what: "they look like text with every bit inverted",
    hint: "Set `inverted` of the reader's UART the other way round, or use a cable that inverts the signal; see doc/reader.md.",
    fits: (bytes) => [isInverted, isInvertedOnLine].some((is) => shareOf(bytes, is) >= MOST) && !isMostlyText(bytes),
  },
  {
    what: "they look like a line that is several times slower than the rate at which it is read",
    hint: LINE,
    fits: (bytes) => bytes.length >= MIN_OF_SLOW_LINE && shareOf(bytes, isOneEdge) >= MOST,
  },
  {
    what: "they are hex digits with something else than blanks between them",
    hint: "Publish hex without anything else, or the bytes as they come.",
    fits: (_bytes, text) => SEPARATED_HEX.test(text),
  },
  { what: "they look like base64", hint: AS_THEY_COME, fits: (_bytes, text) => BASE64.test(text) },
  {
    what: "they are JSON",
    hint: "The reader's JSON telegram belongs on the topic telegram; values of other readers are mapped by topic.",
    fits: (_bytes, text) => /^\s*[[{]/.test(text),
  },
  { what: "they are text", hint: AS_THEY_COME, fits: (bytes) => shareOf(bytes, isText) >= MOST },
];

const NOISE: Diagnosis = {
  what: "they look like noise, as from a wrong baud rate or parity, an inverted signal or a weak pull-up, or like something encrypted",
  hint: LINE,
  kind: "noise",
};

/** Diagnosis of bytes in which no telegram was found; at least one byte. */
export function diagnoseBytes(all: Uint8Array): Diagnosis {
  const bytes = all.subarray(0, LOOKED_AT);
  const text = latin1Of(bytes);
  return SIGNATURES.find(({ fits }) => fits(bytes, text)) ?? NOISE;
}

function contains(bytes: Uint8Array, pattern: BytePattern): boolean {
  return placesOf(pattern, bytes).length > 0;
}

function shareOf(bytes: Uint8Array, is: (byte: number) => boolean): number {
  return bytes.filter(is).length / bytes.length;
}

function isMostlyText(bytes: Uint8Array): boolean {
  return shareOf(bytes, isText) >= MOST;
}

/** Text in which somebody has inverted each byte. */
function isInverted(byte: number): boolean {
  return isText(byte ^ 0xff);
}

/**
 * Text on an inverted line: the stop bit of one character is taken for the start bit of the next, whose seven bits come inverted
 * behind its start bit, and the eighth, which text has not, for the stop bit.
 */
function isInvertedOnLine(byte: number): boolean {
  return (byte & 1) === 1 && isText(~(byte >>> 1) & 0x7f);
}

/** A character within which the line changes once at most: one bit of a slow line lasts longer than a whole one. */
function isOneEdge(byte: number): boolean {
  const low = ~byte & 0xff;
  return (low & (low + 1)) === 0; // zeros from the first bit on, and ones behind them
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || (byte >= 0x09 && byte <= 0x0d);
}

function isConstant(bytes: Uint8Array): boolean {
  return bytes.length > 1 && bytes.every((byte) => byte === bytes[0]);
}

/** Seven bits of text below a bit that makes the number of ones in each byte even, or odd. */
function hasParityBits(bytes: Uint8Array): boolean {
  const share = shareOf(bytes, isOdd);
  const isSame = share >= MOST || share <= 1 - MOST;
  return isSame && shareOf(bytes, isText) < MOST && shareOf(bytes, (byte) => isText(byte & 0x7f)) >= MOST;
}

function isOdd(byte: number): boolean {
  let ones = 0;
  for (let bits = byte; bits > 0; bits >>>= 1) ones += bits & 1;
  return ones % 2 === 1;
}
