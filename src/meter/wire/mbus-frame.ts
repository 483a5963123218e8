import type { ByteWindow } from "./byte-window.ts";
import type { LinkFrame } from "./link-frame.ts";
import { type Found, NOTHING, refused, type StreamPhase } from "./telegram.ts";

/** The byte that opens a long frame, twice with the length between. */
export const MBUS_START = 0x68;

const MBUS_STOP = 0x16;
/** Control fields of a meter that sends by itself: send user data, with and without the frame count bit. */
const CONTROLS: ReadonlySet<number> = new Set([0x53, 0x73]);
/** Before the length counts, and behind what it counts (check, stop). */
const [HEAD_BYTES, TAIL_BYTES] = [4, 2];
/** Control field, address, control information, source and destination. */
const HEADER_BYTES = 5;
/** Control information of DLMS over M-Bus: five bits, the highest on the last segment, the others its number. */
const [MAX_INFORMATION, LAST_SEGMENT, NUMBER] = [0x1f, 0x10, 0x0f];
/** First bytes of what meters send in such frames: notifications, encrypted ones, blocks. */
const APDU_TAGS: ReadonlySet<number> = new Set([0x0f, 0xdb, 0xdc, 0xdd, 0xe0]);

/**
 * The M-Bus frame with a part of a DLMS telegram that opens at `start`: `68 L L 68`, control, address, control information, source,
 * destination, content, sum of the bytes, `16`. Frames of other applications are nothing; one whose check is wrong is refused
 * where a telegram begins in it.
 * @source EN 13757-2 (frame), EN 13757-1 and EN 13757-3 (control information 0x00 to 0x1F)
 */
export function mbusFrameAt(window: ByteWindow, start: number, phase: StreamPhase): LinkFrame | Found {
  const [length, again, second] = [window.at(start + 1), window.at(start + 2), window.at(start + 3)];
  const [control, , information] = [window.at(start + 4), 0, window.at(start + 6)];
  const isOther =
    (again !== undefined && again !== length) ||
    (second !== undefined && second !== MBUS_START) ||
    (control !== undefined && !CONTROLS.has(control)) ||
    (information !== undefined && information > MAX_INFORMATION);
  if (isOther || (length ?? HEADER_BYTES) < HEADER_BYTES) return NOTHING;
  const informationAt = start + HEAD_BYTES + HEADER_BYTES;
  if (information === undefined || control === undefined || length === undefined)
    return { kind: "more", until: start + HEAD_BYTES + HEADER_BYTES };
  const checkAt = start + HEAD_BYTES + length;
  const end = checkAt + TAIL_BYTES;
  if (window.end < end) return cutAt(window, start, end, phase);
  const isRight = window.at(checkAt) === window.sum(start + HEAD_BYTES, checkAt) && window.at(end - 1) === MBUS_STOP;
  const sequence = information & NUMBER;
  if (!isRight) {
    const opens = sequence === 0 && APDU_TAGS.has(window.at(informationAt) ?? 0);
    const refusal = () => refused("FCS_MISMATCH", "the M-Bus frame's checksum or its end is wrong");
    return opens ? { kind: "refused", end, refusal } : NOTHING;
  }
  return {
    kind: "frame",
    link: "mbus",
    start,
    end,
    next: end,
    isSegment: (information & LAST_SEGMENT) === 0,
    sequence,
    control,
    information: window.view(informationAt, checkAt),
    informationAt,
  };
}

function cutAt(window: ByteWindow, start: number, end: number, phase: StreamPhase): Found {
  if (phase !== "ended") return { kind: "more", until: end };
  const refusal = () =>
    refused("TRUNCATED", `the M-Bus frame has ${end - start} bytes and only ${window.end - start} came`);
  return { kind: "refused", end: window.end, refusal };
}
