import type { Freshness } from "../history/freshness.ts";
import type { Phase } from "../meter/quantity.ts";
import type { ProblemCode } from "./words/words.ts";

/** How far a group of values may be believed, and since when they are true. */
export interface Trust {
  readonly state: Freshness["state"];
  /** When the values were true, wall milliseconds; absent when unknown or while the clock is not set. */
  readonly atMs?: number;
}

/** Net power at the grid. */
export interface PowerView extends Trust {
  /** Import minus export, watts, positive from the grid; absent when not reported or forgotten. */
  readonly netW?: number;
  /** The power as it stands on the display: steady within its last digit, in the unit last shown unless it left it. */
  readonly shown?: ShownPower;
  /** Mean net power of the running hour so far, watts; absent where nothing of it is known. */
  readonly hourMeanW?: number;
  /** True where parts of the running hour are not known. */
  readonly hourApprox?: true;
}

/** The power as last drawn. */
export interface ShownPower {
  readonly valueW: number;
  readonly unit: "kW" | "W";
}

/** One phase. */
export interface PhaseView extends Trust {
  readonly name: Phase;
  /** Current, amperes, negative while the phase is known to export; absent when the meter does not report it. */
  readonly currentA?: number;
  /** Which way the power flows; absent where that is not known, `currentA` is then a magnitude. */
  readonly direction?: "import" | "export";
  /** Whether this phase carries the most of all. */
  readonly isWorst: boolean;
}

/** How the load is spread over the phases; absent figures where fewer than two phases are known. */
export interface BalanceView {
  readonly worst?: Phase;
  /** Difference between the most and the least loaded phase, amperes. */
  readonly differenceA?: number;
  /** `near`: at 80 % of the fuse or more. `over`: at the fuse or more. */
  readonly level: "calm" | "near" | "over" | "unknown";
}

/** Mean net power of one span of the day, watts; positive from the grid. */
export interface ChartBucket {
  readonly meanW: number;
}

/** A day of power. */
export interface ChartView {
  /** Local midnight that begins the day, and the one that ends it; 23, 24 or 25 hours apart. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucketMs: number;
  /** From `fromMs` on, one a bucket until now; null where nothing is known: a gap. */
  readonly today: readonly (ChartBucket | null)[];
  /** Yesterday's buckets at the same hours, for what is still to come. */
  readonly yesterday: readonly (ChartBucket | null)[];
  /** Every third hour with its instant. */
  readonly hours: readonly { readonly atMs: number; readonly hour: number }[];
  /** The bucket of today with the greatest import; absent below 100 W. */
  readonly peak?: { readonly atMs: number; readonly powerW: number };
}

/** Energy of a span. */
export interface EnergyView {
  readonly importWh?: number;
  readonly exportWh?: number;
  /** When the figures begin, where that is later than the span does; wall milliseconds. */
  readonly sinceMs?: number;
  /** Share of the span, from where the figures begin, that they rest on, 0 to 1; absent with them. */
  readonly coverage?: number;
  /** True where parts in between are not known, of each figure. */
  readonly importApprox?: true;
  readonly exportApprox?: true;
}

/** Energy and counters. */
export interface TotalsView extends Trust {
  readonly today: EnergyView;
  readonly yesterday: EnergyView;
  /** The running month; absent while the history does not reach back to its start. */
  readonly month?: EnergyView;
  readonly counterImportWh?: number;
  readonly counterExportWh?: number;
}

/** Something that is wrong. */
export interface Problem {
  readonly code: ProblemCode;
  /** Since when, wall milliseconds; absent while the clock is not set. */
  readonly sinceMs?: number;
}

/** Whether the picture is alive. */
export interface LifeView {
  /** When the values are from; absent when there are none, or while the clock is not set. */
  readonly valuesAtMs?: number;
  /** How long ago that was, monotonic; absent when there are none. */
  readonly valuesAgeMs?: number;
  /** What is wrong, the gravest first; empty while all is well. */
  readonly problems: readonly Problem[];
}

/**
 * Every number that a widget may show, with how far it may be believed. Plain data: the same view gives the same
 * picture, on a panel, in a browser and in a test.
 */
export interface View {
  readonly meter: { readonly name: string; readonly mainFuseA: number };
  /** Wall milliseconds of the picture; meaningless while `clockSet` is false. */
  readonly nowMs: number;
  readonly clockSet: boolean;
  readonly locale: string;
  readonly timeZone: string;
  readonly power: PowerView;
  readonly phases: readonly PhaseView[];
  readonly balance: BalanceView;
  readonly chart: ChartView;
  readonly totals: TotalsView;
  readonly life: LifeView;
}
