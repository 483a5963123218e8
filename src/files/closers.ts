/**
 * List of what was opened, closed by one owner, the last first. Node.js has `AsyncDisposableStack` for this from version 24 on.
 */
export class Closers {
  readonly #closers: (() => Promise<void>)[] = [];
  #closed: Promise<void> | undefined;

  /** Adds how something that was just opened is closed. */
  add(close: () => Promise<void>): void {
    this.#closers.push(close);
  }

  /** Closes everything, also when closing some of it fails; the first failure is thrown at the end. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.#closers.splice(0).reverse()) {
      try {
        await close();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
