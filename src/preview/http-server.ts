import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { messageOf, WattframeError } from "../errors.ts";
import { type ListenAt, listensAt, placeOf } from "../source/listener.ts";
import type { PreviewEnv } from "./preview-env.ts";

/** A web server that listens. */
export interface HttpServer {
  /** `http://127.0.0.1:8080/`; where port 0 was asked for, the one that was given. */
  readonly address: string;
  /** Ends every connection and stops listening. */
  stop(): Promise<void>;
}

const MAX_CONNECTIONS = 128;
const MAX_OF_ONE = 48; // connections of one address; a browser keeps six
const BOUNDS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 8_192,
} as const;

/**
 * Serves an app over HTTP. Connections are bounded in number, headers in size and time.
 * @throws WattframeError `PREVIEW_REFUSED` that says what to do, when the address cannot be had
 */
export async function serveHttp(app: Hono<PreviewEnv>, at: ListenAt): Promise<HttpServer> {
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer(BOUNDS, (request, response) => void listener(request, response));
  server.maxConnections = MAX_CONNECTIONS;
  boundByAddress(server);
  await listen(server, at);
  const place = listensAt(server);
  return {
    address: `http://${placeOf(place)}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function boundByAddress(server: Server): void {
  const open = new Map<string, number>();
  server.on("connection", (socket) => {
    const from = socket.remoteAddress ?? "";
    const count = (open.get(from) ?? 0) + 1;
    open.set(from, count);
    socket.once("close", () => {
      const left = (open.get(from) ?? 1) - 1;
      if (left > 0) open.set(from, left);
      else open.delete(from);
    });
    if (count > MAX_OF_ONE) socket.destroy();
  });
}

function listen(server: Server, at: ListenAt): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => reject(cannotListen(at, cause)));
    server.listen(at.port, at.host, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

const HINTS: Readonly<Record<string, string>> = {
  EADDRINUSE: "Another program listens there, perhaps a second kiosk: choose another port in preview.listen.",
  EACCES: "Ports below 1024 need root: choose one above in preview.listen.",
  EADDRNOTAVAIL: "This machine does not have that address: write 0.0.0.0 for all of its addresses.",
};

function cannotListen(at: ListenAt, cause: Error): WattframeError {
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  return new WattframeError("PREVIEW_REFUSED", `the preview cannot listen at ${placeOf(at)}: ${messageOf(cause)}`, {
    hint: HINTS[code] ?? "Check preview.listen in the configuration.",
    cause,
  });
}
