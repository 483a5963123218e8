import type { Past } from "../../history/past.ts";
import { localParts, startOfLocalDay } from "../../meter/local-time.ts";
import { type EnergyView, sinceItBegan, sumOf } from "../energy-span.ts";
import type { PartInput } from "../part.ts";
import { type Edges, rememberSpans, type SettledSpans, type Span, spansOf } from "../settled-spans.ts";
import type { TotalsView } from "./totals.ts";

/** Energy of a day or week until now, and of earlier ones until the same time on the clock. */
export interface Comparison {
  readonly running: Span;
  readonly before: Span;
  /** The same weekday of the week before, or the same week of the year before. */
  readonly longBefore: Span;
}

/** This day and this week beside earlier ones; empty while the clock is not set. */
export interface ByNowView {
  readonly day?: Comparison;
  readonly week?: Comparison;
  /** The part of this week that is over. */
  readonly untilToday?: Span;
}

/** Part of the view: energy by now. It remembers the earlier days and weeks for as long as the minute lasts. */
export const byNow = {
  key: "byNow",
  needs: ["totals"],
  build: (input: PartInput, { totals }: { readonly totals: TotalsView }, before?: SettledSpans): ByNowView => {
    const past = input.history.past(input.now, input.meter.phases);
    return past ? byNowView(past, totals.today, input, before) : {};
  },
  remember: ({ day, week, untilToday }: ByNowView, input: PartInput): SettledSpans | undefined => {
    const spans = [day?.before, day?.longBefore, week?.before, week?.longBefore, untilToday];
    return rememberSpans(
      spans.filter((span) => span !== undefined),
      input,
    );
  },
} as const;

const MINUTE_MS = 60_000;
/** Whole weeks that are nearly a year. */
const YEAR_DAYS = 52 * 7;

function byNowView(past: Past, today: EnergyView, input: PartInput, settled?: SettledSpans): ByNowView {
  const { wallMs: nowMs } = input.now;
  const { timeZone } = input.meter;
  const startOf = (offset: number) => startOfLocalDay(nowMs, timeZone, offset);
  const sinceMonday = localParts(nowMs, timeZone).weekday - 1;
  const byTime = (from: number, to: number): Edges => [startOf(from), sameTimeOn(nowMs, timeZone, to)];
  const spanOf = (edges: Edges): Span =>
    spansOf(past, [edges], input, settled)[0] ?? { fromMs: edges[0], toMs: edges[1], energy: {} };
  const untilToday = spanOf([startOf(-sinceMonday), startOf(0)]);
  const [mondayMs, todayMs] = [untilToday.fromMs, untilToday.toMs];
  const isWhole = sinceMonday === 0 || untilToday.energy.importWh !== undefined;
  const week = isWhole ? sumOf(untilToday.energy, today) : sinceItBegan(past, mondayMs, nowMs);
  return {
    day: {
      running: { fromMs: todayMs, toMs: nowMs, energy: today },
      before: spanOf(byTime(-1, -1)),
      longBefore: spanOf(byTime(-7, -7)),
    },
    week: {
      running: { fromMs: mondayMs, toMs: nowMs, energy: week },
      before: spanOf(byTime(-sinceMonday - 7, -7)),
      longBefore: spanOf(byTime(-sinceMonday - YEAR_DAYS, -YEAR_DAYS)),
    },
    untilToday,
  };
}

/** The minute of another local day at which the clock shows the same time. */
function sameTimeOn(nowMs: number, timeZone: string, dayOffset: number): number {
  const { hour, minute } = localParts(nowMs, timeZone);
  const startMs = startOfLocalDay(nowMs, timeZone, dayOffset);
  const atMs = startMs + (hour * 60 + minute) * MINUTE_MS;
  const [start, at] = [localParts(startMs, timeZone), localParts(atMs, timeZone)];
  return atMs + (start.offsetMinutes - at.offsetMinutes) * MINUTE_MS;
}
