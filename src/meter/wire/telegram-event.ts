import type { Check, Refused, TelegramContent, TelegramFormat } from "./telegram.ts";

/** A telegram that was found in a stream, or one that had to be refused. */
export type TelegramEvent = {
  /** Its start, in bytes from the start of the stream. */
  readonly offset: number;
  /** Its bytes as they came; several segments are joined with what is between them. */
  readonly raw: Uint8Array;
  readonly format: TelegramFormat;
} & Outcome;

/** Result of reading a telegram. */
export type Outcome = ({ readonly ok: true } & CheckedContent) | Refused;

/** Content of a telegram, and its proof. */
interface CheckedContent extends TelegramContent {
  readonly check: Check;
  /** True when the checksum holds only with line ends CR LF: something on the way has changed them. */
  readonly hasOtherLineEnds?: true;
  /** True when it was encrypted and its frame counter is not above the last one: it was sent before. */
  readonly isReplayed?: true;
}
