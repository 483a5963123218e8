import { packetWatch } from "./packet-watch.ts";

/**
 * Objects to a connection from the moment on that a packet announces more than it may be; feed it the bytes in order.
 * @param limitBytes asked for each packet, since a login changes it
 * @param onExcess receives the announced bytes
 */
export function packetLimit(
  limitBytes: () => number,
  onExcess: (lengthBytes: number) => void,
): (chunk: Uint8Array) => string | undefined {
  let objection: string | undefined;
  const watch = packetWatch((_type, lengthBytes) => {
    if (lengthBytes <= limitBytes()) return;
    objection = `a packet of ${lengthBytes} bytes`;
    onExcess(lengthBytes);
  });
  return (chunk) => {
    watch(chunk);
    return objection;
  };
}
