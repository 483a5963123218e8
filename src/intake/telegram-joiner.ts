import type { AssumedUnit, AssumedUnits } from "../meter/assumed-unit.ts";
import type { Now } from "../meter/now.ts";
import type { Quantity, Values } from "../meter/quantity.ts";
import type { Instants } from "../meter/reading.ts";
import { type BurstState, burstQuiet, burstStep, NO_BURSTS } from "./burst.ts";
import type { IntakeResult } from "./intake-result.ts";

/** Values of one topic, or of all topics of a telegram. */
export interface TelegramPart {
  readonly values: Values;
  readonly at: Now;
  /** Wire format, where it is to be logged. */
  readonly format: string | undefined;
  readonly assumed: AssumedUnits;
  /** Times that the sender gave to single values. */
  readonly instants: Instants;
}

/** Telegram joined from the topics of one burst; `at` is the time of its last message. */
export interface JoinedTelegram extends TelegramPart {
  /** Time of its first message, on the monotonic clock. */
  readonly startMonoMs: number;
}

/** Telegram under way: of a dozen and more topics, so that each is added to it in place. */
interface PendingTelegram {
  readonly values: { [Q in Quantity]?: number };
  readonly assumed: { [Q in Quantity]?: AssumedUnit };
  readonly instants: { [Q in Quantity]?: Now };
  at: Now;
  format: string | undefined;
  readonly startMonoMs: number;
}

/** Joins the topics of a burst to one telegram. */
export class TelegramJoiner {
  readonly #onTelegram: (telegram: JoinedTelegram) => void;
  #burst: BurstState = NO_BURSTS;
  #pending: PendingTelegram | undefined;

  /** @param onTelegram called for each complete telegram */
  constructor(onTelegram: (telegram: JoinedTelegram) => void) {
    this.#onTelegram = onTelegram;
  }

  /** Time of the last message of the telegram under way, on the monotonic clock; undefined between telegrams. */
  get lastMonoMs(): number | undefined {
    return this.#pending?.at.monoMs;
  }

  /** Adds the values of one topic. */
  add(topic: string, part: TelegramPart): IntakeResult {
    const step = burstStep(this.#burst, { topic, monoMs: part.at.monoMs });
    this.#burst = step.state;
    const before = step.endedBefore && this.flush();
    this.#pending = joined(this.#pending, part);
    const complete = (step.complete && this.flush()) || before;
    return step.quietUntilMonoMs === undefined ? { complete } : { complete, quietUntilMonoMs: step.quietUntilMonoMs };
  }

  /** Ends a telegram whose last topic did not arrive, or returns until when more of it may arrive. */
  onSilence(monoMs: number): IntakeResult {
    const { state, complete, quietUntilMonoMs } = burstQuiet(this.#burst, monoMs);
    this.#burst = state;
    if (quietUntilMonoMs !== undefined) return { complete: false, quietUntilMonoMs };
    return { complete: complete && this.flush() };
  }

  /** Ends the telegram under way; returns true when there was one. */
  flush(): boolean {
    const telegram = this.#pending;
    if (!telegram) return false;
    this.#pending = undefined;
    this.#onTelegram(telegram);
    return true;
  }

  /** Returns whether the telegram under way has a value of one of these quantities. */
  hasAny(quantities: readonly Quantity[]): boolean {
    return quantities.some((quantity) => this.#pending?.values[quantity] !== undefined);
  }

  /** Removes the values of a quantity from the telegram under way. */
  drop(quantity: Quantity): void {
    delete this.#pending?.values[quantity];
  }
}

function joined(pending: PendingTelegram | undefined, { values, at, format, assumed, instants }: TelegramPart) {
  if (!pending) {
    const startMonoMs = at.monoMs;
    return { values: { ...values }, assumed: { ...assumed }, instants: { ...instants }, at, format, startMonoMs };
  }
  for (const [quantity, value] of Object.entries(values) as [Quantity, number][]) {
    pending.values[quantity] = value;
    const [unit, instant] = [assumed[quantity], instants[quantity]];
    if (unit) pending.assumed[quantity] = unit;
    if (instant) pending.instants[quantity] = instant;
    // A value that came again without a time of its own counts from its arrival.
    else if (pending.instants[quantity]) delete pending.instants[quantity];
  }
  pending.at = at;
  pending.format = format;
  return pending;
}
