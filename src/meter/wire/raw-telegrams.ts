import { WattframeError } from "../../errors.ts";
import { bytesOfHex, latin1Of } from "../bytes.ts";
import type { Decoded, WireDecoder } from "./decoded.ts";
import { quantityOfCode } from "./fact.ts";
import { HDLC_FLAG } from "./hdlc-frame.ts";
import { maskRefused, maskTelegrams } from "./mask-telegrams.ts";
import { MBUS_START } from "./mbus-frame.ts";
import { MAX_TEXT_BYTES } from "./payload.ts";
import { SHARED_STATUS } from "./reader-status.ts";
import { SCORE } from "./score.ts";
import { isTelegramFormat, TELEGRAM_FORMATS, type TelegramFormat } from "./telegram.ts";
import type { TelegramEvent } from "./telegram-event.ts";
import { telegramFile } from "./telegram-file.ts";
import { TelegramStream } from "./telegram-stream.ts";
import { UnreadBytes } from "./unread-bytes.ts";
import type { WireFormat, WireOptions } from "./wire-format.ts";

/** Topic of a meter's own bytes below the prefix; they may come on the prefix itself too. */
export const RAW_TOPIC = "raw";

/** Beginning of an ASCII telegram at the beginning of a line. */
const IDENTIFICATION = /(?:^|[\r\n])\/[A-Za-z]{3}/;

/** Beginning of a raw telegram, as bytes or as hex: `/ISK5` of ASCII, flag and format of an HDLC frame. */
const TELEGRAM_START =
  /^\s*(?:\/[A-Za-z]{3}|\x7e[\xa0-\xaf]|\x68..\x68|[\xdb\xdc][\b]|7e\s?a|d[bc]\s?08|68\s?..\s?..\s?68|2f\s?(?:[46][1-9a-f]|[57][\da]))/i;

/**
 * Row of one grammar of telegrams on `raw` or on the prefix itself. The rows share decoder and file reader, so that a meter
 * has one stream whatever its messages begin with.
 */
export function rawFormat(id: TelegramFormat, description: string): WireFormat {
  return {
    id,
    accepts: (topic, payload, options) => scoreOf(id, topic, payload, options),
    decoder: rawDecoder,
    status: SHARED_STATUS,
    isStream: true,
    mask: (topic, payload) => (isRaw(topic, payload) ? maskTelegrams(payload) : undefined),
    file: telegramFile(description),
  };
}

/** Score by what begins in the message. A piece of a telegram shows nothing: on `raw` it is read, on the prefix where the format is named. */
function scoreOf(id: TelegramFormat, topic: string, payload: Uint8Array, options: WireOptions): number {
  if (topic !== RAW_TOPIC && topic !== "") return SCORE.none;
  const begun = grammarIn(payload);
  if (begun !== undefined) return begun === id ? SCORE.certain : SCORE.none;
  if (topic === "" && options.format === undefined) return SCORE.none;
  return id === "p1-ascii" ? SCORE.topic : SCORE.possible;
}

/** The grammar of a telegram that begins in bytes or hex; frames before ASCII. */
function grammarIn(payload: Uint8Array): TelegramFormat | undefined {
  const bytes = payload.length > MAX_TEXT_BYTES ? payload : (bytesOfHex(payload) ?? payload);
  if (bytes.some((byte, i) => byte === HDLC_FLAG && (bytes[i + 1] ?? 0) >>> 4 === 0xa)) return "dlms-hdlc";
  if (bytes.some((byte, i) => byte === MBUS_START && bytes[i + 3] === MBUS_START && bytes[i + 1] === bytes[i + 2]))
    return "dlms-mbus";
  return IDENTIFICATION.test(latin1Of(bytes)) ? "p1-ascii" : undefined;
}

/** Telegrams are masked on whatever topic they come. */
function isRaw(topic: string, payload: Uint8Array): boolean {
  return /(?:^|\/)raw$/.test(topic) || TELEGRAM_START.test(latin1Of(payload.subarray(0, 64)));
}

/**
 * Decodes the meter's own bytes, as bytes or as hex, all grammars at once unless one is named; a telegram may be cut into
 * several messages.
 * @throws WattframeError `WIRE_TOO_LARGE`
 */
function rawDecoder({ format = "", ...options }: WireOptions): WireDecoder {
  const formats = isTelegramFormat(format) ? [format] : TELEGRAM_FORMATS;
  const stream = new TelegramStream({ ...options, formats });
  const unread = new UnreadBytes();
  let isHex = false;
  return (topic, payload) => {
    if (payload.length > MAX_TEXT_BYTES) {
      throw new WattframeError("WIRE_TOO_LARGE", `${topic}: ${payload.length} bytes, more than ${MAX_TEXT_BYTES}`, {
        hint: "Publish one telegram, or a piece of one, per message.",
      });
    }
    const decoded = bytesOfHex(payload);
    // A piece of a telegram in bytes may look like hex: what began as bytes continues as bytes.
    if (stream.pendingBytes === 0) isHex = decoded !== undefined;
    const bytes = isHex && decoded !== undefined ? decoded : payload;
    const events = [...stream.push(bytes), ...stream.endOfMessage()];
    if (events.length === 0) return unread.take(bytes, stream.pendingBytes);
    unread.clear();
    return events.map(decodedOf);
  };
}

function decodedOf(event: TelegramEvent): Decoded {
  if (!event.ok) {
    const { code, message, hint, raw } = event;
    return { kind: "refused", code, message, ...(hint !== undefined && { hint }), bytes: raw, mask: maskRefused };
  }
  const { values, identity, meterClock, ageMsOf, atMsOf, unknown, check, hasOtherLineEnds, isReplayed } = event;
  const none = unknown.flatMap((code) => quantityOfCode(code)?.key ?? []);
  return {
    kind: "values",
    values,
    whole: true,
    ...(meterClock !== undefined && { meterClock }),
    ...(ageMsOf && { ageMsOf }),
    ...(atMsOf && { atMsOf }),
    ...(Object.keys(identity).length > 0 && { identity }),
    ...(unknown.length > 0 && { unknown }),
    ...(none.length > 0 && { none }),
    ...(check === "wrong" && { check }),
    ...(hasOtherLineEnds && { hasOtherLineEnds }),
    ...(isReplayed && { isReplayed }),
  };
}
