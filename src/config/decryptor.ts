import { createDecipheriv } from "node:crypto";
import type { Decrypt, Opened, Sealed } from "../meter/wire/ciphered-apdu.ts";

const TAG_BYTES = 12;

/**
 * Decryptor with one meter's keys, AES-128-GCM. A wrong key shows in a plain text that is no telegram; a tag is verified where
 * the second key is there.
 * @param key the encryption key, 32 hexadecimal digits
 * @param authenticationKey the authentication key, the same
 * @source IEC 62056-5-3 clause 5.3.7; NIST SP 800-38D
 */
export function decryptorOf(key: string, authenticationKey?: string): Decrypt {
  const secret = Buffer.from(key, "hex");
  const authentication = authenticationKey === undefined ? undefined : Buffer.from(authenticationKey, "hex");
  return (sealed) => {
    const plain = sealed.isEncrypted ? deciphered(secret, sealed) : sealed.text;
    if (authentication === undefined || sealed.tag === undefined) return { plain, tag: "unchecked" };
    return { plain, tag: verified(secret, authentication, sealed, sealed.tag) };
  };
}

function deciphered(secret: Buffer, { nonce, text }: Sealed): Uint8Array {
  return new Uint8Array(createDecipheriv("aes-128-gcm", secret, nonce, { authTagLength: TAG_BYTES }).update(text));
}

/** Authenticated are the security control byte, the authentication key and, where it is not encrypted, the text. */
function verified(secret: Buffer, authentication: Buffer, sealed: Sealed, tag: Uint8Array): Opened["tag"] {
  const cipher = createDecipheriv("aes-128-gcm", secret, sealed.nonce, { authTagLength: TAG_BYTES });
  const plain = sealed.isEncrypted ? [] : [sealed.text];
  cipher.setAAD(Buffer.concat([Buffer.of(sealed.control), authentication, ...plain]));
  cipher.setAuthTag(tag);
  if (sealed.isEncrypted) cipher.update(sealed.text);
  try {
    cipher.final();
    return "right";
  } catch {
    return "wrong"; // final throws for a tag that does not fit, and for nothing else
  }
}
