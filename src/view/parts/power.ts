import { WHOLE } from "../../history/energy-sum.ts";
import type { History } from "../../history/history.ts";
import type { Latest } from "../../history/latest.ts";
import { netWays } from "../../history/net-ways.ts";
import { startOfLocalHour } from "../../meter/local-time.ts";
import type { Now } from "../../meter/now.ts";
import { intervalOf, meanOfInterval } from "../interval.ts";
import { knownValue, leastTrusted, mostTrusted, type Trust } from "../known-value.ts";
import type { PartInput } from "../part.ts";
import { steady, steadyValues } from "../steady.ts";

/** Net power at the grid. */
export interface PowerView extends Trust {
  /** Import minus export, watts, positive from the grid; absent when not reported or forgotten. */
  readonly netW?: number;
  /** Minutes of which `netW` is the mean, on a display that is renewed slowly; absent where it is the power now. */
  readonly meanOfMinutes?: number;
  /** The power as the display shows it: steady by its last digit, in the unit last shown unless it left it. */
  readonly shown?: ShownPower;
  /** Mean net power of the running hour so far, watts; absent where nothing of it is known. */
  readonly hourMeanW?: number;
  /** True where parts of the running hour are not known. */
  readonly hourApprox?: true;
}

/** The power as last drawn, watts, negative where it goes out. */
export interface ShownPower {
  readonly valueW: number;
  readonly unit: "kW" | "W";
  /** The same where it is always written in kilowatts with one decimal: steady by hundreds of watts. */
  readonly hundredsW: number;
}

/** The powers as last drawn. */
export type ShownPowers = Pick<PowerView, "shown" | "hourMeanW">;

const KILO = 1_000;
/** Least difference of a power that is drawn, watts, by its unit. */
const STEP_W = { kW: 100, W: 10 } as const;
/** Back to watts only well below the kilowatt, so that the unit does not flicker. */
const BACK_TO_WATTS = 900;

/** Part of the view: net power. It remembers the powers as last shown, so that their last digits are steady. */
export const power = {
  key: "power",
  needs: [],
  build: (input: PartInput, _needed: object, before: ShownPowers = {}): PowerView => {
    const { history, now, meter } = input;
    const view = steadyValues(powerView(history, now, meter, before.shown), before);
    const minutes = intervalOf(input);
    if (minutes === undefined || view.state !== "fresh") return view;
    const netW = meanOfInterval(history.past(now, meter.phases), now.wallMs, minutes);
    return netW === undefined ? view : { ...view, netW, shown: shownPower(netW, before.shown), meanOfMinutes: minutes };
  },
  remember: ({ shown, hourMeanW }: PowerView): ShownPowers => ({
    ...(shown && { shown }),
    ...(hourMeanW !== undefined && { hourMeanW }),
  }),
} as const;

/** Zone and phases of a meter. */
type House = Pick<PartInput["meter"], "timeZone" | "phases">;

/** Net power now and over the running hour; `before` is the power as last shown. */
export function powerView(history: History, now: Now, house: House, before?: ShownPower): PowerView {
  return { ...powerNow(history, now, house, before), ...hourMean(history, now, house) };
}

/** Net power now, as a number and as the display shows it; `before` is the power as last shown. */
export function powerNow(
  history: History,
  now: Now,
  { phases }: Pick<House, "phases">,
  before?: ShownPower,
): Omit<PowerView, "hourMeanW" | "hourApprox"> {
  const { netW, ...trust } = netPower(history.latest, phases, now);
  return { ...trust, ...(netW !== undefined && { netW, shown: shownPower(netW, before) }) };
}

/** Mean net power of the running hour until now; empty while nothing is known of it or the clock is not set. */
export function hourMean(
  history: History,
  now: Now,
  { timeZone, phases }: House,
): Pick<PowerView, "hourMeanW" | "hourApprox"> {
  const past = history.past(now, phases);
  const mean = past?.meanNet(startOfLocalHour(now.wallMs, timeZone), now.wallMs);
  if (!mean) return {};
  return { hourMeanW: mean.powerW, ...(mean.coverage < WHOLE && { hourApprox: true }) };
}

/** Net power by the way that is trusted most, the total before the phases where both are; as trusted as its least part. */
function netPower(latest: Latest, phases: 1 | 3, now: Now): Trust & { netW?: number } {
  const ways = netWays((quantity) => latest.heardOf[quantity] !== undefined, phases).flatMap((way) => {
    const parts = way.map(({ quantity, sign }) => ({ sign, ...knownValue(latest, quantity, now) }));
    const watts = parts.flatMap(({ sign, value }) => (value === undefined ? [] : [sign * value]));
    if (watts.length < parts.length) return [];
    return [{ ...leastTrusted(parts), netW: watts.reduce((sum, each) => sum + each, 0) }];
  });
  return mostTrusted(ways) ?? { state: "absent" };
}

/** The power to draw: the unit with hysteresis, the value as last drawn while it is within its dead band. */
export function shownPower(netW: number, before?: ShownPower): ShownPower {
  const magnitude = Math.round(Math.abs(netW) / 10) * 10; // as watts would show it: 996 W is 1,0 kW, never 1000 W
  const unit = magnitude >= KILO || (before?.unit === "kW" && magnitude >= BACK_TO_WATTS) ? "kW" : "W";
  const hundredsW = steady(netW, STEP_W.kW, before?.hundredsW);
  const valueW = steady(netW, STEP_W[unit], before?.unit === unit ? before.valueW : undefined);
  const isSame = before?.unit === unit && before.valueW === valueW && before.hundredsW === hundredsW;
  return isSame ? before : { valueW, unit, hundredsW };
}
