import type { ByteWindow } from "./byte-window.ts";
import { type Found, refused, type StreamPhase } from "./telegram.ts";

/** One ASCII telegram to be read. */
export interface P1Telegram {
  readonly kind: "telegram";
  /** One past the checksum, or past the `!`; the line end after it is not part of the telegram. */
  readonly end: number;
  /** The telegram from `/` to `!` inclusive, one character a byte. */
  readonly text: string;
}

/** An ASCII telegram that has its `!` and no checksum that proves it. */
export interface UnprovenP1 {
  readonly kind: "unproven";
  readonly bangAt: number;
  /** One past the checksum, or past the `!`. */
  readonly end: number;
  /** The checksum as written; empty when there is none. */
  readonly digits: string;
  /** False when something that is no checksum stands behind the `!`. */
  readonly isClosed: boolean;
}

/** The longest ASCII telegram, `/` to `!`; DSMR's longest is about 2 kB, some meters add a text of 1 kB. */
export const MAX_P1_BYTES = 8192;

const MAX_IDENTIFICATION_BYTES = 96;
const SLASH = 0x2f;

/** Whether a byte ends a line: CR or LF. */
export function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0d || byte === 0x0a;
}

/**
 * Where the identification ends that starts at `start`: `/`, three letters (the maker), at most 96 bytes in all, a line
 * end. Nothing more is asked of it: meters put digits, blanks, further slashes, control characters or nothing there.
 * @returns the place of its line end; `no` when none starts here, `more` when that is not decided yet
 */
export function identificationEnd(window: ByteWindow, start: number): number | "no" | "more" {
  for (let at = start + 1; at <= start + 1 + MAX_IDENTIFICATION_BYTES; at++) {
    const byte = window.at(at);
    if (byte === undefined) return "more";
    if (at <= start + 3) {
      if (!isLetter(byte)) return "no";
    } else if (isLineEnd(byte)) return at;
  }
  return "no";
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
  const given = isClosed && digits !== "" ? Number.parseInt(digits, 16) : undefined;
  if (given === window.arc(start, bangAt + 1)) return { kind: "telegram", end, text: window.text(start, bangAt + 1) };
  if (mayGoOn && phase === "settled" && !(allowNoCrc && digits === "")) return { kind: "more", until: end + 1 };
  return { kind: "unproven", bangAt, end, digits, isClosed };
}

/** A telegram that nothing proves: refused, unless it has no checksum and `allowNoCrc` takes it all the same. */
export function withoutProof(
  window: ByteWindow,
  start: number,
  { bangAt, end, digits, isClosed }: UnprovenP1,
  allowNoCrc: boolean,
): P1Telegram | Found {
  if (allowNoCrc && isClosed && digits === "") {
    return { kind: "telegram", end, text: window.text(start, bangAt + 1) };
  }
  const refusal =
    digits === "" && isClosed
      ? refused("NO_CRC", "the telegram carries no checksum, and none is not allowed")
      : refused(
          "CRC_MISMATCH",
          `the telegram says checksum ${digits || "(unreadable)"}, its bytes give ${hex(window.arc(start, bangAt + 1))}`,
        );
  return { kind: "refused", end, refusal };
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
