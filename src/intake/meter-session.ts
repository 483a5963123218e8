import type { History } from "../history/history.ts";
import type { Message } from "../meter/message.ts";
import type { Now } from "../meter/now.ts";
import type { WireOptions } from "../meter/wire/wire-format.ts";
import type { NoticeLog } from "../throttled-log.ts";
import type { FailureStore } from "./failure-store.ts";
import { Intake, type IntakeMeter } from "./intake.ts";
import type { IntakeResult } from "./intake-result.ts";
import type { Scheduler } from "./scheduler.ts";
import type { TopicStore } from "./topic-store.ts";

/** Parts of a session. */
export interface MeterSessionParts {
  /** Receives the readings. */
  readonly history: History;
  readonly log: NoticeLog;
  readonly clock: () => Now;
  readonly schedule: Scheduler;
  /** Called when a telegram is complete or the reader went offline: time to draw. */
  readonly onTelegram?: () => void;
}

/**
 * Messages of one meter until it is closed: {@link Intake} with its timer. A telegram whose last topic does not arrive is
 * ended after a short silence.
 */
export class MeterSession {
  readonly history: History;
  readonly #intake: Intake;
  readonly #clock: () => Now;
  readonly #schedule: Scheduler;
  readonly #onTelegram: () => void;
  #cancelTimer = (): void => {};
  #isClosed = false;

  constructor(meter: IntakeMeter, { history, log, clock, schedule, onTelegram = () => {} }: MeterSessionParts) {
    this.history = history;
    this.#intake = new Intake(meter, history, log);
    this.#clock = clock;
    this.#schedule = schedule;
    this.#onTelegram = onTelegram;
  }

  /** Last message of every topic. */
  get topics(): TopicStore {
    return this.#intake.topics;
  }

  /** Messages that could not be read, the last of each kind. */
  get failures(): FailureStore {
    return this.#intake.failures;
  }

  /** Options by which the meter's messages are read. */
  get wire(): WireOptions {
    return this.#intake.wire;
  }

  /** Continues with the same meter under another configuration, see {@link Intake.change}. */
  change(meter: IntakeMeter, log: NoticeLog): void {
    this.#intake.change(meter, log);
  }

  /** Returns whether a topic concerns this meter; other messages need not be passed to {@link take}. */
  isMine(topic: string): boolean {
    return this.#intake.isMine(topic);
  }

  /** Returns whether a topic is the meter's prefix or one below it. */
  isBelow(topic: string): boolean {
    return this.#intake.isBelow(topic);
  }

  /** Notes a new connection to the broker. */
  connected(monoMs: number): void {
    this.#intake.connected(monoMs);
  }

  /** Takes one message; messages of other meters, and those after {@link close}, are ignored. */
  take(message: Message): void {
    if (this.#isClosed || !this.#intake.isMine(message.topic)) return;
    this.#follow(this.#intake.take(message));
  }

  /** Ends the telegram under way without waiting for the rest of it. */
  flush(): void {
    this.#cancelTimer();
    if (this.#intake.flush()) this.#onTelegram();
  }

  /** Stops the timer and ignores whatever comes later. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#cancelTimer();
  }

  #follow({ complete, quietUntilMonoMs }: IntakeResult): void {
    if (complete) this.#onTelegram();
    if (quietUntilMonoMs === undefined || this.#isClosed) return;
    this.#cancelTimer();
    // A timer may fire a little early by the monotonic clock; the intake then returns the time again.
    const delayMs = Math.max(1, Math.ceil(quietUntilMonoMs - this.#clock().monoMs));
    this.#cancelTimer = this.#schedule(() => this.#follow(this.#intake.onSilence(this.#clock().monoMs)), delayMs);
  }
}
