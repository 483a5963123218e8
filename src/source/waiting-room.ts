import type { Socket } from "node:net";
import { Tally } from "./tally.ts";

/** Connections that have not said who they are; more than any house opens at once. */
const PLACES = 64;

/**
 * Connections that have come in and not got anywhere yet. There are few places and nobody is refused one: when they run
 * out, the address that holds most of them loses its oldest connection, so that whoever opens many crowds out itself.
 */
export class WaitingRoom {
  readonly #places: number;
  /** In order of arrival. */
  readonly #waiting = new Map<Socket, string>();
  readonly #byAddress = new Tally();

  constructor(places = PLACES) {
    this.#places = places;
  }

  /**
   * Gives a connection a place until it leaves or ends.
   * @returns the address whose oldest connection was ended for it; absent when there was room
   */
  enter(socket: Socket, address: string): string | undefined {
    this.#waiting.set(socket, address);
    this.#byAddress.add(address);
    socket.once("close", () => this.leave(socket));
    if (this.#waiting.size <= this.#places) return undefined;
    const [loser, crowded] = this.#oldestOfTheMost();
    this.leave(loser);
    loser.destroy();
    return crowded;
  }

  /** Takes away the place of a connection that has got further. */
  leave(socket: Socket): void {
    const address = this.#waiting.get(socket);
    if (address !== undefined) this.#byAddress.remove(address);
    this.#waiting.delete(socket);
  }

  #oldestOfTheMost(): readonly [Socket, string] {
    const counted = [...this.#waiting].map(
      ([socket, address]) => [socket, address, this.#byAddress.of(address)] as const,
    );
    const [socket, address] = counted.reduce((most, one) => (one[2] > most[2] ? one : most));
    return [socket, address];
  }
}
