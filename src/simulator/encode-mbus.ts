import type { Values } from "../meter/quantity.ts";
import type { FrameOptions } from "./encode-hdlc.ts";
import { encodeNotification } from "./encode-notification.ts";

const [START, STOP] = [0x68, 0x16];
const [CONTROL, BROADCAST] = [0x53, 0xff];
const PORTS = [0x01, 0x67]; // source: management; destination: the customer's port
const LAST_SEGMENT = 0x10;
/** Most bytes that a frame carries behind its header. */
const SEGMENT_BYTES = 245;

/** One binary telegram in M-Bus frames. @source EN 13757-2, EN 13757-1 */
export function encodeMbus(
  values: Values,
  { meterClock, segmentBytes = SEGMENT_BYTES, seal = (plain) => plain }: FrameOptions,
): Uint8Array {
  const information = [...seal(encodeNotification(values, meterClock))];
  const frames: Uint8Array[] = [];
  for (let at = 0; at < information.length; at += segmentBytes) {
    const isLast = at + segmentBytes >= information.length;
    frames.push(frame(information.slice(at, at + segmentBytes), (frames.length & 0x0f) | (isLast ? LAST_SEGMENT : 0)));
  }
  return Buffer.concat(frames);
}

function frame(information: readonly number[], controlInformation: number): Uint8Array {
  const counted = [CONTROL, BROADCAST, controlInformation, ...PORTS, ...information];
  const sum = counted.reduce((total, byte) => (total + byte) & 0xff, 0);
  return Uint8Array.from([START, counted.length, counted.length, START, ...counted, sum, STOP]);
}
