import { WHOLE } from "../../history/energy.ts";
import type { History } from "../../history/history.ts";
import type { EnergyQuantity, KnownEnergy, Past } from "../../history/past.ts";
import { startOfLocalDay, startOfLocalMonth } from "../../meter/local-time.ts";
import type { Now } from "../../meter/now.ts";
import { knownValue, leastTrusted, type Trust } from "../known-value.ts";
import type { PartInput } from "../part.ts";

/** Energy of a span. */
export interface EnergyView {
  readonly importWh?: number;
  readonly exportWh?: number;
  /** Beginning of the figures where it is later than the span's, wall milliseconds. */
  readonly sinceMs?: number;
  /** Share of the span, from where the figures begin, that they rest on, 0 to 1; absent with them. */
  readonly coverage?: number;
  /** True where parts in between are not known, of each figure. */
  readonly importApprox?: true;
  readonly exportApprox?: true;
}

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

/** A beginning later than the span's by more than this is shown: minutes of difference do not change a day's figure. */
const LATE_MS = 15 * 60_000;

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
    yesterday: whole(past, startOfLocalDay(now.wallMs, timeZone, -1), midnightMs) ?? {},
    ...(isLonger ? { month } : {}),
  };
}

/** Energy of one direction, and where in the span it begins. */
interface Part {
  readonly wh: number;
  readonly coverage: number;
  readonly fromMs: number;
}

/** Energy of a span that may begin late: then it says since when, and is measured from there. */
function sinceItBegan(past: Past, fromMs: number, toMs: number): EnergyView {
  const view = energyView(fromMs, (quantity) => {
    const energy = past.energy(quantity, fromMs, toMs);
    const { firstMs = fromMs } = energy;
    if (firstMs - fromMs <= LATE_MS) return part(energy, fromMs);
    return part(past.energy(quantity, firstMs, toMs), firstMs);
  });
  return view ?? {};
}

/** Energy of a span, of each direction only when all of it is known, or all but gaps between its beginning and its end. */
function whole(past: Past, fromMs: number, toMs: number): EnergyView | undefined {
  return energyView(fromMs, (quantity) => {
    const energy = past.energy(quantity, fromMs, toMs);
    const { firstMs = toMs, lastMs = fromMs } = energy;
    const hasEnds = firstMs - fromMs <= LATE_MS && toMs - lastMs <= LATE_MS;
    return hasEnds || energy.coverage >= WHOLE ? part(energy, fromMs) : undefined;
  });
}

function part({ wh, coverage }: KnownEnergy, fromMs: number): Part | undefined {
  return wh === undefined ? undefined : { wh, coverage, fromMs };
}

function energyView(fromMs: number, partOf: (quantity: EnergyQuantity) => Part | undefined): EnergyView | undefined {
  const imported = partOf("activeEnergyImportWh");
  const exported = partOf("activeEnergyExportWh");
  const parts = [imported, exported].filter((each) => each !== undefined);
  if (parts.length === 0) return undefined;
  const sinceMs = Math.max(...parts.map((each) => each.fromMs));
  return {
    ...(imported && { importWh: imported.wh }),
    ...(imported && imported.coverage < WHOLE && { importApprox: true }),
    ...(exported && { exportWh: exported.wh }),
    ...(exported && exported.coverage < WHOLE && { exportApprox: true }),
    ...(sinceMs > fromMs && { sinceMs }),
    coverage: Math.min(...parts.map((each) => each.coverage)),
  };
}
