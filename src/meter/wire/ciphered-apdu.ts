/**
 * Encrypted or authenticated content with everything that opening it takes but the keys.
 * @source IEC 62056-5-3 clauses 5.3.4 and 9.2, DLMS UA Green Book (security suites 0 and 1: AES-GCM-128)
 */
export interface Sealed {
  /** System title of the sender, eight bytes: its maker's three letters lead. */
  readonly title: Uint8Array;
  /** Frame counter: it grows by at least one with each telegram. */
  readonly counter: number;
  /** Nonce of AES-GCM: system title and frame counter. */
  readonly nonce: Uint8Array;
  /** Security control byte, which is authenticated too. */
  readonly control: number;
  readonly isEncrypted: boolean;
  /** Cipher text, or the plain text where it is only authenticated. */
  readonly text: Uint8Array;
  /** Tag of an authenticated telegram, twelve bytes. */
  readonly tag?: Uint8Array;
}

/** Plain text of sealed content, and what its tag has shown. */
export interface Opened {
  readonly plain: Uint8Array;
  /** `unchecked` where there is no tag, or no key to verify it. */
  readonly tag: "right" | "wrong" | "unchecked";
}

/** Opens sealed content with one meter's keys. It is handed in, for only Node has the cipher. */
export type Decrypt = (sealed: Sealed) => Opened;

/** Beginning of encrypted content, and where it ends. */
export interface SealedHead {
  readonly titleAt: number;
  /** Start of the security control byte. */
  readonly bodyAt: number;
  readonly end: number;
}

const GENERAL_GLO_CIPHERING = 0xdb;
const GENERAL_DED_CIPHERING = 0xdc;
const [TITLE_BYTES, COUNTER_BYTES, TAG_BYTES] = [8, 4, 12];
/** Bits of the security control byte: suite, authenticated, encrypted, compressed. */
const [SUITE, AUTHENTICATED, ENCRYPTED, COMPRESSED] = [0x0f, 0x10, 0x20, 0x80];
/** Suites with AES-GCM-128; suite 2 has keys of 256 bits. */
const MAX_SUITE = 1;
/** Bytes of the longest head: tag, title with its length, the content's length in three bytes. */
export const MAX_SEALED_HEAD_BYTES = 1 + 1 + TITLE_BYTES + 3;

/** Returns whether a tag opens content that {@link sealedIn} reads: general-glo-ciphering or general-ded-ciphering. */
export function opensSealed(tag: number | undefined): boolean {
  return tag === GENERAL_GLO_CIPHERING || tag === GENERAL_DED_CIPHERING;
}

/** The head of encrypted content at the start of bytes: `more` when it is not whole, `no` when there is none. */
export function sealedHead(bytes: Uint8Array): SealedHead | "more" | "no" {
  if (bytes.length > 0 && !opensSealed(bytes[0])) return "no";
  if (bytes.length > 1 && bytes[1] !== TITLE_BYTES) return "no";
  const at = 2 + TITLE_BYTES;
  const first = bytes[at];
  if (first === undefined) return "more";
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 2) return "no";
  const bodyAt = at + 1 + count;
  if (bytes.length < bodyAt) return "more";
  const length = first < 0x80 ? first : bytes.subarray(at + 1, bodyAt).reduce((sum, byte) => sum * 256 + byte, 0);
  return { titleAt: 2, bodyAt, end: bodyAt + length };
}

/** Encrypted content that is all of some bytes; otherwise what is not read about it, which completes "the telegram is encrypted: …". */
export function sealedIn(bytes: Uint8Array): Sealed | string {
  const head = sealedHead(bytes);
  if (typeof head === "string" || head.end !== bytes.length) return "its length does not fit";
  const [control = 0] = bytes.subarray(head.bodyAt);
  if ((control & SUITE) > MAX_SUITE) return `security suite ${control & SUITE} (keys of 256 bits) is not read here`;
  if ((control & COMPRESSED) !== 0) return "it is compressed, which is not read here";
  const isAuthenticated = (control & AUTHENTICATED) !== 0;
  const textAt = head.bodyAt + 1 + COUNTER_BYTES;
  const tagAt = bytes.length - (isAuthenticated ? TAG_BYTES : 0);
  if (tagAt <= textAt) return "it is empty";
  const title = bytes.subarray(head.titleAt, head.titleAt + TITLE_BYTES);
  const counter = bytes.subarray(head.bodyAt + 1, textAt);
  return {
    title,
    counter: counter.reduce((sum, byte) => sum * 256 + byte, 0),
    nonce: Uint8Array.of(...title, ...counter),
    control,
    isEncrypted: (control & ENCRYPTED) !== 0,
    text: bytes.subarray(textAt, tagAt),
    ...(isAuthenticated && { tag: bytes.subarray(tagAt) }),
  };
}
