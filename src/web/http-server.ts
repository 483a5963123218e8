import { createServer, type Server, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener, RequestError } from "@hono/node-server";
import type { Hono } from "hono";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { KeyedCounter } from "../source/keyed-counter.ts";
import { addressOf, type ListenAt, type ListenerLabels, listenAt, listensAt, placeOf } from "../source/listener.ts";
import { logOncePerClient } from "../source/log-once.ts";
import { PendingConnections } from "../source/pending-connections.ts";
import type { PreviewEnv } from "./preview-env.ts";

/** A running web server. */
export interface HttpServer {
  /** `http://127.0.0.1:8080/`; with port 0, the port that the system chose. */
  readonly address: string;
  /** Ends every connection and stops listening. */
  stop(): Promise<void>;
}

/** Open connections, event streams included: of all clients, and of one address. A browser keeps six. */
const CONNECTIONS = { ofAll: 128, ofOne: 48 } as const;
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000, // interval at which the two above are checked; Node's own is 30 s
  keepAliveTimeout: 5_000,
  maxHeaderSize: 8_192,
} as const;
/** Idle time after which a connection is closed; event streams send something every ten seconds. */
const IDLE_MS = 120_000;

const PREVIEW: ListenerLabels = { code: "PREVIEW_LISTEN", name: "the preview", key: "preview.listen", hints: {} };

/** Security headers of responses to malformed requests, which reach no route. */
const SECURITY_HEADERS = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;

/**
 * Serves an app over HTTP. Connections are bounded in number, headers in size and time.
 * @throws WattframeError `PREVIEW_LISTEN` with a hint, when the address is not available
 */
export async function serveHttp(app: Hono<PreviewEnv>, at: ListenAt, log: Log): Promise<HttpServer> {
  const errorHandler = (thrown: unknown) =>
    new Response(null, { status: thrown instanceof RequestError ? 400 : 500, headers: SECURITY_HEADERS });
  const listener = getRequestListener(app.fetch, { errorHandler });
  const server = createServer(TIMEOUTS, (request, response) => {
    if (request.url?.startsWith("/")) void listener(request, response);
    else response.writeHead(400, { ...SECURITY_HEADERS, Connection: "close" }).end(); // not a proxy
  });
  server.maxConnections = CONNECTIONS.ofAll;
  server.timeout = IDLE_MS;
  server.on("clientError", rejectMalformed);
  limitByAddress(server);
  limitSilent(server, log);
  await listenAt(at, server, PREVIEW);
  server.on("error", (error) => log.warn({ error: messageOf(error) }, "the page's server cannot accept connections"));
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

const MALFORMED_STATUS: Readonly<Record<string, 408 | 431>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Answers what is not HTTP, and what came too slowly, as Node does by itself, but with the security headers. A connection
 * that has sent nothing gets no answer.
 */
function rejectMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  const isSilent = socket instanceof Socket && socket.bytesRead === 0;
  if (isSilent || !socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const status = MALFORMED_STATUS[error.code ?? ""] ?? 400;
  const lines = Object.entries({ ...SECURITY_HEADERS, Connection: "close", "Content-Length": "0" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", ""].join("\r\n"), () => socket.destroy());
}

function limitByAddress(server: Server): void {
  const open = new KeyedCounter();
  server.on("connection", (socket) => {
    const from = addressOf(socket);
    const count = open.add(from);
    socket.once("close", () => open.remove(from));
    if (count > CONNECTIONS.ofOne) socket.destroy();
  });
}

/** Keeps connections that have not sent a request in places of their own, so that they shut out nobody who sends one. */
function limitSilent(server: Server, log: Log): void {
  const waiting = new PendingConnections();
  const logOnce = logOncePerClient(log);
  server.on("connection", (socket) => {
    const crowded = waiting.add(socket, addressOf(socket));
    if (crowded !== undefined) logOnce("preview", { from: crowded }, CROWDED);
  });
  server.on("request", ({ socket }) => waiting.remove(socket));
}

const CROWDED = "too many connections without a request; the oldest of this address are closed";
