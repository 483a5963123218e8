import { errorFacts, messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { ThrottledLog } from "../throttled-log.ts";
import type { LinkEnd, LinkFailure, LinkState } from "./link-state.ts";
import { type ReconnectPace, reconnectDelayMs } from "./reconnect-pace.ts";
import type { Clock } from "./source.ts";

/** One attempt to reach something, and the connection that it becomes. It never comes back by itself. */
export interface Attempt {
  /** Ends it for good; no event follows. Idempotent. */
  close(): Promise<void>;
}

/** Events of one attempt, none before its constructor has returned: it arrives at most once and fails at most once. */
export interface AttemptEvents {
  arrived(): void;
  failed(failure: LinkFailure): void;
}

/** Parts of a {@link Reconnection}. */
export interface ReconnectionParts<A extends Attempt> {
  readonly end: LinkEnd;
  /** Address of the other side, for the log; without secrets. */
  readonly place: string;
  readonly attempt: (events: AttemptEvents) => A;
  readonly onState: (state: LinkState) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly pace: ReconnectPace;
}

/** Remedies for a state, for the log; it is tried again in any case. */
const NETWORK_HINTS: { readonly [Kind in LinkState["kind"]]?: string } = {
  lost: "It is tried again by itself. Where it stays lost: is the other side running, and is its address right?",
  refused: "Change what is refused, in the configuration or on the other side; it is tried again every minute.",
};
const HINTS: Readonly<Record<LinkEnd, typeof NETWORK_HINTS>> = {
  broker: NETWORK_HINTS,
  reader: NETWORK_HINTS,
  port: {
    lost: "It is tried again by itself, and found when the cable is plugged in. Where it stays lost: is its path right?",
    refused: "Change what the reason names on this machine; it is tried again every half minute.",
  },
};

/**
 * Connection that is tried without limit: after growing, jittered pauses, and slowly after a refusal. Each state is reported
 * and logged once. Nothing is thrown; failures are states.
 */
export class Reconnection<A extends Attempt> {
  readonly #parts: ReconnectionParts<A>;
  readonly #throttled: ThrottledLog;
  /** Absent between two attempts. */
  #current: A | undefined;
  #arrivedMonoMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #state: LinkState | undefined;
  #stopped: Promise<void> | undefined;

  constructor(parts: ReconnectionParts<A>) {
    this.#parts = parts;
    this.#throttled = new ThrottledLog(parts.log);
  }

  /** The attempt under way, or the connection. */
  get current(): A | undefined {
    return this.#current;
  }

  /** State as it was last reported. */
  get state(): LinkState | undefined {
    return this.#state;
  }

  /** Begins with the first attempt. */
  start(): void {
    this.#report("connecting");
    this.#try();
  }

  /** Ends for good. Idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  /** Calls a listener; its failure is logged and does not end the connection. */
  guard(what: () => void): void {
    try {
      what();
    } catch (error) {
      this.#logDefect(error, "a message could not be handled");
    }
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer);
    const current = this.#current;
    this.#current = undefined;
    await current?.close();
  }

  #try(): void {
    try {
      this.#current = this.#parts.attempt({
        arrived: () => this.#arrived(),
        failed: (failure) => this.#retry(failure),
      });
    } catch (error) {
      this.#logDefect(error, "the connection could not be tried");
      this.#retry({ refused: false, reason: messageOf(error) });
    }
  }

  #arrived(): void {
    this.#arrivedMonoMs = this.#parts.clock().monoMs;
    this.#report("connected");
  }

  #retry(failure: LinkFailure): void {
    const { clock, pace } = this.#parts;
    this.#current = undefined;
    const wasGood = this.#arrivedMonoMs !== undefined && clock().monoMs - this.#arrivedMonoMs >= pace.stableMs;
    this.#arrivedMonoMs = undefined;
    this.#failures = wasGood ? 1 : this.#failures + 1;
    this.#report(failure.refused ? "refused" : "lost", failure);
    if (this.#stopped) return; // by a listener
    this.#timer = setTimeout(() => this.#try(), reconnectDelayMs(pace, this.#failures, failure.refused, Math.random()));
  }

  /** Reports a state once: a new kind with its own time, a new reason of the same kind with the old time. */
  #report(kind: LinkState["kind"], { reason, fault }: Pick<LinkState, "reason" | "fault"> = {}): void {
    const { end, place, clock, log, onState } = this.#parts;
    const before = this.#state;
    if (before?.kind === kind && before.reason === reason) return;
    const since = before?.kind === kind ? before.since : clock();
    const why = { ...(reason !== undefined && { reason }), ...(fault && { fault }) };
    const state: LinkState = { kind, since, ...why, ...(end !== "broker" && { end }) };
    this.#state = state;
    const hint = HINTS[end][kind];
    const facts = { [end]: place, ...(reason !== undefined && { reason }), ...(hint !== undefined && { hint }) };
    if (before?.kind === kind) log.debug(facts, `${end} ${kind}`);
    else if (reason === undefined) log.info(facts, `${end} ${kind}`);
    else log.warn(facts, `${end} ${kind}`);
    this.guard(() => onState(state));
  }

  #logDefect(thrown: unknown, message: string): void {
    const facts = errorFacts(thrown);
    const notice = { kind: message, about: facts.error, level: "error", facts, message } as const;
    this.#throttled.log(notice, this.#parts.clock().monoMs);
  }
}
