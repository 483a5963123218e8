import { createCipheriv } from "node:crypto";

/** Keys of a simulated meter, 32 hexadecimal digits each. */
export interface SealKeys {
  readonly key: string;
  /** With it telegrams carry a tag. */
  readonly authenticationKey?: string;
  /** Three letters of the maker, which the system title begins with; WFM by default. */
  readonly maker?: string;
}

/** Encrypts a telegram; `counter` is its frame counter. */
export type Seal = (plain: Uint8Array, counter: number) => Uint8Array;

const GLO_CIPHERING = 0xdb;
const NUMBER = Buffer.of(0x00, 0x00, 0x00, 0x00, 0x01); // of the meter, behind its maker
const [ENCRYPTED, AUTHENTICATED] = [0x20, 0x10];
const TAG_BYTES = 12;

/** Encryption of the simulated meter: general-glo-ciphering, AES-128-GCM. @source IEC 62056-5-3 clause 5.3.7 */
export function sealOf({ key, authenticationKey, maker = "WFM" }: SealKeys): Seal {
  const secret = Buffer.from(key, "hex");
  const title = Buffer.concat([Buffer.from(maker, "latin1"), NUMBER]);
  return (plain, counter) => {
    const frameCounter = Buffer.alloc(4);
    frameCounter.writeUInt32BE(counter);
    const control = ENCRYPTED | (authenticationKey === undefined ? 0 : AUTHENTICATED);
    const cipher = createCipheriv("aes-128-gcm", secret, Buffer.concat([title, frameCounter]), {
      authTagLength: TAG_BYTES,
    });
    if (authenticationKey !== undefined)
      cipher.setAAD(Buffer.concat([Buffer.of(control), Buffer.from(authenticationKey, "hex")]));
    const text = Buffer.concat([cipher.update(plain), cipher.final()]);
    const tag = authenticationKey === undefined ? [] : [...cipher.getAuthTag()];
    const content = [control, ...frameCounter, ...text, ...tag];
    const length = content.length < 0x80 ? [content.length] : [0x82, content.length >>> 8, content.length & 0xff];
    return Uint8Array.from([GLO_CIPHERING, title.length, ...title, ...length, ...content]);
  };
}
