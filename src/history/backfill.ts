import { WHOLE } from "./energy-sum.ts";
import { QUARTER_MS } from "./key-tiers.ts";
import { BACKFILL } from "./meter-series.ts";
import type { Direction } from "./net-power.ts";
import type { EnergyQuantity, Past } from "./past.ts";
import type { GaugeRow } from "./rows.ts";
import type { Series } from "./series.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const QUARTERS_OF_DAY = 96;

/** Energy of a span of time, as another program knew it. */
export interface EnergySpan {
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Watt hours; absent where they are not known. */
  readonly importWh?: number;
  readonly exportWh?: number;
  /** Share of the span that the figures rest on, above 0, at most 1. */
  readonly coverage: number;
}

/** Energy that was added to one quarter of an hour. */
export interface AddedEnergy {
  readonly wh: number;
  readonly heldMs: number;
}

/** Result of a backfill. */
export interface Backfilled {
  /** Spans of which something was added, and those of which all was known before, or nothing is known. */
  readonly imported: number;
  readonly skipped: number;
  /** What was added to each direction, by quarters since 1970. */
  readonly added: { readonly [D in Direction]: ReadonlyMap<number, AddedEnergy> };
}

/** History that a backfill adds to. */
export interface BackfillTarget {
  readonly series: Series;
  /** Its past, as of now. */
  readonly past: Past;
  /** Tells whether energy of a direction is known in a quarter of an hour of which only the day is still kept. */
  readonly isKnownOfOld: (direction: Direction, quarterMs: number) => boolean;
}

/**
 * Adds energy to a series where neither the meter nor an earlier import told any. Of spans that overlap the first counts; each is
 * spread evenly over its time.
 */
export function backfill(spans: readonly EnergySpan[], target: BackfillTarget): Backfilled {
  const directions = { Import: new FreeQuarters("Import", target), Export: new FreeQuarters("Export", target) };
  let imported = 0;
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const isImportUsed = directions.Import.add(span, span.importWh);
    const isExportUsed = directions.Export.add(span, span.exportWh);
    if (isImportUsed || isExportUsed) imported += 1;
  }
  for (const quarters of Object.values(directions)) quarters.fill();
  const added = { Import: directions.Import.added, Export: directions.Export.added };
  return { imported, skipped: spans.length - imported, added };
}

/** Part of a quarter of an hour of which nothing is known yet. */
interface Free {
  /** 0 to 1. */
  readonly share: number;
  readonly isAtEnd: boolean;
}

const NONE: Free = { share: 0, isAtEnd: false };

/** Quarters of an hour of one direction, as far as the history does not know them. */
class FreeQuarters {
  readonly added = new Map<number, { wh: number; heldMs: number }>();
  readonly #direction: Direction;
  readonly #target: BackfillTarget;
  readonly #quartersFromMs: number;
  readonly #free = new Map<number, readonly Free[]>();
  #untilMs = Number.NEGATIVE_INFINITY;

  constructor(direction: Direction, target: BackfillTarget) {
    this.#direction = direction;
    this.#target = target;
    this.#quartersFromMs = target.series.quartersFromMs(BACKFILL[direction]);
  }

  /** Adds the energy of a span; returns whether any of it was missing. */
  add({ fromMs, toMs, coverage }: EnergySpan, wh: number | undefined): boolean {
    if (wh === undefined || fromMs < this.#untilMs) return false;
    this.#untilMs = toMs;
    let isUsed = false;
    for (let quarter = Math.floor(fromMs / QUARTER_MS); quarter * QUARTER_MS < toMs; quarter++) {
      const { share } = this.#freeOf(quarter);
      if (share === 0) continue;
      const startMs = quarter * QUARTER_MS;
      const partMs = share * (Math.min(toMs, startMs + QUARTER_MS) - Math.max(fromMs, startMs));
      const sum = this.added.get(quarter) ?? { wh: 0, heldMs: 0 };
      this.added.set(quarter, {
        wh: sum.wh + (wh * partMs) / (toMs - fromMs),
        heldMs: sum.heldMs + coverage * partMs,
      });
      isUsed = true;
    }
    return isUsed;
  }

  /** Enters all that was added into the series. */
  fill(): void {
    const rows = [...this.added].map(([quarter, { wh, heldMs }]): GaugeRow => {
      const startMs = quarter * QUARTER_MS;
      const atMs = this.#freeOf(quarter).isAtEnd ? startMs + QUARTER_MS - heldMs : startMs;
      const mean = (wh * HOUR_MS) / heldMs;
      return { atMs, heldMs, mean, min: mean, max: mean };
    });
    this.#target.series.fill(BACKFILL[this.#direction], rows);
  }

  #freeOf(quarter: number): Free {
    const day = Math.floor(quarter / QUARTERS_OF_DAY);
    let free = this.#free.get(day);
    free ??= this.#freeOfDay(day * QUARTERS_OF_DAY);
    this.#free.set(day, free);
    return free[quarter - day * QUARTERS_OF_DAY] ?? NONE;
  }

  /** The quarters of a day are looked up at once: the counter's points around them are read once that way. */
  #freeOfDay(first: number): Free[] {
    const starts = Array.from({ length: QUARTERS_OF_DAY }, (_, i) => (first + i) * QUARTER_MS);
    const counter: EnergyQuantity = `activeEnergy${this.#direction}Wh`;
    const known = this.#target.past.metered(
      counter,
      starts.map((startMs) => [startMs, startMs + QUARTER_MS] as const),
    );
    return starts.map((startMs, i): Free => {
      // What is spread over a gap may be had in its true shape.
      const { coverage: all = 0, spread = 0, firstMs = Infinity } = known[i] ?? {};
      const coverage = all - spread;
      if (coverage >= WHOLE || this.#isBackfilled(startMs)) return NONE;
      return { share: 1 - coverage, isAtEnd: firstMs < startMs + MINUTE_MS };
    });
  }

  #isBackfilled(startMs: number): boolean {
    if (startMs < this.#quartersFromMs) return this.#target.isKnownOfOld(this.#direction, startMs);
    const slot = { tier: "quarter", slot: startMs / QUARTER_MS } as const;
    return this.#target.series.gauge(BACKFILL[this.#direction], slot) !== undefined;
  }
}
