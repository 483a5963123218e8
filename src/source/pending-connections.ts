import type { Socket } from "node:net";
import { KeyedCounter } from "./keyed-counter.ts";

/** Limit of connections that have not logged in; more than any house opens at once. */
const LIMIT = 64;

/**
 * Connections that have not logged in yet, up to a limit. Beyond it nobody is refused: the address with most of them loses
 * its oldest connection, so that a client that opens many only displaces its own.
 */
export class PendingConnections {
  readonly #limit: number;
  /** In order of arrival. */
  readonly #pending = new Map<Socket, string>();
  readonly #byAddress = new KeyedCounter();

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  /**
   * Adds a connection until it is removed or ends.
   * @returns the address whose oldest connection was destroyed for it; undefined below the limit
   */
  add(socket: Socket, address: string): string | undefined {
    this.#pending.set(socket, address);
    this.#byAddress.add(address);
    socket.once("close", () => this.remove(socket));
    if (this.#pending.size <= this.#limit) return undefined;
    const [loser, crowded] = this.#oldestOfTheMost();
    this.remove(loser);
    loser.destroy();
    return crowded;
  }

  /** Removes a connection that has logged in. */
  remove(socket: Socket): void {
    const address = this.#pending.get(socket);
    if (address !== undefined) this.#byAddress.remove(address);
    this.#pending.delete(socket);
  }

  #oldestOfTheMost(): readonly [Socket, string] {
    const counted = [...this.#pending].map(
      ([socket, address]) => [socket, address, this.#byAddress.of(address)] as const,
    );
    const [socket, address] = counted.reduce((most, one) => (one[2] > most[2] ? one : most));
    return [socket, address];
  }
}
