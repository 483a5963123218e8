import { joinedBytes, latin1Of } from "../bytes.ts";
import type { Decoded } from "./decoded.ts";
import { maskRefused } from "./mask-telegrams.ts";
import { MAX_P1_BYTES } from "./p1-telegram.ts";
import { type Diagnosis, diagnoseBytes } from "./unrecognized-bytes.ts";

/** Pieces of a telegram are waited for through so many messages, and no more bytes than a telegram has. */
const MAX_PIECES = 100;
/** The first end may be that of a telegram whose beginning came before anybody listened. */
const MAX_ENDS = 1;
/** End of an ASCII telegram at the end of a message. */
const END = /[\r\n]![\da-f]{0,4}\s*$/i;
/** A sign may lie across two messages; the longest takes fewer bytes. */
const SEAM = 16;

const NOTHING = new Uint8Array();

/** The messages since the last telegram, found or refused: each is reported, with what it may be. */
export class UnreadBytes {
  #bytes = 0;
  #messages = 0;
  #ends = 0;
  #tail = NOTHING;
  /** Diagnosis of the bytes that showed a sign, and the number that had come by then. */
  #sign: { readonly diagnosis: Diagnosis; readonly at: number } | undefined;

  /** Forgets what came: a telegram was among it. */
  clear(): void {
    this.#bytes = 0;
    this.#messages = 0;
    this.#ends = 0;
    this.#tail = NOTHING;
    this.#sign = undefined;
  }

  /**
   * Takes a message without a telegram. Nothing is reported of what may become one: of pieces, until more came than a
   * telegram has, or the ends of two.
   * @param held how many bytes at its end the stream holds, for a telegram may have begun
   */
  take(bytes: Uint8Array, held: number): readonly Decoded[] {
    this.#bytes += bytes.length;
    this.#messages += 1;
    if (END.test(latin1Of(bytes.subarray(-SEAM)))) this.#ends += 1;
    if (held >= bytes.length) return [];
    const { what, hint, kind } = this.#diagnose(bytes.subarray(0, bytes.length - held));
    const mayFollow = this.#bytes <= MAX_P1_BYTES && this.#messages <= MAX_PIECES && this.#ends <= MAX_ENDS;
    if (kind === "piece" && mayFollow) return [];
    const message = `no telegram among ${bytes.length} bytes: ${what}`;
    return [{ kind: "refused", code: "UNSUPPORTED", message, hint, bytes, mask: maskRefused }];
  }

  /** Diagnosis of a message; one that shows nothing has that of the last sign before it. */
  #diagnose(bytes: Uint8Array): Diagnosis {
    const joined = joinedBytes([this.#tail, bytes]);
    this.#tail = joined.slice(-SEAM);
    const alone = diagnoseBytes(bytes);
    const diagnosis = alone.kind === "noise" ? diagnoseBytes(joined) : alone;
    if (diagnosis.kind === "sign") this.#sign = { diagnosis, at: this.#bytes };
    const isNear = this.#sign !== undefined && this.#bytes - this.#sign.at <= MAX_P1_BYTES;
    return diagnosis.kind === "noise" && isNear ? (this.#sign?.diagnosis ?? diagnosis) : diagnosis;
  }
}
