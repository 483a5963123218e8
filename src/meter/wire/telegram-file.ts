import { bytesOfHex, latin1Of } from "../bytes.ts";
import { type DecodeLine, noTelegram } from "./decode-line.ts";
import { SCORE } from "./score.ts";
import { isTelegramFormat, type TelegramContent } from "./telegram.ts";
import type { TelegramEvent } from "./telegram-event.ts";
import { TelegramStream } from "./telegram-stream.ts";
import { type Diagnosis, diagnoseBytes } from "./unrecognized-bytes.ts";
import type { FileFormat } from "./wire-format.ts";

/** Files of a meter's own bytes: any file may hold some. */
export function telegramFile(description: string): FileFormat {
  return { description, accepts: () => SCORE.possible, decode: decodeTelegrams };
}

function decodeTelegrams(bytes: Uint8Array, { formats, ...options }: Parameters<FileFormat["decode"]>[1]) {
  const stream = new TelegramStream({ ...options, formats: formats.filter(isTelegramFormat) });
  const events = [...stream.push(bytes), ...stream.end()];
  if (events.length > 0) return events.map((event) => lineOf(event, bytes));
  const { what, hint } = diagnosisOf(bytes);
  return [noTelegram(bytes, what, hint)];
}

function diagnosisOf(bytes: Uint8Array): Diagnosis {
  if (bytes.length === 0) return { what: "there are none", hint: "Record what comes on the topic raw." };
  if (bytesOfHex(bytes)) return { what: "they are hex digits", hint: "--hex reads them." };
  return diagnoseBytes(bytes);
}

function lineOf(event: TelegramEvent, input: Uint8Array): DecodeLine {
  const { offset, format } = event;
  const head = { offset, bytes: event.raw.length + lineEndAfter(event, input), format };
  if (!event.ok) {
    const { code, message, hint } = event;
    return { ...head, ok: false, code, message, ...(hint !== undefined && { hint }) };
  }
  const { meterClock, values, ageMsOf, unknown, check, hasOtherLineEnds, isReplayed } = event;
  const note =
    (hasOtherLineEnds && "something has changed the line ends; the checksum holds with CR LF") ||
    (isReplayed &&
      "its frame counter is not above the last one: it was sent before, or the meter began to count again");
  const clock = meterClock !== undefined && { meterClock };
  return { ...head, ok: true, ...clock, values, ...agesIn(ageMsOf), unknown, check, ...(note && { note }) };
}

function agesIn(ageMsOf: TelegramContent["ageMsOf"]): { readonly ageS?: Readonly<Record<string, number>> } {
  if (ageMsOf === undefined) return {};
  return { ageS: Object.fromEntries(Object.entries(ageMsOf).map(([quantity, ms]) => [quantity, ms / 1_000])) };
}

/** Bytes of line end that belong to an ASCII telegram that has an end; 0 for others. */
function lineEndAfter(event: TelegramEvent, input: Uint8Array): number {
  if (event.format !== "p1-ascii" || (!event.ok && event.code === "TRUNCATED")) return 0;
  const end = event.offset + event.raw.length;
  return /^(?:\r\n|\r|\n)?/.exec(latin1Of(input.subarray(end, end + 2)))?.[0].length ?? 0;
}
