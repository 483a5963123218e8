/** Queue of asynchronous work: one piece at a time, in order. A piece that fails does not stop those after it. */
export class WorkQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs work after everything queued before; the caller gets its result or its error. */
  run<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {}); // the caller handles it
    return result;
  }
}
