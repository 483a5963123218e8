import { bytePattern, placesOf } from "../byte-pattern.ts";
import { areSameBytes, bytesOfHex, bytesOfLatin1, hexOf, joinedBytes, latin1Of } from "../bytes.ts";
import { isPersonalCode } from "../identifier.ts";
import { RUN, xs } from "../mask-text.ts";
import { type Axdr, AxdrError, AxdrReader } from "./axdr.ts";
import { ByteWindow } from "./byte-window.ts";
import { logicalName } from "./cosem-object.ts";
import { crc16Arc, crc16X25 } from "./crc.ts";
import { HDLC_FLAG, hdlcFrameAt, LLC_BYTES, opensTelegram } from "./hdlc-frame.ts";
import type { LinkFrame } from "./link-frame.ts";
import { MBUS_START, mbusFrameAt } from "./mbus-frame.ts";
import { asSent } from "./p1-telegram.ts";
import { NOTHING } from "./telegram.ts";
import type { TelegramEvent } from "./telegram-event.ts";
import { TelegramStream } from "./telegram-stream.ts";

const OBJECT = /(\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3})((?:[.*]\d{1,3})?)((?:\s*\([^()]*\))+)/g;
const IDENT_DIGITS = /\d{6,}/g; // a serial number in the identification line; meter types have four digits
/** Bytes before serial numbers in telegrams that are not read, and the length of these in bytes. */
const SERIALS = [
  { lead: bytePattern("DB 08 .. .. .."), bytes: 5 }, // an encrypted telegram's system title behind its maker, IEC 62056-5-3
  { lead: bytePattern("0B 0A 01 .. .. .."), bytes: 5 }, // SML's server id behind its maker, BSI TR-03109-1
  { lead: bytePattern("68 .. .. 68 .. .. 72"), bytes: 4 }, // the identification of wired M-Bus, EN 13757-7
] as const;
const LIST_NAMES: ReadonlySet<string> = new Set(["Kamstrup_V0001", "KFM_001", "AIDON_V0001"]);
const MIN_TEXT = 6;
const MASK = 0x58; // X
const DATA_NOTIFICATION = 0x0f;

/** Beginning of a refused telegram that is masked, bytes: less of it is kept and logged. */
const MAX_REFUSED_BYTES = 4_096;

/** From (included) and to (excluded). */
type Range = readonly [from: number, to: number];

/**
 * Telegrams in a payload, bytes or hex, with identifiers masked; the payload itself where there are none. Blanks and line
 * ends of hex stay where they are.
 */
export function maskTelegrams(payload: Uint8Array): Uint8Array {
  const bytes = bytesOfHex(payload);
  if (bytes === undefined) return maskRaw(payload);
  const masked = maskRaw(bytes);
  if (areSameBytes(masked, bytes)) return payload;
  const text = latin1Of(payload);
  const hex = /[a-f]/.test(text) ? hexOf(masked) : hexOf(masked).toUpperCase();
  let at = 0;
  // Digit by digit, so that blanks stay where they are; what a checksum has grown by goes behind the last one.
  return bytesOfLatin1(text.replaceAll(/\S/g, () => hex[at++] ?? "") + hex.slice(at));
}

/** Returns the beginning of a refused telegram, or of bytes without any, with identifiers masked. */
export function maskRefused(bytes: Uint8Array): Uint8Array {
  return maskRaw(bytes.subarray(0, MAX_REFUSED_BYTES));
}

/**
 * A meter's bytes with identifiers masked. In telegrams whose checks are right the identifiers' values alone, and the checks
 * are recomputed; in everything else (bad telegrams, pieces, garbage) whatever may be an identifier, with checks as they were.
 * As long as they were, except where a checksum was written without its leading zeros and the new one has none.
 */
export function maskRaw(bytes: Uint8Array): Uint8Array {
  const stream = new TelegramStream({ allowNoCrc: true });
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const event of [...stream.push(bytes), ...stream.end()].filter(isIntact)) {
    parts.push(maskedSuspects(bytes.subarray(at, event.offset)));
    // Two frames may share the flag between them.
    parts.push(maskedTelegram(event).subarray(Math.max(0, at - event.offset)));
    at = event.offset + event.raw.length;
  }
  return joinedBytes([...parts, maskedSuspects(bytes.subarray(at))]);
}

/** Returns whether a telegram is as it was sent, by its checks, so that its identifiers are where they should be. */
function isIntact(event: TelegramEvent): boolean {
  return event.ok ? event.check !== "wrong" : event.code === "UNSUPPORTED" || event.code === "MALFORMED";
}

function maskedTelegram(event: TelegramEvent): Uint8Array {
  return event.format === "p1-ascii" ? maskedP1(event) : maskedFrames(event.raw);
}

/** Bytes with whatever may be an identifier masked. */
function maskedSuspects(bytes: Uint8Array): Uint8Array {
  const suspects = suspectsIn(bytes);
  if (suspects.length === 0) return bytes;
  const masked = Uint8Array.from(bytes);
  for (const [from, to] of suspects) masked.fill(MASK, from, to);
  return masked;
}

function suspectsIn(bytes: Uint8Array): readonly Range[] {
  const runs = Array.from(latin1Of(bytes).matchAll(RUN), ({ index, 0: run }): Range => [index, index + run.length]);
  const serials = SERIALS.flatMap(({ lead, bytes: length }) =>
    placesOf(lead, bytes).map((at): Range => [at + lead.length, Math.min(at + lead.length + length, bytes.length)]),
  );
  return [...runs, ...serials];
}

function maskedP1(event: TelegramEvent): Uint8Array {
  const text = latin1Of(event.raw);
  const bang = text.lastIndexOf("!");
  const digits = text.slice(bang + 1);
  const masked = text
    .slice(0, bang + 1)
    .replace(/^.*/, (identification) => identification.replaceAll(IDENT_DIGITS, xs))
    .replaceAll(OBJECT, (object, code: string, group: string, values: string) =>
      isPersonalCode(code) ? `${code}${group}${values.replaceAll(/[^()\s]/g, "X")}` : object,
    );
  if (masked === text.slice(0, bang + 1)) return event.raw;
  return bytesOfLatin1(masked + checksumLike(digits, masked, event));
}

/** The checksum of a masked telegram, of the kind and in the letters of the one that it had. */
function checksumLike(digits: string, text: string, event: TelegramEvent): string {
  if (digits === "" || !event.ok) return digits;
  const sent = bytesOfLatin1((event.hasOtherLineEnds && asSent(text)) || text);
  const crc = event.check === "crc-16/x25" ? crc16X25(sent) : crc16Arc(sent);
  const hex = crc.toString(16).padStart(digits.length, "0");
  return /[a-f]/.test(digits) ? hex : hex.toUpperCase();
}

/** One frame, or the segments of one telegram; their checks were right. */
function maskedFrames(raw: Uint8Array): Uint8Array {
  const masked = Uint8Array.from(raw);
  const frames = [...framesOf(raw)];
  const positions = frames.flatMap((frame) => Array.from(frame.information, (_, i) => frame.informationAt + i));
  const information = joinedBytes(frames.map((frame) => frame.information));
  for (const [from, to] of identifiersOf(information)) {
    for (const position of positions.slice(from, to)) masked[position] = MASK;
  }
  for (const frame of frames) check(masked, frame);
  return masked;
}

/** Makes the check of a masked frame right. */
function check(masked: Uint8Array, { link, start, next }: LinkFrame): void {
  if (link === "mbus") {
    masked[next - 2] = masked.subarray(start + 4, next - 2).reduce((sum, byte) => (sum + byte) & 0xff, 0);
    return;
  }
  const crc = crc16X25(masked, start + 1, next - 2);
  masked.set([crc & 0xff, crc >>> 8], next - 2);
}

function* framesOf(raw: Uint8Array): Generator<LinkFrame> {
  const window = new ByteWindow();
  window.append(raw);
  for (let at = 0; at < raw.length; ) {
    const found =
      raw[at] === HDLC_FLAG
        ? hdlcFrameAt(window, at, "ended")
        : raw[at] === MBUS_START
          ? mbusFrameAt(window, at, "ended")
          : NOTHING;
    if (found.kind === "frame") yield found;
    at = found.kind === "frame" ? found.next : at + 1;
  }
}

/** Places of identifiers in the information of a telegram; of what is no list that can be read, whatever may be one. */
function identifiersOf(information: Uint8Array): readonly Range[] {
  const tagAt = opensTelegram(information) ? LLC_BYTES : 0;
  if (information[tagAt] !== DATA_NOTIFICATION) return suspectsIn(information);
  try {
    const reader = new AxdrReader(information, tagAt + 1);
    reader.octets(4); // long-invoke-id-and-priority
    const first = reader.byte();
    reader.octets(first === 0x09 ? reader.byte() : first); // date-time
    return identifiersIn([reader.datum()]);
  } catch (error) {
    if (!(error instanceof AxdrError)) throw error;
    return suspectsIn(information);
  }
}

function identifiersIn(items: readonly Axdr[]): readonly Range[] {
  return items.flatMap((item, i) => {
    if (item.kind === "list") return identifiersIn(item.items);
    if (item.kind !== "octets" || !(isNamedPersonal(items[i - 1]) || isPersonalText(item.bytes))) return [];
    return [[item.at, item.at + item.bytes.length] as const];
  });
}

function isNamedPersonal(before: Axdr | undefined): boolean {
  const name = logicalName(before);
  return name !== undefined && isPersonalCode(name.code);
}

/** Texts that no code names, as in lists by position; what makers call their lists is not personal. */
function isPersonalText(bytes: Uint8Array): boolean {
  const isText = bytes.length >= MIN_TEXT && bytes.every((byte) => byte >= 0x20 && byte <= 0x7e);
  return isText && !LIST_NAMES.has(String.fromCharCode(...bytes));
}
