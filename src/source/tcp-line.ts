import { connect, type Socket } from "node:net";
import { LateError, networkFailure } from "./broker-fault.ts";
import type { Line, LineEvents } from "./line-source.ts";
import type { ListenAt } from "./listener.ts";
import type { Attempt } from "./reconnection.ts";

/** Times of a connection, milliseconds. */
export interface TcpPace {
  /** Time in which the other side must answer. */
  readonly arrivalMs: number;
  /** Silence after which the operating system asks whether the other side is still there. */
  readonly keepaliveMs: number;
  /** Silence after which a new connection is made, for the other side may have forgotten this one. */
  readonly silentMs: number;
}

/** Usual times; a meter sends every few seconds. */
const TCP_PACE: TcpPace = { arrivalMs: 20_000, keepaliveMs: 15_000, silentMs: 120_000 };

/** Line whose bytes a reader hands on over TCP, as ser2net and SlimmeLezer do. */
export function tcpLine({ host, port }: ListenAt, pace: TcpPace = TCP_PACE): Line {
  const place = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    end: "reader",
    place,
    silenceHint: "Is the reader's cable in the meter's port, and is the port active?",
    open: (events) => new TcpConnection(host, port, events, pace),
  };
}

/**
 * One connection. A silent one is replaced by another without a word: a connection whose other side has lost its power looks like
 * one on which nothing is said.
 */
class TcpConnection implements Attempt {
  readonly #host: string;
  readonly #port: number;
  readonly #events: LineEvents;
  readonly #pace: TcpPace;
  #socket: Socket;
  #hasArrived = false;

  constructor(host: string, port: number, events: LineEvents, pace: TcpPace) {
    this.#host = host;
    this.#port = port;
    this.#events = events;
    this.#pace = pace;
    this.#socket = this.#connect();
  }

  close(): Promise<void> {
    leave(this.#socket);
    return Promise.resolve();
  }

  #connect(): Socket {
    const { arrivalMs, keepaliveMs, silentMs } = this.#pace;
    const socket = connect({ host: this.#host, port: this.#port, keepAlive: true, keepAliveInitialDelay: keepaliveMs });
    const fail = (thrown: unknown): void => {
      leave(socket);
      this.#events.failed(networkFailure(thrown));
    };
    socket.setTimeout(arrivalMs, () => {
      if (socket.connecting) fail(new LateError("no answer in time"));
      else this.#replace();
    });
    socket.on("connect", () => {
      socket.setTimeout(silentMs);
      if (!this.#hasArrived) this.#events.arrived();
      this.#hasArrived = true;
    });
    socket.on("data", (bytes) => this.#events.data(bytes));
    socket.on("error", fail);
    socket.on("close", () => {
      leave(socket);
      this.#events.failed({ refused: false, fault: "hung-up", reason: "the reader closed the connection" });
    });
    return socket;
  }

  #replace(): void {
    leave(this.#socket);
    this.#socket = this.#connect();
  }
}

/** Ends a socket; what it does afterwards is of no interest. */
function leave(socket: Socket): void {
  socket.removeAllListeners();
  socket.on("error", () => {});
  socket.destroy();
}
