import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Limit of attempts per key; times in seconds. */
export interface AttemptRule {
  /** Attempts in each span of `duration`. */
  readonly points: number;
  readonly duration: number;
  /** Time that a key over the limit must wait; to the end of the span when left out. */
  readonly blockDuration?: number;
}

/** Wrong passwords of one address: after five within five minutes it waits for five minutes. */
export const WRONG_PASSWORDS: AttemptRule = { points: 5, duration: 300, blockDuration: 300 };

/** One attempt as it was counted. */
export interface Attempt {
  /** Attempts of this key in this span, this one included. */
  readonly count: number;
  /** Milliseconds to wait instead; absent while there were not too many. */
  readonly waitMs?: number;
}

/** Counts attempts by key. Each is counted before it is checked, so that many at once are no more than one after another. */
export class AttemptLimit {
  readonly #limiter: RateLimiterMemory;

  constructor(rule: AttemptRule) {
    this.#limiter = new RateLimiterMemory(rule);
  }

  /** Counts one attempt, before it is made. */
  async attempt(key: string): Promise<Attempt> {
    try {
      const { consumedPoints } = await this.#limiter.consume(key);
      return { count: consumedPoints };
    } catch (thrown) {
      if (!(thrown instanceof RateLimiterRes)) throw thrown;
      return { count: thrown.consumedPoints, waitMs: thrown.msBeforeNext };
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
