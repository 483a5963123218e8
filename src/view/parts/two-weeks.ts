import type { Past } from "../../history/past.ts";
import { startOfLocalDay } from "../../meter/local-time.ts";
import type { PartInput } from "../part.ts";
import { type HourLabel, hourLabels } from "./hour-labels.ts";
import { ENERGIES, type SettledBuckets, settledBuckets, settledFor } from "./settled-buckets.ts";

/** One local day by the quarter of an hour. */
export interface DayQuarters {
  /** Local midnight that begins the day. */
  readonly fromMs: number;
  /** Quarters of the day: 92, 96 or 100. */
  readonly count: number;
  /** Mean net power of each quarter so far, watts from the grid; null where it is not known. */
  readonly quarters: readonly (number | null)[];
}

/** Two weeks by the quarter of an hour. */
export interface TwoWeeksView {
  /** Fourteen days, today the last; none while the clock is not set. */
  readonly days: readonly DayQuarters[];
  /** Every third hour of today by its place among the hours of the day. */
  readonly labels: readonly HourLabel[];
}

/** Part of the view: two weeks of power. It remembers the quarters that no telegram changes any more. */
export const twoWeeks = {
  key: "twoWeeks",
  needs: [],
  build: (input: PartInput, _needed: object, before?: SettledBuckets<number>): TwoWeeksView => {
    const past = input.history.past(input.now, input.meter.phases);
    return past ? twoWeeksView(past, input, settledFor(before, input, ENERGIES)) : { days: [], labels: [] };
  },
  remember: ({ days }: TwoWeeksView, input: PartInput): SettledBuckets<number> | undefined => {
    const quarters = days.flatMap((day) => day.quarters.map((bucket, i) => ({ bucket, ...spanOf(day, i) })));
    return input.now.clockSet ? settledBuckets(quarters, input, ENERGIES) : undefined;
  },
} as const;

const DAYS = 14;
const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 4 * QUARTER_MS;

function spanOf({ fromMs }: Pick<DayQuarters, "fromMs">, index: number) {
  return { startMs: fromMs + index * QUARTER_MS, endMs: fromMs + (index + 1) * QUARTER_MS };
}

/** The fourteen local days until `now`. Settled quarters are not computed again. */
export function twoWeeksView(
  past: Pick<Past, "bucketsBetween">,
  { now: { wallMs: nowMs }, meter: { timeZone } }: Pick<PartInput, "now" | "meter">,
  settled: SettledBuckets<number>["buckets"] = new Map(),
): TwoWeeksView {
  const days = Array.from({ length: DAYS }, (_, i) => {
    const fromMs = startOfLocalDay(nowMs, timeZone, i - DAYS + 1);
    const toMs = startOfLocalDay(nowMs, timeZone, i - DAYS + 2);
    const endMs = Math.min(nowMs, toMs);
    const edges = Array.from(
      { length: Math.ceil((endMs - fromMs) / QUARTER_MS) },
      (_q, at) => fromMs + at * QUARTER_MS,
    );
    return {
      fromMs,
      count: Math.round((toMs - fromMs) / QUARTER_MS),
      quarters: quartersBetween(past, [...edges, endMs], settled),
    };
  });
  const [today] = days.slice(-1);
  const fromMs = today?.fromMs ?? nowMs;
  return { days, labels: hourLabels(fromMs, fromMs + (today?.count ?? 0) * QUARTER_MS, timeZone) };
}

/** The mean power between each edge and the next: all of a day at once where one of them is not settled. */
function quartersBetween(
  past: Pick<Past, "bucketsBetween">,
  edges: readonly number[],
  settled: SettledBuckets<number>["buckets"],
): (number | null)[] {
  const starts = edges.slice(0, -1);
  const first = starts.findIndex((startMs) => !settled.has(startMs));
  if (first < 0) return starts.map((startMs) => settled.get(startMs) ?? null);
  const open = edges.slice(first);
  const [came, went] = ["activeEnergyImportWh", "activeEnergyExportWh"].map((key) => past.bucketsBetween(key, open));
  const means = open.slice(1).map((endMs, i) => {
    const [importWh, exportWh] = [came?.[i]?.grown, went?.[i]?.grown];
    if (importWh === undefined && exportWh === undefined) return null;
    return (((importWh ?? 0) - (exportWh ?? 0)) * HOUR_MS) / (endMs - (open[i] ?? endMs));
  });
  return [...starts.slice(0, first).map((startMs) => settled.get(startMs) ?? null), ...means];
}
