import type { Past } from "../../history/past.ts";
import { startOfLocalDay } from "../../meter/local-time.ts";
import { PHASE_QUANTITIES, PHASES, type Phase } from "../../meter/phases.ts";
import type { Quantity } from "../../meter/quantity.ts";
import type { PartInput } from "../part.ts";
import { type HourLabel, hourLabels } from "./hour-labels.ts";
import { type SettledBuckets, settledFor, settledOfDays } from "./settled-buckets.ts";

/** Highest current of each phase in one quarter of an hour, amperes, in their order; null where it is not known. */
export type PhaseQuarter = readonly (number | null)[];

/** The highest minute of a phase, amperes, and when it began, wall milliseconds. */
export interface HighestCurrent {
  readonly phase: Phase;
  readonly currentA: number;
  readonly atMs: number;
}

/** The local day of the currents by the quarter of an hour. */
export interface PhaseQuartersView {
  /** Local midnight that begins the day. */
  readonly fromMs: number;
  /** Quarters of the day: 92, 96 or 100. */
  readonly count: number;
  /** From midnight to the running quarter; null where nothing is known. */
  readonly today: readonly (PhaseQuarter | null)[];
  /** Every third hour of the clock by its place among the hours of the day. */
  readonly labels: readonly HourLabel[];
  /** The highest of all phases today; absent where nothing is known. */
  readonly highest?: HighestCurrent;
}

/** Part of the view: the day of the currents. It remembers the quarters that no telegram changes any more. */
export const phaseQuarters = {
  key: "phaseQuarters",
  needs: [],
  build: (input: PartInput, _needed: object, before?: SettledBuckets<PhaseQuarter>): PhaseQuartersView => {
    const past = input.history.past(input.now, input.meter.phases);
    return past ? phaseQuartersView(past, input, settledFor(before, input, RESTS_ON)) : NO_QUARTERS;
  },
  remember: ({ fromMs, today }: PhaseQuartersView, input: PartInput): SettledBuckets<PhaseQuarter> | undefined =>
    settledOfDays({ fromMs, today, yesterday: [] }, QUARTER_MS, input, RESTS_ON),
} as const;

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const CURRENTS = PHASES.map((phase) => PHASE_QUANTITIES[phase].currentA);
const RESTS_ON: readonly Quantity[] = CURRENTS;
const NO_QUARTERS: PhaseQuartersView = { fromMs: 0, count: 96, today: [], labels: [] };

/** The currents of the local day of `now`. Settled quarters are not computed again. */
export function phaseQuartersView(
  past: Pick<Past, "buckets">,
  { now: { wallMs: nowMs }, meter: { timeZone, phases } }: Pick<PartInput, "now" | "meter">,
  settled: SettledBuckets<PhaseQuarter>["buckets"] = new Map(),
): PhaseQuartersView {
  const fromMs = startOfLocalDay(nowMs, timeZone);
  const toMs = startOfLocalDay(nowMs, timeZone, 1);
  const names = PHASES.slice(0, phases);
  const today = Array.from({ length: Math.ceil((nowMs - fromMs) / QUARTER_MS) }, (_, i) => {
    const startMs = fromMs + i * QUARTER_MS;
    const known = settled.get(startMs);
    return known === undefined ? quarterOf(past, names, startMs, Math.min(nowMs, startMs + QUARTER_MS)) : known;
  });
  const highest = highestOf(past, names, { fromMs, today }, nowMs);
  return {
    fromMs,
    count: Math.round((toMs - fromMs) / QUARTER_MS),
    today,
    labels: hourLabels(fromMs, toMs, timeZone),
    ...(highest && { highest }),
  };
}

function quarterOf(
  past: Pick<Past, "buckets">,
  names: readonly Phase[],
  fromMs: number,
  toMs: number,
): PhaseQuarter | null {
  const highest = names.map((name) => {
    const [{ min, max } = {}] = past.buckets(PHASE_QUANTITIES[name].currentA, fromMs, toMs, QUARTER_MS);
    return min === undefined || max === undefined ? null : Math.max(Math.abs(min), Math.abs(max));
  });
  return highest.some((each) => each !== null) ? highest : null;
}

/** The highest minute, looked for in the quarter that holds it alone. */
function highestOf(
  past: Pick<Past, "buckets">,
  names: readonly Phase[],
  { fromMs, today }: Pick<PhaseQuartersView, "fromMs" | "today">,
  nowMs: number,
): HighestCurrent | undefined {
  const most = Math.max(...today.flatMap((quarter) => quarter?.map((each) => each ?? -1) ?? []));
  const index = today.findIndex((quarter) => quarter?.includes(most));
  const phase = names[today[index]?.indexOf(most) ?? -1];
  if (!phase) return undefined;
  const startMs = fromMs + index * QUARTER_MS;
  const { currentA } = PHASE_QUANTITIES[phase];
  const minutes = past.buckets(currentA, startMs, Math.min(nowMs, startMs + QUARTER_MS), MINUTE_MS);
  const loadOf = ({ min, max }: (typeof minutes)[number]) => Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0));
  const { fromMs: atMs } = minutes.reduce((a, b) => (loadOf(b) > loadOf(a) ? b : a));
  return { phase, currentA: most, atMs };
}
