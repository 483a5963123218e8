import { setImmediate } from "node:timers/promises";
import { WattframeError } from "../errors.ts";

interface Job {
  readonly group: string;
  readonly run: () => Promise<void>;
}

/** Longest run of jobs of one group while others wait. */
const IN_A_ROW = 64;

/**
 * Runs one job at a time, with the process's other work in between. Jobs of the same group run together, because they
 * share what the first prepared; otherwise the oldest is next.
 */
export class DrawingQueue {
  readonly #limit: number;
  #waiting: Job[] = [];
  #isWorking = false;
  #group: string | undefined;
  #inARow = 0;

  /** @param limit jobs that may wait beside the one that is being done */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Result of a job, which waits for its turn; an abort before that removes it from the queue.
   * @throws the signal's reason; what the job throws; WattframeError `PREVIEW_REFUSED` when too many wait
   */
  async result<T>(group: string, signal: AbortSignal, job: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.#waiting.length >= this.#limit) {
      throw new WattframeError("PREVIEW_REFUSED", `${this.#limit} pictures are already waiting to be drawn`, {
        hint: "Try again in a few seconds, or request fewer pictures at a time.",
      });
    }
    return new Promise((resolve, reject) => {
      const waiting: Job = {
        group,
        run: () => {
          signal.removeEventListener("abort", leave);
          return job().then(resolve, reject);
        },
      };
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.push(waiting);
      if (!this.#isWorking) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    await setImmediate(); // those who ask in one go are all there before the first is chosen
    for (let job = this.#next(); job; job = this.#next()) {
      await job.run();
      await setImmediate();
    }
    this.#isWorking = false;
  }

  #next(): Job | undefined {
    const same = this.#inARow < IN_A_ROW ? this.#waiting.find(({ group }) => group === this.#group) : undefined;
    const next = same ?? this.#waiting[0];
    this.#inARow = same ? this.#inARow + 1 : 1;
    this.#group = next?.group;
    this.#waiting = this.#waiting.filter((job) => job !== next);
    return next;
  }
}
