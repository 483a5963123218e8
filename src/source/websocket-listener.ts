import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import { SOCKETS } from "./listener.ts";

/** Rules for connections over WebSocket. */
export interface WebSocketRules {
  /** Called with each connection before anything of it is read. */
  admit(socket: Socket): void;
  /** Tells whether a page of this origin may connect; undefined stands for a client that is no browser. */
  isOriginAllowed(origin: string | undefined): boolean;
  /** Serves the MQTT in a WebSocket. */
  serve(stream: Duplex, socket: Socket): void;
  /** Limit of one WebSocket message, which is assembled in memory; bytes. */
  readonly messageBytes: number;
  /** Milliseconds from the first SYN to the end of the handshake; 10 s by default. */
  readonly handshakeMs?: number;
}

/** In the order of preference. @source MQTT 3.1.1, 6 (`mqtt`); MQTT 3.1 named none, its clients send `mqttv3.1` */
const SUBPROTOCOLS = ["mqtt", "mqttv3.1"] as const;

const HANDSHAKE_MS = 10_000;
const HEADER_BYTES = 16_384; // a browser sends the cookies of all ports of this host
const CLOSING = { closeTimeout: 2_000 }; // milliseconds; missing in the types of ws
const MAX_FRAGMENTS = 4_096; // of one message
const MAX_PIECES = 4_096; // of the network that one frame may come in
const UNSUPPORTED_DATA = 1003; // RFC 6455, 7.4.1

/**
 * A server, not listening yet, that speaks MQTT over WebSocket on any path. What is no such handshake is answered in
 * HTTP and closed; what does not get through its handshake in time is ended.
 * @source MQTT 3.1.1, 6; RFC 6455
 */
export function webSocketServer(rules: WebSocketRules): Server {
  const handshakes = webSockets(rules);
  const deadlines = new WeakMap<Duplex, NodeJS.Timeout>();
  const server = createServer({ ...SOCKETS, maxHeaderSize: HEADER_BYTES }, askForUpgrade);
  server.on("connection", (socket) => {
    rules.admit(socket);
    const deadline = setTimeout(() => socket.destroy(), rules.handshakeMs ?? HANDSHAKE_MS);
    deadlines.set(socket, deadline);
    socket.once("close", () => clearTimeout(deadline));
  });
  server.on("upgrade", (request, socket, head) => {
    handshakes.handleUpgrade(request, socket, head, (ws) => {
      clearTimeout(deadlines.get(socket));
      rules.serve(new WebSocketStream(ws), request.socket);
    });
  });
  return server;
}

/** Returns what does the handshakes: the version, the key, the origin, the subprotocol. */
function webSockets({ isOriginAllowed, messageBytes }: WebSocketRules): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: messageBytes,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_PIECES,
    ...CLOSING,
    verifyClient: ({ req }, answer) => {
      const { origin, "sec-websocket-origin": oldOrigin } = req.headers; // the latter before RFC 6455, in version 8
      const isAllowed = isOriginAllowed(origin ?? (oldOrigin === undefined ? undefined : String(oldOrigin)));
      if (!isAllowed) answer(false, 403, "pages of this origin are not allowed");
      else if (subprotocolOf(offeredBy(req)) === undefined) answer(false, 400, "the subprotocol mqtt is needed");
      else answer(true);
    },
    handleProtocols: (offered) => subprotocolOf(offered) ?? false,
  });
}

const subprotocolOf = (offered: ReadonlySet<string>): string | undefined =>
  SUBPROTOCOLS.find((name) => offered.has(name));

function offeredBy({ headers }: IncomingMessage): ReadonlySet<string> {
  return new Set(headers["sec-websocket-protocol"]?.split(",").map((name) => name.trim()));
}

function askForUpgrade(_request: IncomingMessage, response: ServerResponse): void {
  const headers = { upgrade: "websocket", connection: "upgrade, close", "content-type": "text/plain" };
  response.writeHead(426, headers).end("Only MQTT over WebSocket is spoken here.\n"); // RFC 9110, 15.5.22
}

/**
 * Stream of the bytes in the binary messages of a WebSocket; their bounds mean nothing in MQTT. Text closes the connection
 * with a reason, which the stream of the ws package would deliver as data.
 */
class WebSocketStream extends Duplex {
  readonly #ws: WebSocket;

  constructor(ws: WebSocket) {
    super({ allowHalfOpen: false });
    this.#ws = ws;
    ws.on("message", (data, isBinary) => this.#take(data, isBinary));
    ws.on("close", () => this.push(null));
    ws.on("error", (error) => this.destroy(error));
  }

  #take(data: RawData, isBinary: boolean): void {
    if (this.destroyed) return;
    if (!isBinary) {
      this.#ws.close(UNSUPPORTED_DATA, "MQTT goes in binary frames"); // MQTT-6.0.0-1
      this.destroy();
    } else if (!this.push(data)) this.#ws.pause();
  }

  override _read(): void {
    this.#ws.resume();
  }

  /** Drops data after the other side has gone, which the reading end reports. */
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#ws.readyState === WebSocket.OPEN) this.#ws.send(chunk, done);
    else done();
  }

  override _final(done: () => void): void {
    this.#ws.close();
    done();
  }

  /** Lets a WebSocket that is closing send its close frame. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#ws.readyState === WebSocket.OPEN) this.#ws.terminate();
    done(error);
  }
}
