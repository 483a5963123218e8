import { localParts, startOfLocalDay } from "../../meter/local-time.ts";
import type { PartInput } from "../part.ts";
import { type Edges, rememberSpans, type SettledSpans, type Span, spansOf } from "../settled-spans.ts";
import type { TotalsView } from "./totals.ts";

/** Energy by the day. */
export interface DaysView {
  /** The local days of two weeks, the last one today until now; empty while the clock is not set. */
  readonly days: readonly Span[];
  /** Weekday of today, 1 Monday to 7 Sunday. */
  readonly weekday: number;
}

/** Days that are shown at most: today and as many before that the week before this one is among them. */
const COUNT = 14;

/** Part of the view: the last two weeks by the day. It remembers the days that are over. */
export const days = {
  key: "days",
  needs: ["totals"],
  build: (input: PartInput, { totals }: { readonly totals: TotalsView }, before?: SettledSpans): DaysView => {
    const { history, now, meter } = input;
    const past = history.past(now, meter.phases);
    if (!past) return { days: [], weekday: 1 };
    const startOf = (offset: number) => startOfLocalDay(now.wallMs, meter.timeZone, offset);
    const over = Array.from({ length: COUNT - 1 }, (_, i): Edges => [startOf(i + 1 - COUNT), startOf(i + 2 - COUNT)]);
    const today = { fromMs: startOf(0), toMs: now.wallMs, energy: totals.today };
    const { weekday } = localParts(now.wallMs, meter.timeZone);
    return { days: [...spansOf(past, over, input, before), today], weekday };
  },
  remember: ({ days: spans }: DaysView, input: PartInput): SettledSpans | undefined =>
    rememberSpans(spans.slice(0, -1), input),
} as const;
