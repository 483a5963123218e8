/** How many of each there are now; what is not there any more takes no room. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #total = 0;

  /** Of all together. */
  get total(): number {
    return this.#total;
  }

  /** How many there are of one. */
  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** One more; gives how many there are of it. */
  add(key: string): number {
    const count = this.of(key) + 1;
    this.#counts.set(key, count);
    this.#total++;
    return count;
  }

  /** One less of what was added. */
  remove(key: string): void {
    const left = this.of(key) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
    this.#total--;
  }
}
