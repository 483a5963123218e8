import type { MeterIdentity } from "../meter/meter-identity.ts";
import type { Now } from "../meter/now.ts";
import { QUANTITY, type Quantity } from "../meter/quantity.ts";
import type { Series } from "./series.ts";
import type { Store, StoredRow } from "./store.ts";

/** Facts that a store keeps beside the series: of each counter its series, and the numbers of the meter by their fingerprints. */
export interface StoredFacts {
  readonly series: { readonly [Q in Quantity]?: number };
  readonly identity: MeterIdentity;
}

/** Result of a restore: what was beside the series, and whether nothing was left out. */
export interface Restored extends StoredFacts {
  readonly isWhole: boolean;
}

/** Tells after a piece, by the tier of its rows, whether what is left is not to be loaded. */
export type IsLate = (tier: StoredRow["tier"] | undefined) => boolean;

/** Keeps a series in a store. */
export class SeriesKeeper {
  readonly #series: Series;
  readonly #store: Store;
  #isLost = false;

  constructor(series: Series, store: Store) {
    this.#series = series;
    this.#store = store;
    series.track();
  }

  /** True while the store has lost what was in it, and did not get all of it back. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /**
   * Loads what the store kept. While the clock is not set, the time of the last row stands for now.
   * @param isLate asked after each piece
   * @throws WattframeError `HISTORY_READ` or `HISTORY_NEWER`
   */
  async restore(now: Now, isLate: IsLate): Promise<Restored> {
    const series: { [Q in Quantity]?: number } = {};
    const identity: Record<string, number> = {};
    let [asOfMs, isWhole] = [now.clockSet ? now.wallMs : 0, true];
    for await (const rows of this.#store.load()) {
      for (const row of rows) {
        const quantity = QUANTITY.get(row.key)?.key;
        if (!now.clockSet) asOfMs = Math.max(asOfMs, row.startMs);
        if (row.tier === "series") {
          if (quantity) series[quantity] = row.values[0] ?? 0;
          else identity[row.key] = row.values[0] ?? 0;
        } else this.#series.restore(row, asOfMs);
      }
      isWhole = !isLate(rows[0]?.tier);
      if (!isWhole) break;
    }
    this.#series.advance(asOfMs);
    return { series, identity, isWhole };
  }

  /**
   * Stores what came since the last time. What could not be stored is tried again the next time.
   * @throws WattframeError `HISTORY_WRITE` or `HISTORY_NEWER`
   */
  async save({ series, identity }: StoredFacts): Promise<void> {
    const rows = this.#series.drainUnsaved();
    try {
      await this.#store.append([...rows, ...seriesRows(series), ...seriesRows(identity)]);
      this.#isLost ||= (await this.#store.flush()).isLost;
    } catch (thrown) {
      this.#series.markUnsaved(rows);
      throw thrown;
    }
  }

  /**
   * Gives a store that has lost what was in it all that is still known, the newest first.
   * @param isEnough asked after each piece: what is left is stored the next time
   * @throws WattframeError `HISTORY_WRITE` or `HISTORY_NEWER`
   */
  async refill(isEnough: () => boolean): Promise<void> {
    if (!this.#isLost) return;
    for (const rows of this.#series.pieces()) {
      if (isEnough()) return;
      await this.#store.append(rows);
      await this.#store.flush();
    }
    this.#isLost = false;
  }
}

function seriesRows(numbers: Readonly<Record<string, number>>): StoredRow[] {
  return Object.entries(numbers).map(([key, number]) => ({ tier: "series", key, startMs: 0, values: [number] }));
}
