/** Handlers of the outcome: `done` with a result, `failed` with the error. */
interface Outcome<Key, Result> {
  done(key: Key, result: Result): void;
  failed(key: Key, thrown: unknown): void;
}

/**
 * Requests of which only the latest counts: one is under way and one waits at most. One that is overtaken is given a
 * moment to finish, so that a picture follows a slider that moves all the time, and is then aborted.
 */
export class LatestRequest<Key, Result> {
  readonly #ask: (key: Key, signal: AbortSignal) => Promise<Result>;
  readonly #outcome: Outcome<Key, Result>;
  readonly #graceMs: number;
  #running: { readonly key: Key; readonly controller: AbortController } | undefined;
  #next: { readonly key: Key } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param ask makes one request
   * @param outcome called with the outcome, never after `stop`
   * @param graceMs how long a request that was overtaken may still run
   */
  constructor(ask: (key: Key, signal: AbortSignal) => Promise<Result>, outcome: Outcome<Key, Result>, graceMs: number) {
    this.#ask = ask;
    this.#outcome = outcome;
    this.#graceMs = graceMs;
  }

  /** Asks for this instead of whatever was asked for before. */
  ask(key: Key): void {
    if (this.#running === undefined) {
      void this.#run(key);
      return;
    }
    this.#next = { key };
    this.#timer ??= setTimeout(() => this.#overtake(), this.#graceMs);
  }

  /** Aborts everything. */
  stop(): void {
    this.#next = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running?.controller.abort();
    this.#running = undefined;
  }

  #overtake(): void {
    const { key } = this.#next ?? {};
    this.stop();
    if (key !== undefined) void this.#run(key);
  }

  async #run(key: Key): Promise<void> {
    const running = { key, controller: new AbortController() };
    this.#running = running;
    const isCurrent = () => this.#running === running;
    try {
      const result = await this.#ask(key, running.controller.signal);
      if (isCurrent()) this.#outcome.done(key, result);
    } catch (thrown) {
      if (isCurrent()) this.#outcome.failed(key, thrown);
    }
    if (!isCurrent()) return;
    this.#running = undefined;
    if (this.#next !== undefined) this.#overtake();
  }
}
