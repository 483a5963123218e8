import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { listensAt } from "../../src/source/listener.ts";

/** Which bytes are swallowed: those that the client sends, those that it would receive, or both. */
export type Direction = "to the broker" | "to the client" | "both ways";

/** How many bytes still pass in each direction of one connection. */
interface Allowance {
  toBroker: number;
  toClient: number;
}

/**
 * Passes connections on to a port of this machine. A connection may go dead: what is sent is swallowed from some byte on, and
 * neither end learns of it, as when a router forgets a connection or the power of a machine fails.
 */
export class SwallowingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #open = new Set<Allowance>();
  /** Rule of connections that are made from now on. */
  #next: () => Allowance = () => allowance("both ways", Infinity);

  private constructor(toPort: number) {
    this.#server = createServer((client) => this.#pass(client, toPort));
  }

  static async to(port: number): Promise<SwallowingProxy> {
    const proxy = new SwallowingProxy(port);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    return listensAt(this.#server).port;
  }

  /** Swallows what the open connections send from now on. */
  swallow(direction: Direction): void {
    for (const one of this.#open) Object.assign(one, allowance(direction, 0));
  }

  /** Swallows what connections that are made from now on send after so many bytes, until {@link heal}. */
  swallowNew(direction: Direction, afterBytes: number): void {
    this.#next = () => allowance(direction, afterBytes);
  }

  /** Lets connections that are made from now on pass; those that are dead stay so. */
  heal(): void {
    this.#next = () => allowance("both ways", Infinity);
  }

  /** Breaks every open connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #pass(client: Socket, toPort: number): void {
    const broker = connect(toPort, "127.0.0.1");
    const left = this.#next();
    this.#open.add(left);
    pipe(client, broker, (bytes) => take(left, "toBroker", bytes));
    pipe(broker, client, (bytes) => take(left, "toClient", bytes));
    for (const socket of [client, broker]) {
      this.#sockets.add(socket);
      socket.on("error", () => {}); // the other end is broken off too
      socket.once("close", () => {
        this.#sockets.delete(socket);
        this.#open.delete(left);
      });
    }
  }
}

function allowance(direction: Direction, bytes: number): Allowance {
  return {
    toBroker: direction === "to the client" ? Infinity : bytes,
    toClient: direction === "to the broker" ? Infinity : bytes,
  };
}

/** How many of some bytes may pass; they are taken off what is left. */
function take(left: Allowance, direction: keyof Allowance, bytes: number): number {
  const passing = Math.min(bytes, left[direction]);
  left[direction] -= passing;
  return passing;
}

function pipe(from: Socket, to: Socket, allowed: (bytes: number) => number): void {
  from.on("data", (chunk: Buffer) => {
    const passing = chunk.subarray(0, allowed(chunk.length));
    if (passing.length > 0) to.write(passing);
  });
  // An end is swallowed too, once the connection is dead.
  from.once("close", () => {
    if (allowed(1) === 1) to.destroy();
  });
}
