import type { ErrorCode } from "../errors.ts";
import type { Now } from "../meter/now.ts";

/** The last message or telegram of its kind that could not be read. Identifiers in it are masked. */
export interface FailureRecord {
  readonly topic: string;
  readonly code: ErrorCode;
  /** Why, one sentence. */
  readonly message: string;
  /** Remedy, one sentence. */
  readonly hint?: string;
  /** At most the first {@link MAX_FAILED_BYTES} of its bytes. */
  readonly payload: Uint8Array;
  /** Length as it came, bytes. */
  readonly bytes: number;
  readonly at: Now;
  /** Number of occurrences since the start. */
  readonly count: number;
}

/** Of what could not be read this much is kept. */
export const MAX_FAILED_BYTES = 2_048;
/** Kinds beyond this push out those that did not happen for the longest time. */
export const MAX_FAILURES = 50;

/** The last failure of each topic and code; bounded in count and size. */
export class FailureStore {
  /** In order of their last time. */
  readonly #records = new Map<string, FailureRecord>();

  /** Keeps one, which happened so many times at once; its payload may be longer than what is kept of it. */
  keep(failure: Omit<FailureRecord, "count">, times = 1): void {
    const key = `${failure.code} ${failure.topic}`;
    const count = (this.#records.get(key)?.count ?? 0) + times;
    this.#records.delete(key);
    this.#records.set(key, { ...failure, payload: failure.payload.slice(0, MAX_FAILED_BYTES), count });
    const [oldest] = this.#records.keys();
    if (this.#records.size > MAX_FAILURES && oldest !== undefined) this.#records.delete(oldest);
  }

  /** All of them, the newest first. */
  all(): FailureRecord[] {
    return [...this.#records.values()].reverse();
  }
}

/** Text of a failure for people: topic, reason and number of occurrences. */
export function failureText({ topic, message, count }: FailureRecord): string {
  return `${topic}: ${message}${count > 1 ? ` (${count} times)` : ""}`;
}
