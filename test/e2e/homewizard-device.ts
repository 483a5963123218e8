import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

/** The first interface of a device. */
export interface PolledDevice {
  readonly host: string;
  /** What it answers with from now on; undefined is no answer at all. */
  answer: { readonly status: number; readonly body: string } | undefined;
  /** Measurements to answer with before that, one after the other. */
  readonly answers: string[];
  /** Number of questions so far. */
  readonly asked: number;
  until(asked: number): Promise<void>;
  end(): Promise<void>;
}

/** The second interface of a device. */
export interface SubscribedDevice {
  readonly host: string;
  /** Sends a measurement to whoever has subscribed. */
  measure(data: object): void;
  /** Resolves once somebody has subscribed. */
  readonly subscription: Promise<unknown>;
  /** Ends the connections. */
  drop(): void;
  end(): Promise<void>;
}

const listening = async (server: Server): Promise<string> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

export async function startPolledDevice(): Promise<PolledDevice> {
  const server = createServer((request, response) => {
    device.asked += 1;
    server.emit("counted");
    const next = device.answers.shift();
    const answer = next === undefined ? device.answer : { status: 200, body: next };
    if (answer === undefined) return;
    const isKnown = request.url === "/api/v1/data";
    response.writeHead(isKnown ? answer.status : 404, { "content-type": "application/json" });
    response.end(isKnown ? answer.body : "{}");
  });
  const host = await listening(server);
  const until = async (asked: number): Promise<void> => {
    if (device.asked >= asked) return;
    await once(server, "counted");
    await until(asked);
  };
  const device = {
    host,
    answer: { status: 200, body: "{}" } as PolledDevice["answer"],
    answers: [] as string[],
    asked: 0,
    until,
    end: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return device;
}

/** @param token the one that it lets in */
export async function startSubscribedDevice(
  { cert, key }: { readonly cert: string; readonly key: string },
  token: string,
): Promise<SubscribedDevice> {
  const server = createSecureServer({ cert, key }, (_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server, path: "/api/ws" });
  const subscribed = new Set<WebSocket>();
  sockets.on("connection", (socket) => {
    const send = (message: object) => socket.send(JSON.stringify(message));
    let isAuthorized = false;
    socket.on("close", () => subscribed.delete(socket));
    socket.on("message", (data) => {
      const { type, data: what } = JSON.parse((data as Buffer).toString()) as { type: string; data: string };
      if (type === "authorization" && what === token) {
        isAuthorized = true;
        send({ type: "authorized" });
      } else if (!isAuthorized) send({ type: "error", data: { message: "user:unauthorized" } });
      else if (type === "subscribe" && what === "measurement") {
        subscribed.add(socket);
        server.emit("subscribed");
      }
    });
    send({ type: "authorization_requested", data: { api_version: "2.0.0" } });
  });
  const subscription = once(server, "subscribed");
  const host = await listening(server);
  return {
    host,
    subscription,
    measure: (data) => {
      const text = JSON.stringify({ type: "measurement", data });
      if (subscribed.size === 0) server.once("subscribed", () => [...subscribed].map((socket) => socket.send(text)));
      for (const socket of subscribed) socket.send(text);
    },
    drop: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
    end: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
