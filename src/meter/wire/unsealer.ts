import { latin1Of } from "../bytes.ts";
import { type Decrypt, type Opened, opensSealed, sealedIn } from "./ciphered-apdu.ts";
import { type Check, type Refused, refused, type TelegramContent, type TelegramResult } from "./telegram.ts";
import { NOT_DECRYPTED } from "./unrecognized-bytes.ts";

/** Content of an encrypted telegram, and what is known of where it comes from. */
export type UnsealedResult =
  | {
      readonly ok: true;
      readonly content: TelegramContent;
      /** Present when its tag was verified. */
      readonly check?: Extract<Check, "gcm">;
      /** Present when its frame counter is not above the last one of the same sender: it was sent before. */
      readonly isReplayed?: true;
    }
  | Refused;

const OTHER_KEY =
  "Compare the key in decryptionKeyFile with what the grid company sent for this meter: 32 hexadecimal digits, the encryption key and not the authentication key.";
const OTHER_AUTHENTICATION =
  "Compare the key in authenticationKeyFile with what the grid company sent, or leave it out; where it is right, somebody changed the telegram.";
/** Senders whose counters are remembered: a port has one. */
const MAX_SENDERS = 16;
const MAKER_LETTERS = 3;

/** Opens encrypted telegrams of one meter and watches their frame counters. */
export class Unsealer {
  readonly #decrypt: Decrypt | undefined;
  /** The highest counter by system title. */
  readonly #counters = new Map<string, number>();

  constructor(decrypt: Decrypt | undefined) {
    this.#decrypt = decrypt;
  }

  /** Returns whether there is a key. */
  get hasKey(): boolean {
    return this.#decrypt !== undefined;
  }

  /** Content of an APDU that {@link opensSealed}. @param read reads the plain text of a maker; a refusal means that it is none */
  read(apdu: Uint8Array, read: (plain: Uint8Array, maker: string) => TelegramResult): UnsealedResult {
    const sealed = sealedIn(apdu);
    if (typeof sealed === "string") return refused("UNSUPPORTED", `the telegram is encrypted: ${sealed}`);
    const maker = makerOf(sealed.title);
    const kind = `an encrypted telegram of maker ${maker} (AES-128-GCM)`;
    if (this.#decrypt === undefined) return refused("UNSUPPORTED", `the frame carries ${kind}`, NOT_DECRYPTED);
    const { plain, tag } = this.#decrypt(sealed);
    const result = opensSealed(plain[0]) ? refused("UNSUPPORTED", "encrypted twice") : read(plain, maker);
    const why = refusalOf(result, tag, kind);
    if (why !== undefined || !result.ok) return why ?? refused("UNSUPPORTED", kind);
    return {
      ok: true,
      content: result.content,
      ...(tag === "right" && { check: "gcm" as const }),
      ...(this.#isReplayed(latin1Of(sealed.title), sealed.counter) && { isReplayed: true as const }),
    };
  }

  #isReplayed(title: string, counter: number): boolean {
    const before = this.#counters.get(title) ?? -1;
    if (this.#counters.has(title) || this.#counters.size < MAX_SENDERS)
      this.#counters.set(title, Math.max(before, counter));
    return counter <= before;
  }
}

/** Nothing of a plain text that cannot be read is told: it is garbage, or somebody's. */
function refusalOf(result: TelegramResult, tag: Opened["tag"], kind: string): Refused | undefined {
  if (tag === "wrong" && result.ok)
    return refused("UNSUPPORTED", `${kind} opens, but does not pass the authentication key`, OTHER_AUTHENTICATION);
  if (result.ok) return undefined;
  // What a key or its own form has proved to be right is reported as it is: another kind of content.
  if (tag === "right" || result.isReadToEnd)
    return refused(result.code, `${kind} opens, but ${result.message}`, result.hint);
  return refused("UNSUPPORTED", `${kind} does not open with the meter's key`, OTHER_KEY);
}

/** The maker's letters in a system title; the rest of it is the meter's number. */
function makerOf(title: Uint8Array): string {
  const letters = latin1Of(title.subarray(0, MAKER_LETTERS));
  return /^[A-Za-z]{3}$/.test(letters) ? letters : "unknown";
}
