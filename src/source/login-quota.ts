import { KeyedCounter } from "./keyed-counter.ts";

/**
 * Limit of clients that are logged in. One place is reserved for each user who has none, so that nobody can take all of
 * them.
 */
export class LoginQuota {
  readonly #places: number;
  readonly #users: readonly string[];
  readonly #taken = new KeyedCounter();

  constructor(places: number, users: readonly string[]) {
    this.#places = places;
    this.#users = users;
  }

  /** Reserves a place for one more client of a user; returns false when there is none. */
  acquire(user: string): boolean {
    const isFirst = this.#taken.of(user) === 0;
    const kept = isFirst ? 0 : this.#users.filter((other) => this.#taken.of(other) === 0).length;
    if (this.#taken.total + kept >= this.#places) return false;
    this.#taken.add(user);
    return true;
  }

  /** Releases a place. */
  release(user: string): void {
    this.#taken.remove(user);
  }
}
