import { bytesOfLatin1 } from "../bytes.ts";
import type { ByteWindow } from "./byte-window.ts";
import { crc16Arc, crc16X25 } from "./crc.ts";
import { isLineEnd, type LineEnds } from "./line-ends.ts";
import { type Check, type Found, refused, type StreamPhase } from "./telegram.ts";

/** One ASCII telegram to be read. */
export interface P1Telegram {
  readonly kind: "telegram";
  /** One past the checksum, or past the `!`; the line end after it is not part of the telegram. */
  readonly end: number;
  /** The telegram from `/` to `!` inclusive, one character a byte. */
  readonly text: string;
  readonly check: Check;
  /** True when the checksum is that of the same telegram with line ends CR LF. */
  readonly hasOtherLineEnds?: true;
}

/** An ASCII telegram that has its `!` and no checksum that proves it. */
export interface UnprovenP1 {
  readonly kind: "unproven";
  readonly bangAt: number;
  /** One past the checksum, or past the `!`. */
  readonly end: number;
  /** The checksum as written; empty when there is none. */
  readonly digits: string;
  /** False when something other than a checksum follows the `!`. */
  readonly isClosed: boolean;
  /** The checksums that its bytes have. */
  readonly arc: number;
  readonly x25: number;
}

/** The longest ASCII telegram, `/` to `!`; DSMR's longest is about 2 kB, some meters add a text of 1 kB. */
export const MAX_P1_BYTES = 8192;

/** Remedy for meters whose telegrams never carry a checksum. */
const TAKEN_WITHOUT =
  "Meters of before DSMR 4 send none: `allowNoCrc: true` of the meter takes their telegrams (decode: --allow-no-crc).";
const MAX_IDENTIFICATION_BYTES = 96;
const MAKER_LETTERS = 3;
const SLASH = 0x2f;

/**
 * Place at which the identification ends that starts at `start`: `/`, three letters (the maker), at most 96 bytes in all, a line
 * end. Nothing more is required of it: meters put digits, blanks, further slashes, control characters or nothing there.
 * @returns the place of its line end; `no` when none starts here, `more` when that is not decided yet
 */
export function identificationEnd(window: ByteWindow, lineEnds: LineEnds, start: number): number | "no" | "more" {
  for (let at = start + 1; at <= start + MAKER_LETTERS; at++) {
    const byte = window.at(at);
    if (byte === undefined) return "more";
    if (!isLetter(byte)) return "no";
  }
  return lineEnds.between(start + MAKER_LETTERS + 1, start + 2 + MAX_IDENTIFICATION_BYTES);
}

/**
 * The ASCII telegram from `start` to the `!` at `bangAt`: proven by its checksum, or not.
 * @param allowNoCrc a telegram at the end of a message is not held back for a checksum that may follow in the next one
 */
export function p1TelegramAt(
  window: ByteWindow,
  start: number,
  bangAt: number,
  phase: StreamPhase,
  allowNoCrc: boolean,
): P1Telegram | UnprovenP1 | Found {
  const digits = hexDigits(window, bangAt + 1);
  const end = bangAt + 1 + digits.length;
  const mayGoOn = digits.length < 4 && end === window.end;
  if (mayGoOn && phase === "open") return { kind: "more", until: end + 1 };
  const next = window.at(end);
  const isClosed = next === undefined || digits.length === 4 || isLineEnd(next) || next === SLASH;
  const [arc, x25] = [window.arc(start, bangAt + 1), window.x25(start, bangAt + 1)];
  const check = isClosed ? checkOf(digits, arc, x25) : undefined;
  if (check !== undefined) return { kind: "telegram", end, text: window.text(start, bangAt + 1), check };
  if (mayGoOn && phase === "message-end" && !(allowNoCrc && digits === "")) return { kind: "more", until: end + 1 };
  return { kind: "unproven", bangAt, end, digits, isClosed, arc, x25 };
}

/**
 * A telegram whose checksum fits not the bytes that came but those that were sent: something on the way has changed
 * every line end. Absent in any other case.
 */
export function withLineEndsRestored(
  window: ByteWindow,
  start: number,
  { bangAt, end, digits, isClosed }: UnprovenP1,
): P1Telegram | undefined {
  if (digits === "" || !isClosed) return undefined;
  const text = window.text(start, bangAt + 1);
  const sent = asSent(text);
  if (sent === undefined) return undefined;
  const bytes = bytesOfLatin1(sent);
  window.countSteps(2 * bytes.length);
  const check = checkOf(digits, crc16Arc(bytes), crc16X25(bytes));
  return check && { kind: "telegram", end, text, check, hasOtherLineEnds: true };
}

/** A telegram without proof: refused, or marked where `allowNoCrc` accepts it all the same. */
export function withoutProof(
  window: ByteWindow,
  start: number,
  { bangAt, end, digits, isClosed, arc, x25 }: UnprovenP1,
  allowNoCrc: boolean,
): P1Telegram | Found {
  if (allowNoCrc && isClosed) {
    return { kind: "telegram", end, text: window.text(start, bangAt + 1), check: digits === "" ? "none" : "wrong" };
  }
  const refusal = () =>
    digits === "" && isClosed
      ? refused("NO_CRC", "the telegram carries no checksum, and allowNoCrc is off", TAKEN_WITHOUT)
      : refused("CRC_MISMATCH", `the telegram says checksum ${digits || "(unreadable)"}, ${bytesGive(arc, x25)}`);
  return { kind: "refused", end, refusal };
}

/**
 * A telegram whose line ends are all of one kind with line ends CR LF, as meters send it; absent when they are, or vary. A
 * terminal may have made of both characters the same.
 */
export function asSent(text: string): string | undefined {
  const end = /\r+\n|\r|\n/.exec(text)?.[0];
  if (end === undefined || end === "\r\n" || /[\r\n]/.test(text.replaceAll(end, ""))) return undefined;
  const pair = end.length === 1 ? end.repeat(2) : end;
  return text.replaceAll(text.replaceAll(pair, "").includes(end) ? end : pair, "\r\n");
}

/** Kind of checksum that the digits are. @source X.25: Holley DTSD545, ndokter/dsmr_parser issue 91 */
function checkOf(digits: string, arc: number, x25: number): "crc-16/arc" | "crc-16/x25" | undefined {
  if (digits === "") return undefined;
  const given = Number.parseInt(digits, 16);
  if (given === arc) return "crc-16/arc";
  return given === x25 ? "crc-16/x25" : undefined;
}

function bytesGive(arc: number, x25: number): string {
  return `its bytes give ${hex(arc)} (CRC-16/ARC) or ${hex(x25)} (CRC-16/X.25)`;
}

function hexDigits(window: ByteWindow, from: number): string {
  return /^[0-9A-Fa-f]*/.exec(window.text(from, Math.min(from + 4, window.end)))?.[0] ?? "";
}

function hex(crc: number): string {
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
