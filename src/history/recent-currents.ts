import type { Now } from "../meter/now.ts";
import { PHASE_QUANTITIES, PHASES, type Phase } from "../meter/phases.ts";
import type { Quantity } from "../meter/quantity.ts";
import type { Reading } from "../meter/reading.ts";

/** Current of one phase in one telegram. */
export interface CurrentSample {
  readonly at: Now;
  /** Amperes, negative where the meter gives the direction. */
  readonly currentA: number;
}

/** Samples kept of each phase: two minutes at one a second. */
const KEPT = 128;

/** Currents of the last telegrams, one by one: an overload is told by telegrams, not by minutes. */
export class RecentCurrents {
  readonly #samples: { readonly [P in Phase]: CurrentSample[] } = { L1: [], L2: [], L3: [] };

  /** Samples of a phase, at most 128, oldest first. */
  of(phase: Phase): readonly CurrentSample[] {
    return this.#samples[phase];
  }

  /** Adds the currents of a reading that is new. */
  add({ at, values }: Reading): void {
    for (const phase of PHASES) {
      const currentA = values[PHASE_QUANTITIES[phase].currentA];
      if (currentA === undefined) continue;
      const samples = this.#samples[phase];
      samples.push({ at, currentA });
      if (samples.length > KEPT) samples.shift();
    }
  }

  /** Forgets what these quantities were since an instant of the monotonic clock. */
  forget(quantities: readonly Quantity[], sinceMonoMs: number): void {
    for (const phase of PHASES) {
      if (!quantities.includes(PHASE_QUANTITIES[phase].currentA)) continue;
      const samples = this.#samples[phase];
      samples.splice(0, samples.length, ...samples.filter(({ at }) => at.monoMs < sinceMonoMs));
    }
  }

  /** A copy in memory of its own. */
  copy(): RecentCurrents {
    const copy = new RecentCurrents();
    for (const phase of PHASES) copy.#samples[phase].push(...this.#samples[phase]);
    return copy;
  }
}
