import { createDecipheriv } from "node:crypto";
import type { Decrypt } from "../meter/wire/wire-format.ts";

const GLO_CIPHERING = 0xdb;
const TITLE_BYTES = 8;
const COUNTER_BYTES = 4;
const TAG_BYTES = 12;
/** Bits of the security control byte. */
const AUTHENTICATED = 0x10;
const ENCRYPTED = 0x20;
const COMPRESSED = 0x80;

/**
 * Decryptor of general-glo-ciphering with one meter's key, AES-128-GCM. The tag of an authenticated telegram is not verified:
 * that takes a second key. A wrong key shows in a plain text that is no telegram.
 * @param key 32 hexadecimal digits
 * @source IEC 62056-5-3 clause 5.3.4 and 9.2; DLMS UA Green Book
 */
export function decryptorOf(key: string): Decrypt {
  const secret = Buffer.from(key, "hex");
  return (apdu) => {
    const parts = partsOf(apdu);
    if (parts === undefined) return undefined;
    const cipher = createDecipheriv("aes-128-gcm", secret, parts.nonce, { authTagLength: TAG_BYTES });
    return new Uint8Array(cipher.update(parts.text));
  };
}

/** The nonce of an APDU (system title and counter) and its cipher text; undefined where it is of another kind or cut. */
function partsOf(apdu: Uint8Array): { readonly nonce: Uint8Array; readonly text: Uint8Array } | undefined {
  if (apdu[0] !== GLO_CIPHERING || apdu[1] !== TITLE_BYTES) return undefined;
  const title = apdu.subarray(2, 2 + TITLE_BYTES);
  const length = lengthAt(apdu, 2 + TITLE_BYTES);
  if (length === undefined || length.at + length.value !== apdu.length) return undefined;
  const [control = 0, ...rest] = apdu.subarray(length.at);
  if ((control & ENCRYPTED) === 0 || (control & COMPRESSED) !== 0) return undefined;
  const end = rest.length - ((control & AUTHENTICATED) === 0 ? 0 : TAG_BYTES);
  if (end <= COUNTER_BYTES) return undefined;
  const body = Uint8Array.from(rest);
  return {
    nonce: Uint8Array.of(...title, ...body.subarray(0, COUNTER_BYTES)),
    text: body.subarray(COUNTER_BYTES, end),
  };
}

/** A length of A-XDR and where what it counts begins: one byte, or a byte that says how many follow. */
function lengthAt(bytes: Uint8Array, at: number): { readonly value: number; readonly at: number } | undefined {
  const first = bytes[at];
  if (first === undefined || first < 0x80) return first === undefined ? undefined : { value: first, at: at + 1 };
  const count = first & 0x7f;
  if (count > 2 || at + 1 + count > bytes.length) return undefined;
  const value = bytes.subarray(at + 1, at + 1 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  return { value, at: at + 1 + count };
}
