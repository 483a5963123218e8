import type { ErrorCode } from "../../errors.ts";
import type { MeterIdentity } from "../meter-identity.ts";
import type { Quantity, Values } from "../quantity.ts";

/**
 * Proof that a telegram came as it was sent: its checksum and of which kind, the FCS of its HDLC frames, the sum of its M-Bus frames,
 * or the tag of its encryption (`gcm`), which also proves who sent it. `none` where it
 * carries no checksum and none was asked for, `wrong` where it carries one that does not fit and that was allowed too.
 */
export type Check = "crc-16/arc" | "crc-16/x25" | "fcs" | "sum" | "gcm" | "none" | "wrong";

/** Content of one telegram, in base units. */
export interface TelegramContent {
  readonly values: Values;
  /** The meter's own clock, local, `YYYY-MM-DDTHH:MM:SS`; absent when the telegram carries none, or an impossible one. */
  readonly meterClock?: string;
  /** How long before the telegram single values were read, milliseconds: those of meters with a clock of their own. */
  readonly ageMsOf?: { readonly [Q in Quantity]?: number };
  /** The same as instants, milliseconds since 1970, where the telegram has no time of its own and the time zone is known. */
  readonly atMsOf?: { readonly [Q in Quantity]?: number };
  /** The meter's own numbers and names, as fingerprints; empty where it does not. */
  readonly identity: MeterIdentity;
  /** OBIS codes of objects that gave no value, in order; empty when there are none. */
  readonly unknown: readonly string[];
}

/** Circumstances of a binary telegram, by which its content is read. */
export interface NotificationContext {
  /** The first frame's control byte. */
  readonly control: number;
  /** Country of the grid, ISO 3166 code of two letters. */
  readonly country?: string;
  /** Time zone of the meter. */
  readonly timeZone?: string;
  /** The sender's maker, three letters of its system title; absent where nothing was encrypted. */
  readonly maker?: string;
}

/** Code of the reason why a telegram has no values. */
export type RefusalCode = Extract<
  ErrorCode,
  "CRC_MISMATCH" | "NO_CRC" | "HCS_MISMATCH" | "FCS_MISMATCH" | "TRUNCATED" | "UNSUPPORTED" | "MALFORMED"
>;

/** A telegram without values, and the reason. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  /** Remedy, one sentence. */
  readonly hint?: string;
  /** True when its bytes were read to their exact end and mean nothing: they are what was sent, and no garbage of a wrong key. */
  readonly isReadToEnd?: true;
}

/** A result without values. */
export type Refused = { readonly ok: false } & Refusal;

/** Content of a telegram, or the reason why it has none. */
export type TelegramResult = { readonly ok: true; readonly content: TelegramContent } | Refused;

/** A result without values. */
export function refused(code: RefusalCode, message: string, hint?: string): Refused {
  return { ok: false, code, message, ...(hint !== undefined && { hint }) };
}

/** The grammars of meters' serial ports. */
export const TELEGRAM_FORMATS = ["p1-ascii", "dlms-hdlc", "dlms-mbus"] as const;

/** One of {@link TELEGRAM_FORMATS}. */
export type TelegramFormat = (typeof TELEGRAM_FORMATS)[number];

/** Returns whether a format's id is that of one of the grammars. */
export function isTelegramFormat(id: string): id is TelegramFormat {
  return TELEGRAM_FORMATS.some((format) => format === id);
}

/** Finding of a grammar at one place of a byte stream. */
export type Found =
  /** No telegram starts here. */
  | { readonly kind: "nothing" }
  /** More bytes are needed: at least up to `until` (an index, excluded). */
  | { readonly kind: "more"; readonly until: number }
  /**
   * A telegram that must be refused; `end` is where it ends (excluded), the search continues one byte after its start. The
   * words are only made where it is reported.
   */
  | { readonly kind: "refused"; readonly end: number; readonly refusal: () => Refused };

/** State of a stream: more may come, a message ended here, or the stream ended. */
export type StreamPhase = "open" | "message-end" | "ended";

/** The answer that no telegram starts here. */
export const NOTHING: Found = { kind: "nothing" };

/** The quantities that belong to electricity are in group A = 1; any channel B. */
export function electricityCode(a: number, c: number, d: number, e: number): string | undefined {
  return a === 1 ? `${c}.${d}.${e}` : undefined;
}
