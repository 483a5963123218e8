import { errorFacts, messageOf, WattframeError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Message } from "../meter/message.ts";
import type { LinkState } from "../source/link-state.ts";
import type { Clock, Source, SourceEvents } from "../source/source.ts";
import { ThrottledLog } from "../throttled-log.ts";
import { WorkQueue } from "../work-queue.ts";
import { retryPauseMs } from "./retry-pause.ts";

/** Source that a connection is to have. */
export interface SourcePlan {
  /** The same for plans that can go on with the same source. */
  readonly key: string;
  readonly open: (events: SourceEvents) => Promise<Source>;
}

/** Parts that a connection needs of the kiosk. */
export interface ConnectionParts {
  readonly events: SourceEvents;
  /** Called before a source is left, while it may still publish. */
  readonly leaving: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A connection of the kiosk, one source at a time. When neither that of a new plan nor the one before can be opened, the
 * state is `lost` with the reason, and it is tried again after pauses that grow.
 */
export class Connection {
  readonly #parts: ConnectionParts;
  #plan: SourcePlan;
  #source: Source | undefined;
  #state: LinkState | undefined;
  /** Number of the current source: events of an earlier one are ignored. */
  #generation = 0;
  #failures = 0;
  /** Log of failures since a source was last opened. */
  #failureLog: ThrottledLog;
  #timer: NodeJS.Timeout | undefined;
  readonly #queue = new WorkQueue();
  #isStopped = false;

  constructor(plan: SourcePlan, parts: ConnectionParts) {
    this.#plan = plan;
    this.#parts = parts;
    this.#failureLog = new ThrottledLog(parts.log);
  }

  /** Absent until the source has reported one. */
  get state(): LinkState | undefined {
    return this.#state;
  }

  /** Opens the source of the first plan. @throws WattframeError when it cannot be opened */
  open(): Promise<void> {
    return this.#queue.run(() => this.#open(this.#plan));
  }

  /**
   * Goes on with the source of a plan: the same when nothing that concerns it has changed.
   * @throws WattframeError when it cannot be opened; then the one before is opened again
   */
  change(plan: SourcePlan): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#source && plan.key === this.#plan.key) return;
      await this.#leave();
      try {
        await this.#open(plan);
      } catch (thrown) {
        await this.#open(this.#plan).catch((second: unknown) => this.#without(second));
        throw thrown;
      }
    });
  }

  /** Passes on what is published on any topic, for at most `forMs`; nothing while there is no broker. */
  glance(forMs: number, onMessage: (message: Message) => void): Promise<void> {
    return this.#source?.glance?.(forMs, onMessage) ?? Promise.resolve();
  }

  /** Publishes one message. @throws WattframeError `BROKER_UNREACHABLE` or `BROKER_REFUSED` while there is no connection */
  publish(...message: Parameters<Source["publish"]>): Promise<void> {
    return this.#source?.publish(...message) ?? Promise.reject(noBroker());
  }

  /** Closes the connection for good; nothing is tried again. */
  stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    return this.#queue.run(() => this.#leave());
  }

  async #open(plan: SourcePlan): Promise<void> {
    const { log, events } = this.#parts;
    const generation = ++this.#generation;
    this.#source = await plan.open({
      message: (message) => {
        if (generation === this.#generation) events.message(message);
      },
      state: (state) => {
        if (generation === this.#generation) this.#setState(state);
      },
    });
    this.#plan = plan;
    if (this.#failures > 0) this.#failureLog = new ThrottledLog(log);
    this.#failures = 0;
  }

  async #leave(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#source) this.#parts.leaving();
    const source = this.#source;
    this.#source = undefined;
    this.#generation++;
    await source?.stop();
  }

  #without(thrown: unknown): void {
    const { clock } = this.#parts;
    const pauseMs = retryPauseMs(++this.#failures);
    const reason = messageOf(thrown);
    const now = clock();
    const facts = { ...errorFacts(thrown), retryInS: pauseMs / 1_000 };
    const notice = { kind: facts.code, about: reason, facts, message: "there is no broker" };
    this.#failureLog.log({ ...notice, level: "error" }, now.monoMs);
    if (this.#state?.kind !== "lost" || this.#state.reason !== reason)
      this.#setState({ kind: "lost", reason, since: now });
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#retry(), pauseMs);
  }

  #retry(): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#source || this.#isStopped) return;
      await this.#open(this.#plan).catch((thrown: unknown) => this.#without(thrown));
    });
  }

  #setState(state: LinkState): void {
    this.#state = state;
    this.#parts.events.state(state);
  }
}

/** The error of publishing where there is no broker. */
export function noBroker(): WattframeError {
  return new WattframeError("BROKER_UNREACHABLE", "there is no broker");
}
