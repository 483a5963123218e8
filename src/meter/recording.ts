import { WattframeError } from "../errors.ts";
import { isoInstantMs } from "./iso-instant.ts";

/** One message of a recording: what was published, and when. */
export interface RecordedMessage {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  readonly topic: string;
  readonly payload: Uint8Array;
  /** True when it was published to be kept by the broker, or had been kept by it when it was recorded. */
  readonly retain: boolean;
  readonly qos: 0 | 1 | 2;
  /** Present when it had been kept by the broker before the recording began: its values are of an unknown age. */
  readonly kept?: true;
  /** Instant at which the connection to the broker was made again, on the first message after that: what comes then may be sent again. */
  readonly reconnectedMs?: number;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const LONE_SURROGATE = /\p{Surrogate}/u;
const NOT_IN_TOPICS = ["+", "#", "\0"]; // MQTT 3.1.1, 4.7.1.1 and 1.5.3: never in the name of a published topic

/**
 * One line of a recording, without its line end: a JSON object of `t`, `topic`, `payload`, `retain` and `qos`, in this
 * order; `payloadBase64` replaces `payload` where the bytes are not UTF-8, and `kept` and `reconnected` (an instant)
 * follow where they are present. The same message gives the same text.
 */
export function recordingLine(message: RecordedMessage): string {
  const text = utf8(message.payload);
  return JSON.stringify({
    t: new Date(message.atMs).toISOString(),
    topic: message.topic,
    ...(text === undefined ? { payloadBase64: Buffer.from(message.payload).toString("base64") } : { payload: text }),
    retain: message.retain,
    qos: message.qos,
    ...(message.kept && { kept: true }),
    ...(message.reconnectedMs !== undefined && { reconnected: new Date(message.reconnectedMs).toISOString() }),
  });
}

/**
 * The message on one line of a recording. `retain`, `qos`, `kept` and `reconnected` may be left out (false, 0, false, never); other keys are
 * passed over, so that a recording may carry notes.
 * @param lineNumber from 1, for the error
 * @throws WattframeError `RECORDING_INVALID`, naming the line and what is wrong with it
 */
export function recordedMessage(line: string, lineNumber: number): RecordedMessage {
  const {
    t,
    topic,
    payload,
    payloadBase64,
    retain = false,
    qos = 0,
    kept = false,
    reconnected,
  } = fields(line, lineNumber);
  const wrong = (what: string): WattframeError => invalid(lineNumber, what);
  const atMs = instant("t", t, wrong);
  if (typeof topic !== "string" || !isTopic(topic)) throw wrong('"topic" must be a topic without wildcards');
  if (typeof retain !== "boolean") throw wrong('"retain" must be true or false');
  if (qos !== 0 && qos !== 1 && qos !== 2) throw wrong('"qos" must be 0, 1 or 2');
  if (typeof kept !== "boolean") throw wrong('"kept" must be true or false');
  const message: RecordedMessage = {
    atMs,
    topic,
    payload: bytes(payload, payloadBase64, wrong),
    retain,
    qos,
  };
  return {
    ...message,
    ...(kept && { kept }),
    ...(reconnected !== undefined && { reconnectedMs: instant("reconnected", reconnected, wrong) }),
  };
}

function instant(key: string, value: unknown, wrong: (what: string) => WattframeError): number {
  const ms = typeof value === "string" ? isoInstantMs(value) : undefined;
  if (ms !== undefined) return ms;
  throw wrong(`"${key}" must be an instant with its zone such as 2026-01-15T18:00:00.000Z`);
}

/**
 * The messages of a whole recording, in the order of its lines; empty lines are passed over.
 * @throws WattframeError `RECORDING_INVALID`, naming the line, when the iteration comes to a malformed one
 */
export function* recordedMessages(lines: Iterable<string>): Generator<RecordedMessage> {
  let lineNumber = 0;
  for (const line of lines) {
    lineNumber += 1;
    if (line.trim() !== "") yield recordedMessage(line, lineNumber);
  }
}

function fields(line: string, lineNumber: number): RecordingFields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw invalid(lineNumber, "not JSON", cause); // the parser's own words quote the line, which may be binary
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(lineNumber, "not a JSON object");
  }
  return value;
}

interface RecordingFields {
  readonly t?: unknown;
  readonly topic?: unknown;
  readonly payload?: unknown;
  readonly payloadBase64?: unknown;
  readonly retain?: unknown;
  readonly qos?: unknown;
  readonly kept?: unknown;
  readonly reconnected?: unknown;
}

function isTopic(text: string): boolean {
  return text !== "" && !LONE_SURROGATE.test(text) && !NOT_IN_TOPICS.some((sign) => text.includes(sign));
}

function bytes(payload: unknown, base64: unknown, wrong: (what: string) => WattframeError): Uint8Array {
  if ((payload === undefined) === (base64 === undefined)) {
    throw wrong('exactly one of "payload" and "payloadBase64" must be there');
  }
  if (base64 === undefined) {
    if (typeof payload !== "string" || LONE_SURROGATE.test(payload)) throw wrong('"payload" must be a text');
    return ENCODER.encode(payload);
  }
  if (typeof base64 !== "string" || !BASE64.test(base64))
    throw wrong('"payloadBase64" must be base64 with its padding');
  return new Uint8Array(Buffer.from(base64, "base64"));
}

/** The text of these bytes; absent when they are not UTF-8. */
function utf8(payload: Uint8Array): string | undefined {
  try {
    return UTF8.decode(payload);
  } catch {
    return undefined;
  }
}

function invalid(lineNumber: number, what: string, cause?: unknown): WattframeError {
  return new WattframeError("RECORDING_INVALID", `line ${lineNumber} of the recording: ${what}`, {
    hint: "A recording is JSON Lines, one message a line, as wattframe record and wattframe simulate write them.",
    cause,
  });
}
