import { KeptRuns } from "./kept-runs.ts";
import { KeptSums } from "./kept-sums.ts";

/** What one past of a meter computed that the next need not compute again. It changes no answer. */
export class KeptPast {
  readonly runs = new KeptRuns();
  readonly #sums = new Map<string, KeptSums>();

  /** Sums of the power of one source, by its name. */
  sums(source: string): KeptSums {
    const sums = this.#sums.get(source) ?? new KeptSums();
    this.#sums.set(source, sums);
    return sums;
  }
}
