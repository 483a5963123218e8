import { startOfLocalMonth } from "../../meter/local-time.ts";
import { type EnergyView, wholeSpan } from "../energy-span.ts";
import type { PartInput } from "../part.ts";
import { ENERGIES, type SettledBuckets, settledBuckets, settledFor } from "./settled-buckets.ts";

/** Energy of a year ago. */
export interface LastYearView {
  /** The same month a year before the running one, all of it; absent where it is not known from its start to its end. */
  readonly month?: EnergyView;
  /** When that month began, wall milliseconds; absent while the clock is not set. */
  readonly fromMs?: number;
}

/** Part of the view: the year before. It remembers the month, which is over for long. */
export const lastYear = {
  key: "lastYear",
  needs: [],
  build: (input: PartInput, _needed: object, before?: SettledBuckets<EnergyView>): LastYearView => {
    const { history, now, meter } = input;
    const past = history.past(now, meter.phases);
    if (!past) return {};
    const [fromMs, toMs] = spanOf(input);
    const known = settledFor(before, input, ENERGIES).get(fromMs);
    const month = known === undefined ? wholeSpan(past, fromMs, toMs) : known;
    return { fromMs, ...(month && { month }) };
  },
  remember: ({ month }: LastYearView, input: PartInput): SettledBuckets<EnergyView> | undefined => {
    if (!input.now.clockSet) return undefined;
    const [startMs, endMs] = spanOf(input);
    return settledBuckets([{ startMs, endMs, bucket: month ?? null }], input, ENERGIES);
  },
} as const;

function spanOf({ now, meter }: PartInput): readonly [fromMs: number, toMs: number] {
  const monthAt = (offset: number) => startOfLocalMonth(now.wallMs, meter.timeZone, offset);
  return [monthAt(-12), monthAt(-11)];
}
