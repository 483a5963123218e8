import type { Check } from "./telegram.ts";

/** Result of one telegram as `decode` prints it, key by key in this order; of a file without any, one for the file. */
export type DecodeLine = {
  /** Start of the telegram, in bytes from the start of the input. */
  readonly offset: number;
  /** Its length with its closing flag, or its line end. */
  readonly bytes: number;
  /** Id of the format; `unknown` where no telegram was found. */
  readonly format: string;
} & (
  | {
      readonly ok: true;
      readonly meterClock?: string;
      readonly values: Readonly<Record<string, number>>;
      /** How long before the telegram single values were read, seconds; absent where all are of its time. */
      readonly ageS?: Readonly<Record<string, number>>;
      readonly unknown: readonly string[];
      /** Proof of the telegram; absent for formats without a checksum. */
      readonly check?: Check;
      /** Correction that was needed for the checksum to hold. */
      readonly note?: string;
    }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly hint?: string }
);

/** Line for a file in which no telegram was found. */
export function noTelegram(bytes: Uint8Array, reason: string, hint: string): DecodeLine {
  const message = `no telegram among ${bytes.length} bytes: ${reason}`;
  return { offset: 0, bytes: bytes.length, format: "unknown", ok: false, code: "UNSUPPORTED", message, hint };
}
