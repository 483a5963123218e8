import { WattframeError } from "../../errors.ts";
import { bytesOfHex } from "../bytes.ts";
import { QUANTITY_BY_OBIS } from "../quantity.ts";
import { HDLC_FLAG } from "./hdlc-frame.ts";
import { MAX_TEXT_BYTES } from "./payload.ts";
import { READER_TOPICS } from "./reader-topics.ts";
import type { TelegramFormat } from "./telegram.ts";
import { type TelegramEvent, TelegramStream } from "./telegram-stream.ts";
import { UnreadBytes } from "./unread-bytes.ts";
import type { Decoded, WireDecoder, WireOptions } from "./wire-format.ts";

/** An electricity object's code; its groups C.D.E name the quantity. */
const ELECTRICITY = /^1-\d+:(\d+\.\d+\.\d+)$/;

/** Whether a message holds raw telegrams, and of which grammar: frames when one may open in it, else ASCII. */
export function rawFormatOf(topic: string, payload: Uint8Array): TelegramFormat | undefined {
  if (topic !== READER_TOPICS.raw) return undefined;
  const bytes = payload.length > MAX_TEXT_BYTES ? payload : (bytesOfHex(payload) ?? payload);
  const opens = bytes.some((byte, i) => byte === HDLC_FLAG && (bytes[i + 1] ?? 0) >>> 4 === 0xa);
  return opens ? "dlms-hdlc" : "p1-ascii";
}

/**
 * Decodes the meter's own bytes on `raw`, as bytes or as hex, both grammars at once; a telegram may be cut into several
 * messages. One function for both rows, so that a meter has one stream whatever its messages begin with.
 * @throws WattframeError `WIRE_TOO_LARGE`
 */
export function rawDecoder({ allowNoCrc = false }: WireOptions): WireDecoder {
  const stream = new TelegramStream({ allowNoCrc });
  const unread = new UnreadBytes();
  let isHex = false;
  return (topic, payload) => {
    if (payload.length > MAX_TEXT_BYTES) {
      throw new WattframeError("WIRE_TOO_LARGE", `${topic}: ${payload.length} bytes, more than ${MAX_TEXT_BYTES}`, {
        hint: "Publish one telegram, or a piece of one, per message.",
      });
    }
    const decoded = bytesOfHex(payload);
    // A piece of a telegram in bytes may look like hex: what has begun as bytes goes on as bytes.
    if (stream.pendingBytes === 0) isHex = decoded !== undefined;
    const bytes = isHex && decoded !== undefined ? decoded : payload;
    const events = [...stream.push(bytes), ...stream.settle()];
    if (events.length === 0) return unread.take(bytes, stream.pendingBytes);
    unread.clear();
    return events.map(decodedOf);
  };
}

function decodedOf(event: TelegramEvent): Decoded {
  if (!event.ok) {
    const { code, message, hint, raw } = event;
    return { kind: "refused", code, message, ...(hint !== undefined && { hint }), bytes: raw };
  }
  const { values, identity, meterClock, unknown, check, hasOtherLineEnds } = event;
  const none = unknown.flatMap((code) => QUANTITY_BY_OBIS.get(ELECTRICITY.exec(code)?.[1] ?? "")?.key ?? []);
  return {
    kind: "values",
    values,
    whole: true,
    ...(meterClock !== undefined && { meterClock }),
    ...(Object.keys(identity).length > 0 && { identity }),
    ...(unknown.length > 0 && { unknown }),
    ...(none.length > 0 && { none }),
    ...(check === "wrong" && { check }),
    ...(hasOtherLineEnds && { hasOtherLineEnds }),
  };
}
