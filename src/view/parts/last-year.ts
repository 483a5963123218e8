import { startOfLocalMonth } from "../../meter/local-time.ts";
import type { PartInput } from "../part.ts";
import { rememberSpans, type SettledSpans, type Span, spansOf } from "../settled-spans.ts";

/** Energy of a year ago. */
export interface LastYearView {
  /** The same month a year before the running one, all of it; absent while the clock is not set. */
  readonly month?: Span;
}

/** Part of the view: the year before. It remembers the month, which is long over. */
export const lastYear = {
  key: "lastYear",
  needs: [],
  build: (input: PartInput, _needed: object, before?: SettledSpans): LastYearView => {
    const { history, now, meter } = input;
    const past = history.past(now, meter.phases);
    if (!past) return {};
    const monthAt = (offset: number) => startOfLocalMonth(now.wallMs, meter.timeZone, offset);
    const [month] = spansOf(past, [[monthAt(-12), monthAt(-11)]], input, before);
    return month ? { month } : {};
  },
  remember: ({ month }: LastYearView, input: PartInput): SettledSpans | undefined =>
    rememberSpans(month ? [month] : [], input),
} as const;
