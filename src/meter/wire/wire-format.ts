import type { ErrorCode } from "../../errors.ts";
import type { AnnouncedUnits } from "../announced-unit.ts";
import type { AssumedUnit } from "../assumed-unit.ts";
import type { MeterIdentity } from "../meter-identity.ts";
import type { Quantity, Values } from "../quantity.ts";
import type { UnitName } from "../unit.ts";

/** What one message told. One message may hold several telegrams (raw bytes), so a decoder answers with a list. */
export type Decoded =
  | {
      readonly kind: "values";
      readonly values: Values;
      /** True when this is a whole telegram, false when it is one topic of a burst. */
      readonly whole: boolean;
      /** The meter's own clock, local, `YYYY-MM-DDTHH:MM:SS`. */
      readonly meterClock?: string;
      /** Number of the telegram since its reader was started, and how long ago that was, seconds. */
      readonly sequence?: { readonly seq: number; readonly upS?: number };
      /** By what the meter names itself, as fingerprints. */
      readonly identity?: MeterIdentity;
      /** OBIS codes (`1-0:99.97.0`) or names that are in no table; reported, never dropped in silence. */
      readonly unknown?: readonly string[];
      /** Quantities that came without a value (`nan`, a unit that does not fit): the meter has them, the value now is not known. */
      readonly none?: readonly Quantity[];
      /** Present when the telegram carries a checksum that does not fit, which the configuration allows. */
      readonly check?: "wrong";
      /** True when the checksum holds only with line ends CR LF: something on the way has changed them. */
      readonly hasOtherLineEnds?: true;
      /** The unit that the values' name was taken to mean, because nothing told it; absent where the unit is certain. */
      readonly assumed?: AssumedUnit;
    }
  | { readonly kind: "status"; readonly online: boolean }
  /** A telegram that failed its check or cannot be read, or bytes that hold none; it gives no value, ever. */
  | {
      readonly kind: "refused";
      readonly code: ErrorCode;
      readonly message: string;
      /** What would help, one sentence. */
      readonly hint?: string;
      readonly bytes: Uint8Array;
    }
  /** A topic that belongs to the reader but carries no value (its log, its diagnostics). */
  | { readonly kind: "ignored" };

/** What a plain number on one topic means. */
export interface WireMapping {
  readonly quantity: Quantity;
  /** The unit in which it is published. */
  readonly unit: UnitName;
  /**
   * True when the number is signed net power: positive is import, negative is export, the other one is then 0.
   * Only for active and reactive power; default false.
   */
  readonly signed?: boolean;
}

/** What the configuration says about one meter's messages. */
export interface WireOptions {
  /** Accept ASCII telegrams that end in `!` without a checksum or with a wrong one; default false. */
  readonly allowNoCrc?: boolean;
  /** What the tables do not know, or know otherwise, by ESPHome object id (`power`) or relative topic (`house/power`; empty for the prefix itself). */
  readonly mapping?: Readonly<Record<string, WireMapping>>;
  /** Units that the reader itself announced, by relative topic; the configuration's mapping comes before them. */
  readonly told?: AnnouncedUnits;
}

/**
 * Decodes the messages of one meter, in order. It may remember the tail of a telegram that was cut in two, nothing else.
 * Any bytes give values, a refusal or a WattframeError, nothing else.
 * @throws WattframeError `WIRE_NUMBER`, `WIRE_JSON`, `WIRE_SHAPE` or `WIRE_TOO_LARGE`
 */
export type WireDecoder = (topic: string, payload: Uint8Array) => readonly Decoded[];

/** One way in which meters and their readers speak over MQTT. Topics are relative to the meter's prefix: `sensor/x/state`; empty for the prefix itself. */
export interface WireFormat {
  readonly id: string;
  /** Whether this format reads such a message; exactly one format accepts each message that any reads. */
  readonly accepts: (topic: string, payload: Uint8Array, options?: WireOptions) => boolean;
  readonly decoder: (options: WireOptions) => WireDecoder;
  /** What a topic that carries one number is about, whether or not its payload can be read. */
  readonly quantitiesOf?: (topic: string, options: WireOptions) => readonly Quantity[];
}
