import { createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { type EmbeddedBrokerOptions, packetLimitBytes } from "./embedded-broker-options.ts";
import { addressOf, isLoopbackOrigin, type ListenAt, listenAt, listensAt, placeOf, SOCKETS } from "./listener.ts";
import type { LogOnce } from "./log-once.ts";
import { PendingConnections } from "./pending-connections.ts";
import type { WebSocketRules } from "./websocket-listener.ts";

/** Connection from outside that speaks MQTT from its first byte. */
export interface ClientConnection {
  readonly stream: Duplex;
  /** Its network address; an IPv4 address is written as one, over whatever socket it came. */
  readonly address: string;
  /** Called when it has logged in: until then it counts against the limit of pending connections. */
  loggedIn(): void;
}

/** Events of the listeners. */
export interface ListenerEvents {
  serve(connection: ClientConnection): void;
  readonly logOnce: LogOnce;
}

/** Limit of one WebSocket message whatever the limit of a packet is: MQTT.js in a browser puts a burst in one. Bytes. */
const MESSAGE_BYTES = 256 * 1024;

const FOREIGN_PAGE =
  "a web page from another machine was refused: while the embedded broker has no users, only pages of this machine may connect. Add users with passwords to broker.embedded";

const CROWDED = "too many connections that have not logged in; the oldest ones of this address are closed";

/** Listeners of the embedded broker, over TCP and WebSocket, with one limit of pending connections for all. */
export class BrokerListeners {
  readonly #options: EmbeddedBrokerOptions;
  readonly #events: ListenerEvents;
  readonly #log: Log;
  readonly #servers: { readonly scheme: "mqtt" | "ws"; readonly server: Server }[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #pending = new PendingConnections();

  constructor(options: EmbeddedBrokerOptions, events: ListenerEvents, log: Log) {
    this.#options = options;
    this.#events = events;
    this.#log = log;
  }

  /** Actual addresses, such as `mqtt://127.0.0.1:1883` and `ws://127.0.0.1:9001`. */
  get addresses(): readonly string[] {
    return this.#servers.map(({ scheme, server }) => `${scheme}://${placeOf(listensAt(server))}`);
  }

  /** Starts all servers. @throws WattframeError `BROKER_LISTEN` when an address is not available; those before it do listen then */
  async listen(): Promise<void> {
    const { mqtt, ws = [] } = this.#options.listen;
    for (const at of mqtt) await this.#add("mqtt", at, this.#tcpServer());
    if (ws.length === 0) return;
    const { webSocketServer } = await import("./websocket-listener.ts");
    for (const at of ws) await this.#add("ws", at, webSocketServer(this.#webSocketRules()));
  }

  /** Stops listening; resolves when the last connection has ended. */
  async close(): Promise<void> {
    await Promise.all(this.#servers.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  }

  /** Destroys every connection at once. */
  destroyConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #add(scheme: "mqtt" | "ws", at: ListenAt, server: Server): Promise<void> {
    await listenAt(at, server);
    server.on("error", (error) => this.#log.error({ error: messageOf(error) }, "embedded broker cannot accept"));
    this.#servers.push({ scheme, server });
  }

  #tcpServer(): Server {
    return createServer(SOCKETS, (socket) => {
      this.#admit(socket);
      this.#events.serve(this.#connection(socket, socket));
    });
  }

  #webSocketRules(): WebSocketRules {
    const asksPassword = this.#options.users.length > 0;
    return {
      admit: (socket) => this.#admit(socket),
      isOriginAllowed: (origin) => {
        const isAllowed = asksPassword || origin === undefined || isLoopbackOrigin(origin);
        if (!isAllowed) this.#events.logOnce("web page", { origin: origin.slice(0, 200) }, FOREIGN_PAGE);
        return isAllowed;
      },
      serve: (stream, socket) => this.#events.serve(this.#connection(stream, socket)),
      messageBytes: Math.max(MESSAGE_BYTES, packetLimitBytes(this.#options)),
    };
  }

  #connection(stream: Duplex, socket: Socket): ClientConnection {
    return { stream, address: addressOf(socket), loggedIn: () => this.#pending.remove(socket) };
  }

  #admit(socket: Socket): void {
    socket.on("error", () => {}); // a client that breaks its connection is no fault of the broker
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    const crowded = this.#pending.add(socket, addressOf(socket));
    if (crowded !== undefined) this.#events.logOnce("waiting", { from: crowded }, CROWDED);
  }
}
