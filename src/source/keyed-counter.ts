/** Counts per key; a key at zero is deleted. */
export class KeyedCounter {
  readonly #counts = new Map<string, number>();
  #total = 0;

  /** Sum of all counts. */
  get total(): number {
    return this.#total;
  }

  /** Returns the count of a key. */
  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Adds one and returns the count of that key. */
  add(key: string): number {
    const count = this.of(key) + 1;
    this.#counts.set(key, count);
    this.#total++;
    return count;
  }

  /** Subtracts one that was added. */
  remove(key: string): void {
    const left = this.of(key) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
    this.#total--;
  }
}
