import type { EnergySum } from "./energy-sum.ts";

/** Sums kept of one source: the hours of three days, and the spans between steps of its counter. */
const MAX_KEPT = 512;

/** Facts that sums rest on, and until when they hold while these are the same. */
export interface SumsBasis {
  readonly facts: string;
  /** From here on power is read by minutes: a sum that begins before it is another when this moves, milliseconds since 1970. */
  readonly minutesFromMs: number;
  /** Milliseconds since 1970. */
  readonly settledMs: number;
}

/** Energy by power, of spans of which nothing changes any more. Everything is computed again when what it rests on is another. */
export class KeptSums {
  #facts = "";
  #minutesFromMs = Number.NEGATIVE_INFINITY;
  /** By their beginnings and ends. */
  readonly #sums = new Map<number, Map<number, EnergySum>>();
  #size = 0;

  /** The sum of a span: the one that is kept, or computed and kept where the span is settled. */
  sum(basis: SumsBasis, fromMs: number, toMs: number, compute: () => EnergySum): EnergySum {
    if (toMs > basis.settledMs) return compute();
    this.#restOn(basis);
    const known = this.#sums.get(fromMs)?.get(toMs);
    if (known) return known;
    const sum = compute();
    this.#sums.set(fromMs, (this.#sums.get(fromMs) ?? new Map<number, EnergySum>()).set(toMs, sum));
    this.#size += 1;
    return sum;
  }

  /** Forgets what rests on something else, and everything when it is too much. */
  #restOn({ facts, minutesFromMs }: SumsBasis): void {
    if (facts !== this.#facts || this.#size >= MAX_KEPT) this.#forgetBefore(Infinity);
    if (minutesFromMs !== this.#minutesFromMs) this.#forgetBefore(Math.max(minutesFromMs, this.#minutesFromMs));
    this.#facts = facts;
    this.#minutesFromMs = minutesFromMs;
  }

  #forgetBefore(ms: number): void {
    for (const [fromMs, sums] of this.#sums)
      if (fromMs < ms) {
        this.#size -= sums.size;
        this.#sums.delete(fromMs);
      }
  }
}
