import { crc16X25 } from "./crc.ts";
import { type Found, NOTHING, refused, type StreamPhase } from "./telegram.ts";

/** One HDLC frame whose header and content passed their checks. */
export interface HdlcFrame {
  readonly kind: "frame";
  /** Where the opening flag stands. */
  readonly start: number;
  /** One past the closing flag, or past the FCS when no flag follows. */
  readonly end: number;
  /** Where a next frame may open: at the closing flag, which it may share. */
  readonly next: number;
  /** Whether more segments of the same telegram follow. */
  readonly isSegment: boolean;
  /** Destination and source address and control byte, as sent. */
  readonly address: Uint8Array;
  /** The information field, without FCS; empty when the frame carries none. */
  readonly information: Uint8Array;
  /** Where the information field starts. */
  readonly informationAt: number;
}

/** The flag that opens and closes frames; inside a frame it is a byte like any other. */
export const HDLC_FLAG = 0x7e;

const MAX_ADDRESS_BYTES = 4; // IEC 62056-46 clause 6.4.2.2
const LLC = [0xe6, 0xe7, 0x00]; // IEC 62056-46 clause 5.3.3: a server's unconfirmed push

interface Header {
  readonly length: number;
  readonly isSegment: boolean;
  readonly addressEnd: number;
}

/**
 * The frame that opens at `start`, where a flag stands: cut by its length field and never by a flag, HCS and FCS verified.
 * A flag that opens nothing readable is nothing; what looks like a frame (its header check holds, or a telegram's LLC
 * follows) and fails is refused.
 * @source IEC 62056-46 clause 6.4 (frame format type 3)
 */
export function hdlcFrameAt(bytes: Uint8Array, start: number, phase: StreamPhase): HdlcFrame | Found {
  const header = headerAt(bytes, start);
  if ("kind" in header) return header;
  const { length, addressEnd } = header;
  const fcsEnd = start + 1 + length;
  const hcsAt = addressEnd + 1;
  const hasInformation = hcsAt + 2 < fcsEnd;
  if (fcsEnd < hcsAt + 2) return NOTHING;
  if (bytes.length < hcsAt + 2) return { kind: "more", until: hcsAt + 2 };
  if (hasInformation && checkAt(bytes, hcsAt) !== crc16X25(bytes, start + 1, hcsAt)) {
    return withoutHeaderCheck(bytes, hcsAt + 2);
  }
  if (bytes.length < fcsEnd) return truncated(bytes, start, fcsEnd, phase);
  if (bytes.length === fcsEnd && phase === "open") return { kind: "more", until: fcsEnd + 1 };
  if (checkAt(bytes, fcsEnd - 2) !== crc16X25(bytes, start + 1, fcsEnd - 2)) {
    if (!hasInformation) return NOTHING; // without a header check of its own it is more likely noise
    const end = bytes[fcsEnd] === HDLC_FLAG ? fcsEnd + 1 : fcsEnd;
    return { kind: "refused", end, refusal: refused("FCS_MISMATCH", "the frame's checksum is wrong") };
  }
  return frame(bytes, start, header, hasInformation ? hcsAt + 2 : fcsEnd - 2);
}

function headerAt(bytes: Uint8Array, start: number): Header | Found {
  if (bytes.length < start + 3) return { kind: "more", until: start + 3 };
  const format = ((bytes[start + 1] ?? 0) << 8) | (bytes[start + 2] ?? 0);
  const length = format & 0x07ff;
  if (format >>> 12 !== 0xa || length < 7) return NOTHING; // type 3; shortest: format, two addresses, control, FCS
  let at = start + 3;
  for (let address = 0; address < 2; address++) {
    const end = addressEnd(bytes, at);
    if (typeof end !== "number") return end;
    at = end;
  }
  return { length, isSegment: (format & 0x0800) !== 0, addressEnd: at };
}

function addressEnd(bytes: Uint8Array, from: number): number | Found {
  for (let at = from; at < from + MAX_ADDRESS_BYTES; at++) {
    const byte = bytes[at];
    if (byte === undefined) return { kind: "more", until: at + 1 };
    if (byte & 1) return at + 1; // the lowest bit marks the last byte
  }
  return NOTHING;
}

function checkAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

/** A header whose check is wrong, with the information at `at`: refused where a telegram's LLC stands there, else noise. */
function withoutHeaderCheck(bytes: Uint8Array, at: number): Found {
  for (const [i, expected] of LLC.entries()) {
    if (bytes.length <= at + i) return { kind: "more", until: at + i + 1 };
    if (bytes[at + i] !== expected) return NOTHING;
  }
  return {
    kind: "refused",
    end: at,
    refusal: refused("HCS_MISMATCH", "the frame's header checksum is wrong, so its length cannot be trusted"),
  };
}

function truncated(bytes: Uint8Array, start: number, fcsEnd: number, phase: StreamPhase): Found {
  if (phase !== "ended") return { kind: "more", until: fcsEnd };
  const [has, needs] = [bytes.length - start - 1, fcsEnd - start - 1];
  const refusal = refused("TRUNCATED", `the frame says ${needs} bytes and only ${has} came`);
  return { kind: "refused", end: bytes.length, refusal };
}

function frame(bytes: Uint8Array, start: number, header: Header, informationAt: number): HdlcFrame {
  const fcsEnd = start + 1 + header.length;
  const closed = bytes[fcsEnd] === HDLC_FLAG;
  return {
    kind: "frame",
    start,
    end: closed ? fcsEnd + 1 : fcsEnd,
    next: fcsEnd,
    isSegment: header.isSegment,
    address: bytes.slice(start + 3, header.addressEnd + 1),
    information: bytes.slice(informationAt, fcsEnd - 2),
    informationAt,
  };
}
