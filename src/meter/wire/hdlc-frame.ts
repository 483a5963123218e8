import type { ByteWindow } from "./byte-window.ts";
import type { LinkFrame } from "./link-frame.ts";
import { type Found, NOTHING, refused, type StreamPhase } from "./telegram.ts";

/** The beginning of a frame, its check right where it has one. */
export interface HdlcHeader {
  readonly kind: "header";
  readonly isSegment: boolean;
  /** Place of the control byte. */
  readonly controlAt: number;
  /** True when the frame carries information, and so a check of its header. */
  readonly hasInformation: boolean;
  /** One past the FCS, by the length field. */
  readonly end: number;
}

/** The flag that opens and closes frames; inside a frame it is a byte like any other. */
export const HDLC_FLAG = 0x7e;

const SHORTEST_FRAME = 7; // format, two addresses, control, FCS
const MAX_ADDRESS_BYTES = 4; // IEC 62056-46 clause 6.4.2.2
/** LLC header of a telegram's information. @source IEC 62056-46 clause 5.3.3 */
export const LLC_PUSH = [0xe6, 0xe7, 0x00] as const;
/** The same as some meters send it, like a request. */
const LLC_REQUEST = [0xe6, 0xe6, 0x00] as const;
/** The headers by which a telegram is known. */
export const LLC_HEADERS = [LLC_PUSH, LLC_REQUEST] as const;

/** Length of a telegram's LLC header, bytes. */
export const LLC_BYTES = LLC_PUSH.length;

/** Returns whether bytes begin with a telegram's LLC header, or as much of one as there are bytes. */
export function opensTelegram(bytes: Uint8Array): boolean {
  return LLC_HEADERS.some((header) => header.every((byte, i) => (bytes[i] ?? byte) === byte));
}

/**
 * The frame that opens at `start`, which is a flag: cut by its length field and never by a flag, HCS and FCS verified.
 * A flag that opens nothing readable is nothing; what looks like a frame (its header check holds, or a telegram's LLC
 * follows) and fails is refused.
 * @source IEC 62056-46 clause 6.4 (frame format type 3)
 */
export function hdlcFrameAt(window: ByteWindow, start: number, phase: StreamPhase): LinkFrame | Found {
  const header = hdlcHeaderAt(window, start);
  if (header.kind !== "header") return header;
  const { end, hasInformation } = header;
  if (window.end < end) return truncated(window, start, end, phase);
  if (window.end === end && phase === "open") return { kind: "more", until: end + 1 };
  if (checkAt(window, end - 2) === window.x25(start + 1, end - 2)) return frame(window, start, header);
  if (!hasInformation) return NOTHING; // without a header check of its own it is more likely noise
  const refusal = () => refused("FCS_MISMATCH", "the frame's checksum is wrong");
  return { kind: "refused", end: window.at(end) === HDLC_FLAG ? end + 1 : end, refusal };
}

/** The header of the frame that opens at `start`, which is a flag; a handful of bytes are looked at. */
export function hdlcHeaderAt(window: ByteWindow, start: number): HdlcHeader | Found {
  if (window.end < start + 3) return { kind: "more", until: start + 3 };
  const format = ((window.at(start + 1) ?? 0) << 8) | (window.at(start + 2) ?? 0);
  const length = format & 0x07ff;
  if (format >>> 12 !== 0xa || length < SHORTEST_FRAME) return NOTHING; // type 3
  let controlAt = start + 3;
  for (let address = 0; address < 2; address++) {
    const end = addressEnd(window, controlAt);
    if (typeof end !== "number") return end;
    controlAt = end;
  }
  const end = start + 1 + length;
  const informationAt = controlAt + 3;
  if (end < informationAt) return NOTHING;
  if (window.end < informationAt) return { kind: "more", until: informationAt };
  const hasInformation = informationAt < end;
  if (hasInformation && checkAt(window, controlAt + 1) !== window.x25(start + 1, controlAt + 1)) {
    return withoutHeaderCheck(window, informationAt);
  }
  return { kind: "header", isSegment: (format & 0x0800) !== 0, controlAt, hasInformation, end };
}

function addressEnd(window: ByteWindow, from: number): number | Found {
  for (let at = from; at < from + MAX_ADDRESS_BYTES; at++) {
    const byte = window.at(at);
    if (byte === undefined) return { kind: "more", until: at + 1 };
    if (byte & 1) return at + 1; // the lowest bit marks the last byte
  }
  return NOTHING;
}

function checkAt(window: ByteWindow, at: number): number {
  return (window.at(at) ?? 0) | ((window.at(at + 1) ?? 0) << 8);
}

/** A header whose check is wrong, with the information at `at`: refused where a telegram's LLC follows, else noise. */
function withoutHeaderCheck(window: ByteWindow, at: number): Found {
  const information = window.view(at, at + LLC_BYTES);
  if (!opensTelegram(information)) return NOTHING;
  if (information.length < LLC_BYTES) return { kind: "more", until: at + information.length + 1 };
  return {
    kind: "refused",
    end: at,
    refusal: () => refused("HCS_MISMATCH", "the frame's header checksum is wrong, so its length cannot be trusted"),
  };
}

function truncated(window: ByteWindow, start: number, end: number, phase: StreamPhase): Found {
  if (phase !== "ended") return { kind: "more", until: end };
  const [has, needs] = [window.end - start - 1, end - start - 1];
  const refusal = () => refused("TRUNCATED", `the frame says ${needs} bytes and only ${has} came`);
  return { kind: "refused", end: window.end, refusal };
}

function frame(
  window: ByteWindow,
  start: number,
  { end, controlAt, hasInformation, isSegment }: HdlcHeader,
): LinkFrame {
  const informationAt = hasInformation ? controlAt + 3 : end - 2;
  return {
    kind: "frame",
    link: "hdlc",
    start,
    end: window.at(end) === HDLC_FLAG ? end + 1 : end,
    next: end,
    isSegment,
    control: window.at(controlAt) ?? 0,
    information: window.view(informationAt, end - 2),
    informationAt,
  };
}
