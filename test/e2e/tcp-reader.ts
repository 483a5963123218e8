import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** A reader that hands on a meter's bytes over TCP. */
export interface TcpReader {
  readonly at: { readonly host: string; readonly port: number };
  /** Number of connections that were made to it. */
  readonly connections: number;
  /** Resolves once so many connections were made. */
  until(count: number): Promise<void>;
  /** Sends to whoever is connected. */
  send(bytes: Uint8Array | string): void;
  /** Ends the connections, as a reader does that restarts. */
  drop(): void;
  /** Takes no more connections; those that there are stay. */
  stopListening(): void;
  end(): Promise<void>;
}

/** A reader at a port of the loopback. @param port a free one by default */
export async function startTcpReader(port = 0): Promise<TcpReader> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    server.emit("counted");
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const until = async (count: number): Promise<void> => {
    if (connections >= count) return;
    await once(server, "counted");
    await until(count);
  };
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    at: { host: "127.0.0.1", port: (server.address() as AddressInfo).port },
    get connections() {
      return connections;
    },
    until,
    send: (bytes) => {
      for (const socket of sockets) socket.write(bytes);
    },
    drop,
    stopListening: () => void server.close(),
    end: async () => {
      drop();
      if (!server.listening) return;
      server.close();
      await once(server, "close");
    },
  };
}
