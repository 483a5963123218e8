import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** How often something may be tried by one key; times in seconds. */
export interface AttemptRule {
  /** Attempts in each span of `duration`. */
  readonly points: number;
  readonly duration: number;
  /** How long one that had more must wait; to the end of the span when left out. */
  readonly blockDuration?: number;
}

/** Wrong passwords of one address: after five within five minutes it waits for five minutes. */
export const WRONG_PASSWORDS: AttemptRule = { points: 5, duration: 300, blockDuration: 300 };

/** Counts attempts by key. Each is counted before it is judged, so that many at once are no more than one after another. */
export class AttemptLimit {
  readonly #limiter: RateLimiterMemory;

  constructor(rule: AttemptRule) {
    this.#limiter = new RateLimiterMemory(rule);
  }

  /** Counts one attempt; returns the milliseconds to wait instead, where there were too many. */
  async attempt(key: string): Promise<number | undefined> {
    try {
      await this.#limiter.consume(key);
      return undefined;
    } catch (thrown) {
      if (thrown instanceof RateLimiterRes) return thrown.msBeforeNext;
      throw thrown;
    }
  }

  /** Takes back one attempt. */
  async takeBack(key: string): Promise<void> {
    await this.#limiter.reward(key);
  }

  /** Forgets every attempt of a key. */
  async forget(key: string): Promise<void> {
    await this.#limiter.delete(key);
  }
}
