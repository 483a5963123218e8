import type { Values } from "../meter/quantity.ts";
import { crc16X25 } from "../meter/wire/crc.ts";
import { LLC_PUSH } from "../meter/wire/hdlc-frame.ts";
import { encodeNotification } from "./encode-notification.ts";

/** Form of a binary telegram. */
export interface FrameOptions {
  /** The meter's own local time, `YYYY-MM-DDTHH:MM:SS`. */
  readonly meterClock: string;
  /** Information bytes per frame: a longer telegram goes out in segments, as some meters do. As many as a frame takes when absent. */
  readonly segmentBytes?: number;
  /** Encrypts the telegram; it goes out as plain text when absent. */
  readonly seal?: (plain: Uint8Array) => Uint8Array;
}

const FLAG = 0x7e;
const ADDRESS = [0x41, 0x08, 0x83, 0x13]; // destination, source, control: as Aidon's

/** One binary telegram (EFS) with both flags and all checks. @source IEC 62056-46 */
export function encodeHdlc(
  values: Values,
  { meterClock, segmentBytes, seal = (plain) => plain }: FrameOptions,
): Uint8Array {
  const information = [...LLC_PUSH, ...seal(encodeNotification(values, meterClock))];
  const size = segmentBytes ?? information.length;
  const frames: Uint8Array[] = [];
  for (let at = 0; at < information.length; at += size) {
    frames.push(frame(information.slice(at, at + size), at + size < information.length));
  }
  return Buffer.concat(frames);
}

function frame(information: readonly number[], isSegment: boolean): Uint8Array {
  const length = 2 + ADDRESS.length + 2 + information.length + 2;
  const format = 0xa000 | (isSegment ? 0x0800 : 0) | length;
  const header = [format >>> 8, format & 0xff, ...ADDRESS];
  const body = [...header, ...lowFirst(crc16X25(Uint8Array.from(header))), ...information];
  return Uint8Array.from([FLAG, ...body, ...lowFirst(crc16X25(Uint8Array.from(body))), FLAG]);
}

function lowFirst(check: number): readonly number[] {
  return [check & 0xff, check >>> 8];
}
