import type { ErrorCode } from "../../errors.ts";
import type { AssumedUnits } from "../assumed-unit.ts";
import type { MeterIdentity } from "../meter-identity.ts";
import type { Quantity, Values } from "../quantity.ts";
import type { Diagnostics } from "../reader-diagnosis.ts";

/** Values that one message carries: a whole telegram, or one topic of a burst. */
export interface DecodedValues {
  readonly kind: "values";
  readonly values: Values;
  /** True when this is a whole telegram, false when it is one topic of a burst. */
  readonly whole: boolean;
  /** True when it is a state that its sender publishes again by itself, as after a start, whether or not a meter renewed it. */
  readonly isState?: true;
  /** Instant at which the values were true by the sender's own clock, milliseconds since 1970 UTC; absent where it gives no time. */
  readonly atMs?: number;
  /** The same for single quantities, where their time differs from that of the others. */
  readonly atMsOf?: { readonly [Q in Quantity]?: number };
  /** How long before the message single values were read, milliseconds, where the sender gives that instead of a time. */
  readonly ageMsOf?: { readonly [Q in Quantity]?: number };
  /** The meter's own clock, local, `YYYY-MM-DDTHH:MM:SS`. */
  readonly meterClock?: string;
  /** Number of the telegram since its reader was started, and how long ago that was, seconds. */
  readonly sequence?: { readonly seq: number; readonly upS?: number };
  /** Numbers by which the meter names itself, as fingerprints. */
  readonly identity?: MeterIdentity;
  /** OBIS codes (`1-0:99.97.0`) or names that are in no table; of a topic with one number the key that maps it. */
  readonly unknown?: readonly string[];
  /** Quantities that came without a value (`nan`, a unit that does not fit): the meter has them, the value now is not known. */
  readonly none?: readonly Quantity[];
  /** Present when the telegram carries a checksum that does not fit, which the configuration allows. */
  readonly check?: "wrong";
  /** True when the checksum holds only with line ends CR LF: something on the way has changed them. */
  readonly hasOtherLineEnds?: true;
  /** True when the telegram was encrypted and its frame counter is not above the last one: it was sent before. */
  readonly isReplayed?: true;
  /** Time between two of the sender's telegrams as it is delivered, milliseconds; absent where they come as the meter sends. */
  readonly usualIntervalMs?: number;
  /** True when the sender publishes only changes: while it says that it is online, what it sent last holds. */
  readonly changesOnly?: true;
  /** The units that were assumed from the values' names, because nothing announced them; a unit that is certain has no key. */
  readonly assumed?: AssumedUnits;
}

/** Result of decoding one message. One message may hold several telegrams (raw bytes), so a decoder answers with a list. */
export type Decoded =
  | DecodedValues
  | { readonly kind: "status"; readonly online: boolean }
  /** A telegram that failed its check or cannot be read, or bytes that hold none; it never has a value. */
  | {
      readonly kind: "refused";
      readonly code: ErrorCode;
      readonly message: string;
      /** Remedy, one sentence. */
      readonly hint?: string;
      readonly bytes: Uint8Array;
      /** Returns the beginning of these bytes with identifiers masked. */
      readonly mask: (bytes: Uint8Array) => Uint8Array;
    }
  /** What the reader says of itself. */
  | { readonly kind: "diagnostics"; readonly diagnostics: Diagnostics }
  /** A topic that belongs to the reader but carries no value (its log). */
  | { readonly kind: "ignored" };

/**
 * Decodes the messages of one meter, in order. Its state is the beginning of a telegram that was cut in two, and of a sender's
 * last values what the meaning of the next depends on. Any bytes result in values, a refusal or a WattframeError.
 * @throws WattframeError `WIRE_NUMBER`, `WIRE_JSON`, `WIRE_SHAPE` or `WIRE_TOO_LARGE`
 */
export type WireDecoder = (topic: string, payload: Uint8Array) => readonly Decoded[];
