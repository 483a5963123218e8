import type { History } from "../history/history.ts";
import type { Now } from "../meter/now.ts";
import type { LinkState } from "../source/link-state.ts";
import { chartView } from "./chart-view.ts";
import { lifeView } from "./life-view.ts";
import { balanceView, phaseViews } from "./phases-view.ts";
import { powerView } from "./power-view.ts";
import { totalsView } from "./totals-view.ts";
import type { ShownPower, View } from "./view.ts";

/** What a view is made from, beside the history. */
export interface ViewSettings {
  readonly meter: {
    readonly name: string;
    readonly mainFuseA: number;
    readonly phases: 1 | 3;
    readonly timeZone: string;
  };
  readonly locale: string;
}

/**
 * Everything a picture may show at `now`. Pure: the same history, link and `now` give the same view; `before` is the
 * power that was last drawn and comes back in `view.power.shown`.
 */
export function buildView(
  history: History,
  broker: LinkState,
  now: Now,
  { meter, locale }: ViewSettings,
  before?: ShownPower,
): View {
  const { timeZone, mainFuseA } = meter;
  const past = history.past(now, meter.phases);
  const phases = phaseViews(history.latest, meter.phases, now);
  return {
    meter: { name: meter.name, mainFuseA },
    nowMs: now.wallMs,
    clockSet: now.clockSet,
    locale,
    timeZone,
    power: powerView(history, now, meter, before),
    phases,
    balance: balanceView(phases, mainFuseA),
    chart: past ? chartView(past, now.wallMs, timeZone) : NO_CHART,
    totals: totalsView(history, now, meter),
    life: lifeView(history.latest, broker, now),
  };
}

const NO_CHART: View["chart"] = {
  fromMs: 0,
  toMs: 24 * 3_600_000,
  bucketMs: 300_000,
  today: [],
  yesterday: [],
  hours: [],
};
