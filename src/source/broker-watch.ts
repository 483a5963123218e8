import { CONNACK, PUBLISH, packetWatch } from "./packet-watch.ts";

/** A larger packet of a broker is not read: the connection is cut before it fills the memory. */
export const MAX_PACKET_BYTES = 4 * 1024 * 1024;

const CONNACK_BYTES = 2; // MQTT 3.1.1, 3.2.1
/** Limit of the retained messages at QoS 2 on one connection, together. */
const MAX_HELD_BYTES = 8 * 1024 * 1024;

/**
 * Looks at what a broker sends to a client that has subscribed at QoS 0, and calls back with what cannot be accepted.
 * Feed it the bytes in order. A live message above QoS 0 is a broken broker's, and at QoS 2 it would be kept until
 * the broker releases it, which it may never do. Some brokers (aedes) send retained messages at the QoS that they were published
 * at, whatever was subscribed, so these may be, within bounds.
 */
export function brokerWatch(onFault: (reason: string) => void): (chunk: Uint8Array) => void {
  let heldBytes = 0;
  return packetWatch((type, lengthBytes, flags) => {
    if (type === CONNACK && lengthBytes !== CONNACK_BYTES) onFault("the broker's answer to the login is malformed");
    const what = type === PUBLISH ? "a message" : "a packet";
    if (lengthBytes > MAX_PACKET_BYTES) onFault(`the broker sent ${what} of ${lengthBytes} bytes, far too large`);
    if (type !== PUBLISH) return;
    const qos = (flags >> 1) & 3; // MQTT 3.1.1, 3.3.1
    const isRetained = (flags & 1) === 1;
    if (qos === 2) heldBytes += lengthBytes;
    if (qos > 0 && !isRetained) onFault(`the broker sent a message at QoS ${qos}, though QoS 0 was subscribed to`);
    else if (heldBytes > MAX_HELD_BYTES) onFault("the broker sent too many retained messages at QoS 2");
  });
}
