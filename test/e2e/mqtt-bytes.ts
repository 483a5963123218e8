/** A text as MQTT writes it: two bytes of length, then UTF-8. */
export function word(text: string | Uint8Array): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
}

/** One packet: its first byte, its length, its parts. */
export function packet(head: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  let left = body.length;
  do {
    length.push((left % 128) + (left >= 128 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Buffer.concat([Buffer.of(head, ...length), body]);
}

/** A CONNECT without a login. */
export const CONNECT = packet(0x10, word("MQTT"), Buffer.of(4, 2, 0, 30), word("raw"));

/** A CONNECT with one. */
export function connectAs({ username, password }: { username: string; password: string }, clientId = "raw"): Buffer {
  return packet(0x10, word("MQTT"), Buffer.of(4, 0xc2, 0, 0), word(clientId), word(username), word(password));
}

/** A PUBLISH at QoS 0. */
export const publish = (topic: string | Uint8Array, payload: string): Buffer =>
  packet(0x30, word(topic), Buffer.from(payload));

/** A SUBSCRIBE at QoS 0. */
export const subscribe = (filter: string): Buffer => packet(0x82, Buffer.of(0, 1), word(filter), Buffer.of(0));

/** An UNSUBSCRIBE. */
export const unsubscribe = (filter: string): Buffer => packet(0xa2, Buffer.of(0, 1), word(filter));
