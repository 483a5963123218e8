import { Tally } from "./tally.ts";

/**
 * Places of those who are logged in. One is kept for each user who has none: whoever takes all the others keeps nobody
 * else out.
 */
export class Seats {
  readonly #places: number;
  readonly #users: readonly string[];
  readonly #taken = new Tally();

  constructor(places: number, users: readonly string[]) {
    this.#places = places;
    this.#users = users;
  }

  /** Gives a user one more place; false when there is none. */
  take(user: string): boolean {
    const isFirst = this.#taken.of(user) === 0;
    const kept = isFirst ? 0 : this.#users.filter((other) => this.#taken.of(other) === 0).length;
    if (this.#taken.total + kept >= this.#places) return false;
    this.#taken.add(user);
    return true;
  }

  /** Takes back a place that was given. */
  giveBack(user: string): void {
    this.#taken.remove(user);
  }
}
