import { createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { type EmbeddedBrokerOptions, packetLimitBytes } from "./embedded-broker-options.ts";
import { addressOf, isLoopbackOrigin, type ListenAt, listenAt, listensAt, placeOf, SOCKETS } from "./listener.ts";
import type { SayOnce } from "./said-once.ts";
import { WaitingRoom } from "./waiting-room.ts";
import type { WebSocketRules } from "./websocket-listener.ts";

/** A connection that speaks MQTT from its first byte. */
export interface Visitor {
  readonly stream: Duplex;
  /** Its network address; an IPv4 address is written as one, over whatever socket it came. */
  readonly address: string;
  /** Called when it has logged in: until then it has a place in the waiting room, which another may need. */
  loggedIn(): void;
}

/** What doors do with whom they let in. */
export interface DoorEvents {
  serve(visitor: Visitor): void;
  readonly sayOnce: SayOnce;
}

/** One message of WebSocket may be so large whatever a packet may be: MQTT.js in a browser puts a burst in one. */
const MESSAGE_BYTES = 256 * 1024;

const FOREIGN_PAGE =
  "a web page asked for the embedded broker and was turned away: while it has no users, only pages of this machine may. Add users with passwords to broker.embedded";

const CROWDED = "too many connections that have not logged in; the oldest of this address are ended";

/** The embedded broker's ways in from outside, whatever the protocol: one waiting room is behind all of them. */
export class BrokerDoors {
  readonly #options: EmbeddedBrokerOptions;
  readonly #events: DoorEvents;
  readonly #log: Log;
  readonly #servers: { readonly scheme: "mqtt" | "ws"; readonly server: Server }[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new WaitingRoom();

  constructor(options: EmbeddedBrokerOptions, events: DoorEvents, log: Log) {
    this.#options = options;
    this.#events = events;
    this.#log = log;
  }

  /** Where it really listens, such as `mqtt://127.0.0.1:1883` and `ws://127.0.0.1:9001`. */
  get addresses(): readonly string[] {
    return this.#servers.map(({ scheme, server }) => `${scheme}://${placeOf(listensAt(server))}`);
  }

  /** @throws WattframeError `BROKER_LISTEN` when an address cannot be had; those before it do listen then */
  async open(): Promise<void> {
    const { mqtt, ws = [] } = this.#options.listen;
    for (const at of mqtt) await this.#add("mqtt", at, this.#tcpServer());
    if (ws.length === 0) return;
    const { webSocketServer } = await import("./websocket-listener.ts");
    for (const at of ws) await this.#add("ws", at, webSocketServer(this.#webSocketRules()));
  }

  /** Listens no more; resolves when the last connection has ended. */
  async shut(): Promise<void> {
    await Promise.all(this.#servers.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  }

  /** Ends every connection at once, in whatever state it is. */
  clear(): void {
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
      this.#events.serve(this.#visitor(socket, socket));
    });
  }

  #webSocketRules(): WebSocketRules {
    const asksPassword = this.#options.users.length > 0;
    return {
      admit: (socket) => this.#admit(socket),
      mayCome: (origin) => {
        const may = asksPassword || origin === undefined || isLoopbackOrigin(origin);
        if (!may) this.#events.sayOnce("web page", { origin: origin.slice(0, 200) }, FOREIGN_PAGE);
        return may;
      },
      serve: (stream, socket) => this.#events.serve(this.#visitor(stream, socket)),
      messageBytes: Math.max(MESSAGE_BYTES, packetLimitBytes(this.#options)),
    };
  }

  #visitor(stream: Duplex, socket: Socket): Visitor {
    return { stream, address: addressOf(socket), loggedIn: () => this.#waiting.leave(socket) };
  }

  #admit(socket: Socket): void {
    socket.on("error", () => {}); // a connection that breaks is the client's affair
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    const crowded = this.#waiting.enter(socket, addressOf(socket));
    if (crowded !== undefined) this.#events.sayOnce("waiting", { from: crowded }, CROWDED);
  }
}
