import { WattframeError } from "../../errors.ts";
import { bytesOfHex, latin1Of } from "../bytes.ts";
import type { Check, TelegramFormat } from "./telegram.ts";
import { type TelegramEvent, TelegramStream } from "./telegram-stream.ts";
import { type Diagnosis, diagnoseBytes } from "./unrecognized-bytes.ts";
import { readTelegram } from "./wattframe-reader.ts";

/** What `decode` prints for one telegram, key by key in this order; where a file holds none, one for the file. */
export type DecodeLine = {
  /** Where the telegram starts, in bytes from the start of the input. */
  readonly offset: number;
  /** Its length with its closing flag, or its line end. */
  readonly bytes: number;
  readonly format: TelegramFormat | "wattframe-reader" | "unknown";
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
  | { readonly ok: false; readonly code: string; readonly message: string; readonly hint?: string }
);

/** What to look for in a file. */
export interface DecodeFileOptions {
  /** `auto` finds both serial grammars, or the reader's JSON when the input begins with `{`. */
  readonly format: "auto" | TelegramFormat | "wattframe-reader";
  readonly allowNoCrc: boolean;
}

/** Every telegram of a file, found or refused, in order; one refusal of the whole where there is none. */
export function decodeFile(bytes: Uint8Array, { format, allowNoCrc }: DecodeFileOptions): readonly DecodeLine[] {
  const isJson = format === "wattframe-reader" || (format === "auto" && /^\s*\{/.test(latin1Of(bytes.subarray(0, 64))));
  if (isJson) return decodeJson(bytes);
  const formats = format === "p1-ascii" || format === "dlms-hdlc" ? { formats: [format] } : {};
  const stream = new TelegramStream({ allowNoCrc, ...formats });
  const events = [...stream.push(bytes), ...stream.end()];
  return events.length === 0 ? [noTelegram(bytes)] : events.map((event) => lineOf(event, bytes));
}

function noTelegram(bytes: Uint8Array): DecodeLine {
  const { what, hint } = diagnosisOf(bytes);
  const message = `no telegram among ${bytes.length} bytes: ${what}`;
  return { offset: 0, bytes: bytes.length, format: "unknown", ok: false, code: "UNSUPPORTED", message, hint };
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

/** The reader's telegrams, one a line or one over several lines. */
function decodeJson(bytes: Uint8Array): readonly DecodeLine[] {
  const text = latin1Of(bytes);
  const lines = [...linesOf(text)];
  if (lines.length === 1 || lines.some(({ line }) => isTelegram(parsed(line)))) {
    return lines.map(({ offset, line }) => jsonLineOf(offset, line));
  }
  if (parsed(text) !== undefined) return [jsonLineOf(0, text.trimEnd())];
  const isRecording = lines.some(({ line }) => isRecorded(parsed(line)));
  const [what, hint] = isRecording
    ? ["they are a recording", "wattframe values --replay reads it."]
    : ["none of their lines is a JSON telegram of the reader", "See doc/reader-protocol.md."];
  const message = `no telegram among ${bytes.length} bytes: ${what}`;
  return [{ offset: 0, bytes: bytes.length, format: "unknown", ok: false, code: "UNSUPPORTED", message, hint }];
}

function* linesOf(text: string): Generator<{ readonly offset: number; readonly line: string }> {
  let offset = 0;
  for (const line of text.split("\n")) {
    if (line.trim() !== "") yield { offset, line };
    offset += line.length + 1;
  }
}

function isTelegram(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("v" in value || "obis" in value);
}

function isRecorded(value: unknown): boolean {
  return typeof value === "object" && value !== null && "t" in value && "topic" in value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function jsonLineOf(offset: number, text: string): DecodeLine {
  const head = { offset, bytes: text.length, format: "wattframe-reader" } as const;
  try {
    const { meterClock, values, unknown = [] } = readTelegram(`byte ${offset}`, text);
    return { ...head, ok: true, ...(meterClock !== undefined && { meterClock }), values, unknown };
  } catch (error) {
    if (!(error instanceof WattframeError)) throw error;
    const code = error.code === "WIRE_SHAPE" ? "UNSUPPORTED" : "MALFORMED";
    const { message, hint } = error;
    return { ...head, ok: false, code, message, ...(hint !== undefined && { hint }) };
  }
}
