/**
 * Event that {@link packetWatch} reports for each MQTT packet as soon as its header has passed: type (1–14), announced bytes, and
 * the four flags beside the type.
 */
export type OnPacket = (type: number, lengthBytes: number, flags: number) => void;

/** The type of the answer to a login. @source MQTT 3.1.1, table 2.1 */
export const CONNACK = 2;

/** The type of a packet that carries a message. @source MQTT 3.1.1, table 2.1 */
export const PUBLISH = 3;

const MAX_LENGTH_BYTES = 4; // of the length field, MQTT 3.1.1, 2.2.3

/**
 * Follows one direction of an MQTT connection without keeping any of it, so that a packet that is too long is known
 * before anybody has put it together in memory. Feed it the bytes in order, in any pieces. A length field that never
 * ends is reported as an infinite length; nothing is reported after that.
 */
export function packetWatch(onPacket: OnPacket): (chunk: Uint8Array) => void {
  let type = 0; // of the packet whose length is being read; 0 between packets
  let flags = 0;
  let length = 0;
  let lengthBytes = 0;
  let toSkip = 0;
  return (chunk) => {
    let position = 0;
    while (position < chunk.length && toSkip !== Infinity) {
      if (toSkip > 0) {
        const skipped = Math.min(toSkip, chunk.length - position);
        toSkip -= skipped;
        position += skipped;
        continue;
      }
      const byte = chunk[position] ?? 0;
      position += 1;
      if (type === 0) {
        type = byte >> 4 || 15; // type 0 is forbidden; any non-zero name keeps the place
        flags = byte & 0x0f;
        continue;
      }
      length += (byte & 0x7f) * 128 ** lengthBytes;
      lengthBytes += 1;
      const endless = byte >= 0x80 && lengthBytes === MAX_LENGTH_BYTES;
      if (byte >= 0x80 && !endless) continue;
      toSkip = endless ? Infinity : length;
      onPacket(type, toSkip, flags);
      type = 0;
      length = 0;
      lengthBytes = 0;
    }
  };
}
