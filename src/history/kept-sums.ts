import type { EnergySum } from "./energy-sum.ts";

/** Beginnings of sums kept of one source: the hours of three days, and the spans between steps of its counter. */
const MAX_KEPT = 512;

/** Facts that sums rest on, and until when they hold while these are the same. */
export interface SumsBasis {
  readonly facts: string;
  /** Milliseconds since 1970. */
  readonly settledMs: number;
}

/** Energy by power, of spans of which nothing changes any more. Everything is computed again when what it rests on is another. */
export class KeptSums {
  #facts = "";
  /** By their beginnings and ends. */
  readonly #sums = new Map<number, Map<number, EnergySum>>();

  /** The sum of a span: the one that is kept, or computed and kept where the span is settled. */
  sum({ facts, settledMs }: SumsBasis, fromMs: number, toMs: number, compute: () => EnergySum): EnergySum {
    if (toMs > settledMs) return compute();
    if (facts !== this.#facts || this.#sums.size >= MAX_KEPT) this.#sums.clear();
    this.#facts = facts;
    const sums = this.#sums.get(fromMs) ?? new Map<number, EnergySum>();
    const sum = sums.get(toMs) ?? compute();
    this.#sums.set(fromMs, sums.set(toMs, sum));
    return sum;
  }
}
