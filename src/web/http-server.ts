import { createServer, type Server, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener, RequestError } from "@hono/node-server";
import type { Hono } from "hono";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { addressOf, type Doorkeeper, type ListenAt, listenAt, listensAt, placeOf } from "../source/listener.ts";
import { sayingOnce } from "../source/said-once.ts";
import { Tally } from "../source/tally.ts";
import { WaitingRoom } from "../source/waiting-room.ts";
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
  connectionsCheckingInterval: 1_000, // how often the two above are looked at; Node's own is 30 s
  keepAliveTimeout: 5_000,
  maxHeaderSize: 8_192,
} as const;
/** A connection on which nothing moves for so long is cut; event streams say something every ten seconds. */
const IDLE_MS = 120_000;

const PREVIEW: Doorkeeper = { code: "PREVIEW_LISTEN", name: "the preview", key: "preview.listen", hints: {} };

/** What even an answer to nonsense says, which no route ever sees. */
const LOCKED = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
} as const;

/**
 * Serves an app over HTTP. Connections are bounded in number, headers in size and time.
 * @throws WattframeError `PREVIEW_LISTEN` that says what to do, when the address cannot be had
 */
export async function serveHttp(app: Hono<PreviewEnv>, at: ListenAt, log: Log): Promise<HttpServer> {
  const errorHandler = (thrown: unknown) =>
    new Response(null, { status: thrown instanceof RequestError ? 400 : 500, headers: LOCKED });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler });
  const server = createServer(BOUNDS, (request, response) => {
    if (request.url?.startsWith("/")) void listener(request, response);
    else response.writeHead(400, { ...LOCKED, Connection: "close" }).end(); // we are nobody's proxy
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = IDLE_MS;
  server.on("clientError", refuseNonsense);
  boundByAddress(server);
  letWait(server, log);
  await listenAt(at, server, PREVIEW);
  server.on("error", (error) => log.warn({ error: messageOf(error) }, "the preview cannot take connections"));
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

const NONSENSE: Readonly<Record<string, 408 | 431>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Answers what is not HTTP, and what came too slowly, as Node would by itself, but locked down like everything else. Who
 * has said nothing at all is told nothing.
 */
function refuseNonsense(error: NodeJS.ErrnoException, socket: Duplex): void {
  const isSilent = socket instanceof Socket && socket.bytesRead === 0;
  if (isSilent || !socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const status = NONSENSE[error.code ?? ""] ?? 400;
  const lines = Object.entries({ ...LOCKED, Connection: "close", "Content-Length": "0" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", ""].join("\r\n"), () => socket.destroy());
}

function boundByAddress(server: Server): void {
  const open = new Tally();
  server.on("connection", (socket) => {
    const from = addressOf(socket);
    const count = open.add(from);
    socket.once("close", () => open.remove(from));
    if (count > MAX_OF_ONE) socket.destroy();
  });
}

/** Gives connections that have not asked anything yet places of their own, so that they keep nobody out who asks. */
function letWait(server: Server, log: Log): void {
  const waiting = new WaitingRoom();
  const sayOnce = sayingOnce(log);
  server.on("connection", (socket) => {
    const crowded = waiting.enter(socket, addressOf(socket));
    if (crowded !== undefined) sayOnce("preview", { from: crowded }, CROWDED);
  });
  server.on("request", ({ socket }) => waiting.leave(socket));
}

const CROWDED = "too many connections that ask for nothing; the oldest of this address are ended";
