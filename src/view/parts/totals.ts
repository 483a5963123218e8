import type { History } from "../../history/history.ts";
import { startOfLocalDay, startOfLocalMonth } from "../../meter/local-time.ts";
import type { Now } from "../../meter/now.ts";
import { type EnergyView, sinceItBegan, wholeSpan } from "../energy-span.ts";
import { knownValue, leastTrusted, type Trust } from "../known-value.ts";
import type { PartInput } from "../part.ts";

/** Energy and counters. */
export interface TotalsView extends Trust {
  readonly today: EnergyView;
  readonly yesterday: EnergyView;
  /** The running month, or as much of it as the history holds; absent while that is no more than today. */
  readonly month?: EnergyView;
  readonly counterImportWh?: number;
  readonly counterExportWh?: number;
}

/** Part of the view: energy and counters. */
export const totals = {
  key: "totals",
  needs: [],
  build: ({ history, now, meter }: PartInput): TotalsView => totalsView(history, now, meter),
} as const;

/** Energy of today, yesterday and, where the history reaches back to its start, the month; and the counters. */
export function totalsView(
  history: History,
  now: Now,
  { timeZone, phases }: { readonly timeZone: string; readonly phases: 1 | 3 },
): TotalsView {
  const imported = knownValue(history.latest, "activeEnergyImportWh", now);
  const exported = knownValue(history.latest, "activeEnergyExportWh", now);
  const counters = {
    ...leastTrusted([imported, exported]),
    ...(imported.value === undefined ? {} : { counterImportWh: imported.value }),
    ...(exported.value === undefined ? {} : { counterExportWh: exported.value }),
  };
  const past = history.past(now, phases);
  if (!past) return { ...counters, today: {}, yesterday: {} };
  const midnightMs = startOfLocalDay(now.wallMs, timeZone);
  const month = sinceItBegan(past, startOfLocalMonth(now.wallMs, timeZone), now.wallMs);
  const isLonger = Object.keys(month).length > 0 && (month.sinceMs ?? -Infinity) < midnightMs;
  return {
    ...counters,
    today: sinceItBegan(past, midnightMs, now.wallMs),
    yesterday: wholeSpan(past, startOfLocalDay(now.wallMs, timeZone, -1), midnightMs) ?? {},
    ...(isLonger ? { month } : {}),
  };
}
