const CHUNK = 8_192; // as many arguments as any engine takes at once
const NO_DIGIT = 0xff;
const BLANK = 0xfe;
/** Value of each character of a hex text. */
const NIBBLES = Uint8Array.from({ length: 256 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\s/.test(character)) return BLANK;
  return /[0-9A-Fa-f]/.test(character) ? Number.parseInt(character, 16) : NO_DIGIT;
});
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Bytes as a text of one character each, U+0000 to U+00FF, whatever they are; {@link bytesOfLatin1} gives them back. */
export function latin1Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    // Array-like, so not spread: the iterator takes four times as long.
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + CHUNK));
  }
  return text;
}

/** The bytes of a text whose characters are all below U+0100. */
export function bytesOfLatin1(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Bytes as lower-case hex digits. */
export function hexOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}

/**
 * Bytes of a hex text, white space ignored; absent when the bytes are not hex digits of whole bytes.
 * Neither grammar of telegrams can be one by chance: both have bytes that are not hex digits.
 */
export function bytesOfHex(text: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(Math.ceil(text.length / 2));
  let digits = 0;
  for (const code of text) {
    const value = NIBBLES[code] ?? NO_DIGIT;
    if (value === NO_DIGIT) return undefined;
    if (value === BLANK) continue;
    const at = digits >>> 1;
    bytes[at] = ((bytes[at] ?? 0) << 4) | value;
    digits += 1;
  }
  return digits === 0 || digits % 2 !== 0 ? undefined : bytes.slice(0, digits / 2);
}

/** Parts one after the other, in memory of their own. */
export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Returns whether both are the same bytes. */
export function areSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
