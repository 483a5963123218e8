import { WattframeError } from "../../errors.ts";
import { latin1Of } from "../bytes.ts";
import type { Check, TelegramFormat } from "./telegram.ts";
import { type TelegramEvent, TelegramStream } from "./telegram-stream.ts";
import { readTelegram } from "./wattframe-reader.ts";

/** What `decode` prints for one telegram, key by key in this order. */
export type DecodeLine = {
  /** Where the telegram starts, in bytes from the start of the input. */
  readonly offset: number;
  /** Its length with its closing flag, or its line end. */
  readonly bytes: number;
  readonly format: TelegramFormat | "wattframe-reader";
} & (
  | {
      readonly ok: true;
      readonly meterClock?: string;
      readonly values: Readonly<Record<string, number>>;
      readonly unknown: readonly string[];
      /** What proves the telegram; absent for the reader's JSON, which has no checksum. */
      readonly check?: Check;
      /** What was put right so that its checksum holds. */
      readonly note?: string;
    }
  | { readonly ok: false; readonly code: string; readonly message: string }
);

/** What to look for in a file. */
export interface DecodeFileOptions {
  /** `auto` finds both serial grammars, or the reader's JSON when the input begins with `{`. */
  readonly format: "auto" | TelegramFormat | "wattframe-reader";
  readonly allowNoCrc: boolean;
}

/** Every telegram of a file, found or refused, in order. */
export function decodeFile(bytes: Uint8Array, { format, allowNoCrc }: DecodeFileOptions): readonly DecodeLine[] {
  const isJson = format === "wattframe-reader" || (format === "auto" && /^\s*\{/.test(latin1Of(bytes.subarray(0, 64))));
  if (isJson) return decodeJsonLines(bytes);
  const formats = format === "p1-ascii" || format === "dlms-hdlc" ? { formats: [format] } : {};
  const stream = new TelegramStream({ allowNoCrc, ...formats });
  return [...stream.push(bytes), ...stream.end()].map((event) => lineOf(event, bytes));
}

function lineOf(event: TelegramEvent, input: Uint8Array): DecodeLine {
  const { offset, format } = event;
  const head = { offset, bytes: event.raw.length + lineEndAfter(event, input), format };
  if (!event.ok) return { ...head, ok: false, code: event.code, message: event.message };
  const { meterClock, values, unknown, check, hasOtherLineEnds } = event;
  const note = hasOtherLineEnds && "something has changed the line ends; the checksum holds with CR LF";
  const clock = meterClock !== undefined && { meterClock };
  return { ...head, ok: true, ...clock, values, unknown, check, ...(note && { note }) };
}

/** How many bytes of line end belong to an ASCII telegram that has an end; 0 for others. */
function lineEndAfter(event: TelegramEvent, input: Uint8Array): number {
  if (event.format !== "p1-ascii" || (!event.ok && event.code === "TRUNCATED")) return 0;
  const end = event.offset + event.raw.length;
  return /^(?:\r\n|\r|\n)?/.exec(latin1Of(input.subarray(end, end + 2)))?.[0].length ?? 0;
}

function decodeJsonLines(bytes: Uint8Array): readonly DecodeLine[] {
  const lines: DecodeLine[] = [];
  let offset = 0;
  for (const text of latin1Of(bytes).split("\n")) {
    if (text.trim() !== "") lines.push(jsonLineOf(offset, text));
    offset += text.length + 1;
  }
  return lines;
}

function jsonLineOf(offset: number, text: string): DecodeLine {
  const head = { offset, bytes: text.length, format: "wattframe-reader" } as const;
  try {
    const { meterClock, values, unknown = [] } = readTelegram(`byte ${offset}`, text);
    return { ...head, ok: true, ...(meterClock !== undefined && { meterClock }), values, unknown };
  } catch (error) {
    if (!(error instanceof WattframeError)) throw error;
    const code = error.code === "WIRE_SHAPE" ? "UNSUPPORTED" : "MALFORMED";
    return { ...head, ok: false, code, message: error.message };
  }
}
