/** Target of a throttled log. */
export interface NoticeLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Record to log. */
export interface Notice {
  /** Groups notices that share a rate: an error code, or a fixed sentence. */
  readonly kind: string;
  /** Distinguishes notices of one kind: a topic, a client. */
  readonly about?: string;
  /** `warn` by default. */
  readonly level?: keyof NoticeLog;
  readonly facts: object;
  readonly message: string;
}

/** Least time between two records of one notice. */
const REPEAT_MS = 24 * 60 * 60_000;
/** Limit of remembered notices; beyond it the least recent one is forgotten. */
const MAX_REMEMBERED = 1_000;
const MAX_KINDS = 100;
/** Of a longer key the beginning counts: topics may have 64 kB. */
const MAX_KEY = 500;
/** Different notices of one kind that are logged at once; a reader has some two dozen topics. */
const BURST = 30;
/** One more of them after each such time. */
const REFILL_MS = 10_000;

interface Remembered {
  readonly loggedMonoMs: number;
  /** Number of occurrences since it was logged. */
  readonly repeats: number;
}

interface Budget {
  readonly tokens: number;
  readonly filledMonoMs: number;
  /** Different notices left out since one was last logged. */
  readonly dropped: number;
}

/**
 * A log for what happens again and again: each notice is logged the first time and then once a day, with the count of
 * what came in between. Of many different notices of one kind a bounded number passes; how many did not is logged too.
 */
export class ThrottledLog {
  readonly #log: NoticeLog;
  readonly #remembered = new Map<string, Remembered>();
  readonly #budgets = new Map<string, Budget>();

  constructor(log: NoticeLog) {
    this.#log = log;
  }

  /** Logs a notice when it is due. @param monoMs the monotonic clock of now */
  log(notice: Notice, monoMs: number): void {
    const { kind, level = "warn", facts, message } = notice;
    const key = keyOf(notice);
    const before = this.#remembered.get(key);
    if (before && monoMs - before.loggedMonoMs < REPEAT_MS) {
      setLatest(this.#remembered, key, { ...before, repeats: before.repeats + 1 }, MAX_REMEMBERED);
      return;
    }
    if (!this.#mayLog(kind, level, monoMs)) return;
    setLatest(this.#remembered, key, { loggedMonoMs: monoMs, repeats: 0 }, MAX_REMEMBERED);
    this.#log[level](before ? { ...facts, repeats: before.repeats } : facts, message);
  }

  /** Counts a notice as logged that was logged elsewhere. */
  markLogged(notice: Pick<Notice, "kind" | "about">, monoMs: number): void {
    setLatest(this.#remembered, keyOf(notice), { loggedMonoMs: monoMs, repeats: 0 }, MAX_REMEMBERED);
  }

  #mayLog(kind: string, level: keyof NoticeLog, monoMs: number): boolean {
    const budget = this.#budgets.get(kind) ?? { tokens: BURST, filledMonoMs: monoMs, dropped: 0 };
    const tokens = Math.min(BURST, budget.tokens + Math.max(0, monoMs - budget.filledMonoMs) / REFILL_MS);
    const { dropped } = budget;
    const isAllowed = tokens >= 1;
    const next = isAllowed ? { tokens: tokens - 1, dropped: 0 } : { tokens, dropped: dropped + 1 };
    setLatest(this.#budgets, kind, { ...next, filledMonoMs: monoMs }, MAX_KINDS);
    if (!isAllowed && dropped === 0)
      this.#log[level]({ kind }, "too many different records of this kind; further ones are only counted for now");
    if (isAllowed && dropped > 0) this.#log[level]({ kind, dropped }, `${dropped} records of this kind were left out`);
    return isAllowed;
  }
}

function keyOf({ kind, about = "" }: Pick<Notice, "kind" | "about">): string {
  return `${kind} ${about}`.slice(0, MAX_KEY);
}

/** Sets an entry as the most recently used one, and deletes the least recently used one beyond the limit. */
function setLatest<Value>(map: Map<string, Value>, key: string, value: Value, limit: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > limit && oldest !== undefined) map.delete(oldest);
}
