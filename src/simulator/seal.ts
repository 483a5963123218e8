import { createCipheriv } from "node:crypto";

/** Keys of a simulated meter, 32 hexadecimal digits each. */
export interface SealKeys {
  readonly key: string;
  /** With it telegrams carry a tag. */
  readonly authenticationKey?: string;
}

/** Encrypts a telegram; `counter` is its frame counter. */
export type Seal = (plain: Uint8Array, counter: number) => Uint8Array;

const GLO_CIPHERING = 0xdb;
const TITLE = Uint8Array.of(0x57, 0x46, 0x4d, 0x00, 0x00, 0x00, 0x00, 0x01); // maker WFM, meter 1
const [ENCRYPTED, AUTHENTICATED] = [0x20, 0x10];
const TAG_BYTES = 12;

/** Encryption of the simulated meter: general-glo-ciphering, AES-128-GCM. @source IEC 62056-5-3 clause 5.3.7 */
export function sealOf({ key, authenticationKey }: SealKeys): Seal {
  const secret = Buffer.from(key, "hex");
  return (plain, counter) => {
    const frameCounter = Buffer.alloc(4);
    frameCounter.writeUInt32BE(counter);
    const control = ENCRYPTED | (authenticationKey === undefined ? 0 : AUTHENTICATED);
    const cipher = createCipheriv("aes-128-gcm", secret, Buffer.concat([TITLE, frameCounter]), {
      authTagLength: TAG_BYTES,
    });
    if (authenticationKey !== undefined)
      cipher.setAAD(Buffer.concat([Buffer.of(control), Buffer.from(authenticationKey, "hex")]));
    const text = Buffer.concat([cipher.update(plain), cipher.final()]);
    const tag = authenticationKey === undefined ? [] : [...cipher.getAuthTag()];
    const content = [control, ...frameCounter, ...text, ...tag];
    const length = content.length < 0x80 ? [content.length] : [0x82, content.length >>> 8, content.length & 0xff];
    return Uint8Array.from([GLO_CIPHERING, TITLE.length, ...TITLE, ...length, ...content]);
  };
}
