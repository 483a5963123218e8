import { once } from "node:events";
import { connect } from "node:net";
import { CONNECT, publish } from "../e2e/mqtt-bytes.ts";

/** Bytes that are written at once, at least. */
const CHUNK_BYTES = 65_536;

/** Publishes messages as fast as a broker takes them. */
export async function flood(
  port: number,
  messages: Iterable<readonly [topic: string, payload: string]>,
): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {}); // a broker may end it
  await once(socket, "connect");
  const answered = once(socket, "data");
  socket.write(CONNECT);
  await answered;
  const write = async (packets: readonly Buffer[]) => {
    if (!socket.destroyed && !socket.write(Buffer.concat(packets)))
      await Promise.race([once(socket, "drain"), once(socket, "close")]);
  };
  let packets: Buffer[] = [];
  let bytes = 0;
  for (const [topic, payload] of messages) {
    const packet = publish(topic, payload);
    packets.push(packet);
    bytes += packet.length;
    if (bytes < CHUNK_BYTES) continue;
    await write(packets);
    [packets, bytes] = [[], 0];
  }
  await write(packets);
  socket.end();
  await once(socket, "close");
}
