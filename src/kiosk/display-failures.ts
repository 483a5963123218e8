import { type ErrorCode, type ErrorFacts, errorFacts, isCrash, isHardwareMissing } from "../errors.ts";
import type { Log } from "../log.ts";
import { ThrottledLog } from "../throttled-log.ts";
import { absentPauseMs, LEFT_ALONE_MS, MOST_CRASHES, retryPauseMs } from "./retry-pause.ts";

/** Reason why a display does not show its picture. */
export interface DisplayFault {
  readonly code: ErrorCode;
  readonly message: string;
  /** Remedy. */
  readonly hint?: string;
  /** Set while the display is left alone, after crashes in a row. */
  readonly isLeftAlone?: true;
  /** Time of the next try, milliseconds of `Now.monoMs`. */
  readonly retryAtMonoMs: number;
}

const LEFT_ALONE = `the display is left alone: it failed ${MOST_CRASHES} times in a row`;
const RETRY = "It is tried once an hour, and at once after a reload: sudo systemctl reload wattframe";

/** Failures of one display since it last worked: what the log and the status say of them, and when it is tried again. */
export class DisplayFailures {
  readonly #log: Log;
  #throttled: ThrottledLog;
  #isReported: boolean;
  #last: ErrorFacts | undefined;
  #count = 0;
  /** Of the device or its program, since it last worked or was composed. */
  #crashes = 0;
  #retryAtMonoMs = Number.NEGATIVE_INFINITY;

  /** @param isReported a warning says already that the display cannot work: its first failure counts as logged */
  constructor(log: Log, isReported: boolean) {
    this.#log = log;
    this.#throttled = new ThrottledLog(log);
    this.#isReported = isReported;
  }

  /** Time before which the display is not to be tried, milliseconds of `Now.monoMs`. */
  get retryAtMonoMs(): number {
    return this.#retryAtMonoMs;
  }

  /** The last failure; absent while the display works. @param retryAtMonoMs time of the next try */
  faultUntil(retryAtMonoMs: number): DisplayFault | undefined {
    if (!this.#last) return undefined;
    const { code, error, hint } = this.#last;
    const alone = this.#isLeftAlone ? [`Left alone after ${MOST_CRASHES} failures in a row. ${RETRY}`] : [];
    const hints = [...(hint === undefined ? [] : [hint]), ...alone];
    return {
      code,
      message: error,
      ...(hints.length > 0 && { hint: hints.join(" ") }),
      ...(this.#isLeftAlone && { isLeftAlone: true }),
      retryAtMonoMs,
    };
  }

  /** Adds a failure. @param isDriving whether the display itself failed, not the drawing of its picture */
  add(thrown: unknown, isDriving: boolean, monoMs: number): void {
    const facts = errorFacts(thrown);
    if (isDriving && isCrash(facts.code)) this.#crashes++;
    this.#last = facts;
    const pauseOf = isHardwareMissing(thrown) ? absentPauseMs : retryPauseMs;
    const pauseMs = this.#isLeftAlone ? LEFT_ALONE_MS : pauseOf(++this.#count);
    this.#retryAtMonoMs = monoMs + pauseMs;
    this.#report({ ...facts, retryInS: pauseMs / 1_000 }, monoMs);
  }

  /** Forgets all: a picture is on the display. */
  end(): void {
    if (this.#last) {
      this.#log.info({}, "the display works again");
      this.#throttled = new ThrottledLog(this.#log);
    }
    this.#last = undefined;
    this.tryAtOnce();
  }

  /** Begins to count again, without a pause before the next try. */
  tryAtOnce(): void {
    this.#count = 0;
    this.#crashes = 0;
    this.#retryAtMonoMs = Number.NEGATIVE_INFINITY;
  }

  get #isLeftAlone(): boolean {
    return this.#crashes >= MOST_CRASHES;
  }

  #report(facts: ErrorFacts & { readonly retryInS: number }, monoMs: number): void {
    const { code, error } = facts;
    const notice = { kind: code, about: error, facts };
    if (this.#isReported) this.#throttled.markLogged(notice, monoMs);
    else this.#throttled.log({ ...notice, level: "error", message: "the display failed" }, monoMs);
    this.#isReported = false;
    if (!this.#isLeftAlone) return;
    const alone = { ...facts, hint: RETRY };
    this.#throttled.log({ kind: LEFT_ALONE, level: "error", facts: alone, message: LEFT_ALONE }, monoMs);
  }
}
