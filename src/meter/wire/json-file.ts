import { WattframeError } from "../../errors.ts";
import { latin1Of } from "../bytes.ts";
import { type DecodeLine, noTelegram } from "./decode-line.ts";
import type { DecodedValues } from "./decoded.ts";
import { parsedJson } from "./payload.ts";
import { SCORE } from "./score.ts";
import type { FileFormat } from "./wire-format.ts";

/** A format whose telegrams are JSON objects. */
interface JsonTelegrams {
  readonly id: string;
  /** Line for the help of `decode`. */
  readonly description: string;
  /** Key that only telegrams of this format have. */
  readonly key: string;
  /**
   * Values of one telegram; `place` leads every message.
   * @throws WattframeError `WIRE_JSON`, `WIRE_SHAPE` or `WIRE_NUMBER`
   */
  readonly read: (place: string, text: string) => DecodedValues;
}

/** Files of JSON telegrams, one a line or one over several lines. */
export function jsonFile(format: JsonTelegrams): FileFormat {
  return {
    description: format.description,
    accepts: (bytes) => scoreOf(bytes, format),
    decode: (bytes) => linesOf(bytes, format),
  };
}

/** Any JSON object may be one that is broken; one with the key is. */
function scoreOf(bytes: Uint8Array, { key }: JsonTelegrams): number {
  const start = latin1Of(bytes.subarray(0, 4_096));
  if (!/^\s*\{/.test(start)) return SCORE.none;
  return start.includes(`${JSON.stringify(key)}:`) ? SCORE.certain : SCORE.topic;
}

function linesOf(bytes: Uint8Array, format: JsonTelegrams): readonly DecodeLine[] {
  const text = latin1Of(bytes);
  const lines = [...textLines(text)];
  if (lines.length === 1 || lines.some(({ line }) => hasKey(parsedJson(line), format.key)))
    return lines.map(({ offset, line }) => lineOf(offset, line, format));
  if (parsedJson(text) !== undefined) return [lineOf(0, text.trimEnd(), format)];
  if (lines.some(({ line }) => isRecorded(parsedJson(line))))
    return [noTelegram(bytes, "they are a recording", "wattframe values --replay reads it.")];
  return [noTelegram(bytes, `none of their lines is a JSON telegram of ${format.id}`, "See doc/reader-protocol.md.")];
}

function* textLines(text: string): Generator<{ readonly offset: number; readonly line: string }> {
  let offset = 0;
  for (const line of text.split("\n")) {
    if (line.trim() !== "") yield { offset, line };
    offset += line.length + 1;
  }
}

function hasKey(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}

function isRecorded(value: unknown): boolean {
  return hasKey(value, "t") && hasKey(value, "topic");
}

function lineOf(offset: number, text: string, { id, read }: JsonTelegrams): DecodeLine {
  const head = { offset, bytes: text.length, format: id };
  try {
    const { meterClock, values, unknown = [] } = read(`byte ${offset}`, text);
    return { ...head, ok: true, ...(meterClock !== undefined && { meterClock }), values, unknown };
  } catch (error) {
    if (!(error instanceof WattframeError)) throw error;
    const code = error.code === "WIRE_SHAPE" ? "UNSUPPORTED" : "MALFORMED";
    const { message, hint } = error;
    return { ...head, ok: false, code, message, ...(hint !== undefined && { hint }) };
  }
}
