import { crc16Arc } from "./crc.ts";
import { type Found, NOTHING, refused, type StreamPhase } from "./telegram.ts";

/** One ASCII telegram whose checksum fits, or that has none and needs none. */
export interface P1Telegram {
  readonly kind: "telegram";
  readonly start: number;
  /** One past the checksum, or past the `!`; the line end after it is not part of the telegram. */
  readonly end: number;
  /** The bytes from `/` to `!` inclusive. */
  readonly text: Uint8Array;
  readonly hasCrc: boolean;
}

/** The longest ASCII telegram, `/` to `!`; DSMR's longest is about 2 kB, some meters add a text of 1 kB. */
export const MAX_P1_BYTES = 8192;

const MAX_IDENT_BYTES = 64;
const [SLASH, BANG, CR, LF] = [0x2f, 0x21, 0x0d, 0x0a];

/**
 * Whether an identification line starts at `start`: `/`, three letters (the maker), anything, a line end. Nothing more is
 * asked of it: meters put digits, blanks, backslashes, control characters or nothing there.
 */
export function identAt(bytes: Uint8Array, start: number): "yes" | "no" | "more" {
  if (bytes[start] !== SLASH) return bytes.length > start ? "no" : "more";
  for (let i = start + 1; i <= start + MAX_IDENT_BYTES; i++) {
    const byte = bytes[i];
    if (byte === undefined) return "more";
    if (i <= start + 3 && !isLetter(byte)) return "no";
    if (byte === LF) return "yes";
    if (byte === SLASH || byte === BANG) return "no";
  }
  return "no";
}

/**
 * The ASCII telegram that starts at `start`, where {@link identAt} says yes; `bangAt` is the first line after it that
 * opens with `!`, or -1 when none came yet.
 * @source DSMR 5.0.2 section 6.2; Swedish Branschrekommendation v2.0
 */
export function p1TelegramAt(
  bytes: Uint8Array,
  start: number,
  bangAt: number,
  phase: StreamPhase,
  allowNoCrc: boolean,
): P1Telegram | Found {
  if (bangAt < 0) {
    if (phase !== "ended" && bytes.length - start <= MAX_P1_BYTES) return { kind: "more", until: bytes.length + 1 };
    const end = Math.min(bytes.length, start + MAX_P1_BYTES);
    return { kind: "refused", end, refusal: refused("TRUNCATED", "the telegram has no end") };
  }
  const digits = hexDigits(bytes, bangAt + 1);
  const end = bangAt + 1 + digits.length;
  const isLast = end === bytes.length;
  if (digits.length < 4 && isLast && phase === "open") return { kind: "more", until: end + 1 };
  const isClosed = isLast || endsLine(bytes[end]);
  const found: P1Telegram = { kind: "telegram", start, end, text: bytes.slice(start, bangAt + 1), hasCrc: true };
  if (digits.length === 0 && isClosed) return withoutCrc(found, isLast, phase, allowNoCrc);
  const computed = crc16Arc(bytes, start, bangAt + 1);
  if (digits.length > 0 && (digits.length === 4 || isClosed) && Number.parseInt(digits, 16) === computed) return found;
  // A message may have ended in the middle of the checksum: the rest decides.
  if (digits.length < 4 && isLast && phase === "settled") return { kind: "more", until: end + 1 };
  return { kind: "refused", end, refusal: refused("CRC_MISMATCH", mismatch(digits, computed, found.text)) };
}

function withoutCrc(found: P1Telegram, isLast: boolean, phase: StreamPhase, allowNoCrc: boolean): P1Telegram | Found {
  if (allowNoCrc) return { ...found, hasCrc: false };
  if (isLast && phase === "settled") return { kind: "more", until: found.end + 1 };
  const refusal = refused("NO_CRC", "the telegram carries no checksum, and none is not allowed");
  return { kind: "refused", end: found.end, refusal };
}

function mismatch(digits: string, computed: number, text: Uint8Array): string {
  const says = `the telegram says checksum ${digits || "(unreadable)"}, its bytes give ${hex(computed)}`;
  const restored = Uint8Array.from([...text].flatMap((byte) => (byte === LF ? [CR, LF] : [byte])));
  const fits = !text.includes(CR) && crc16Arc(restored) === Number.parseInt(digits, 16);
  return fits ? `${says}; it fits with line ends CR LF, which something on the way has changed to LF` : says;
}

function hexDigits(bytes: Uint8Array, from: number): string {
  const text = String.fromCharCode(...bytes.subarray(from, from + 4));
  return /^[0-9A-Fa-f]*/.exec(text)?.[0] ?? "";
}

function hex(crc: number): string {
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function endsLine(byte: number | undefined): boolean {
  return byte === CR || byte === LF || byte === SLASH;
}

/** Answers for a place where no telegram can start yet or ever. */
export function identFound(answer: "no" | "more", length: number): Found {
  return answer === "no" ? NOTHING : { kind: "more", until: length + 1 };
}
