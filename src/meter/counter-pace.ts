import { QUANTITY, type Quantity, type Values } from "./quantity.ts";

/** A counter's value and when it came, on the monotonic clock. */
export interface CounterMark {
  readonly value: number;
  readonly monoMs: number;
}

/** Start of the steady growth of a counter. */
interface CounterStart extends CounterMark {
  /** True when the counter had just stepped to it: how long it had stood at its very first value is not known. */
  readonly isStep?: true;
}

/** Starts of the steady growth of the counters. */
export type CounterStarts = { readonly [Q in Quantity]?: CounterStart };

/** The last values of the counters. */
type CounterValues = { readonly [Q in Quantity]?: CounterMark };

const NOMINAL_V = 230;
const FUSE_FACTOR = 1.5;
const HOUR_MS = 3_600_000;
/** Room for counters that are sent hourly or in whole kilowatt-hours. */
const SLACK_WH = 3_000;
/** A larger step is a gap, a reset or another meter, and is no evidence of the pace. */
const STEP_WH = 10_000;

/**
 * Counters that count steadily faster than the main fuse allows, which a step at a time does not show: one in Wh that is
 * read as kWh.
 * @param before where the growth of each counter began, and its last value
 * @param counters those that came now
 */
export function counterPace(
  { starts, last }: { readonly starts: CounterStarts; readonly last: CounterValues },
  counters: Values,
  monoMs: number,
  { mainFuseA, phases }: { readonly mainFuseA: number; readonly phases: 1 | 3 },
): { readonly starts: CounterStarts; readonly tooFast: readonly Quantity[] } {
  const next: { [Q in Quantity]?: CounterStart } = { ...starts };
  const tooFast: Quantity[] = [];
  const grown = (mark: CounterMark, value: number, slackWh: number) => {
    const roomWh = (FUSE_FACTOR * NOMINAL_V * mainFuseA * phases * (monoMs - mark.monoMs)) / HOUR_MS + slackWh;
    return value < mark.value || value - mark.value > roomWh;
  };
  for (const [quantity, value] of Object.entries(counters) as [Quantity, number][]) {
    if (QUANTITY.get(quantity)?.kind !== "counter") continue;
    const [start, lastMark] = [starts[quantity], last[quantity]];
    if (start === undefined || lastMark === undefined || grown(lastMark, value, STEP_WH))
      next[quantity] = { value, monoMs };
    else if (!start.isStep && value !== start.value) next[quantity] = { value, monoMs, isStep: true };
    else if (grown(start, value, SLACK_WH)) tooFast.push(quantity);
  }
  return { starts: next, tooFast };
}
