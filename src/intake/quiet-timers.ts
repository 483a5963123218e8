import type { Now } from "../meter/now.ts";
import type { Intake } from "./intake.ts";

/** Timers that end telegrams whose last topic did not come, at most one for each intake. */
export class QuietTimers {
  readonly #clock: () => Now;
  readonly #onTelegram: (intake: Intake) => void;
  readonly #timers = new Map<Intake, NodeJS.Timeout>();

  /** @param onTelegram called with the intake whose telegram is complete */
  constructor(clock: () => Now, onTelegram: (intake: Intake) => void) {
    this.#clock = clock;
    this.#onTelegram = onTelegram;
  }

  /** Looks at an intake at a time of the monotonic clock, in milliseconds. A timer may fire a little early: then it is set once more. */
  set(intake: Intake, monoMs: number): void {
    clearTimeout(this.#timers.get(intake));
    const waitMs = Math.max(1, Math.ceil(monoMs - this.#clock().monoMs));
    this.#timers.set(
      intake,
      setTimeout(() => this.#look(intake), waitMs),
    );
  }

  /** Ends the timers of all other intakes. */
  keep(intakes: readonly Intake[]): void {
    for (const [intake, timer] of this.#timers) {
      if (intakes.includes(intake)) continue;
      clearTimeout(timer);
      this.#timers.delete(intake);
    }
  }

  #look(intake: Intake): void {
    this.#timers.delete(intake);
    const { complete, quietUntilMonoMs } = intake.quiet(this.#clock().monoMs);
    if (complete) this.#onTelegram(intake);
    if (quietUntilMonoMs !== undefined) this.set(intake, quietUntilMonoMs);
  }
}
