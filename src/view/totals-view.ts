import { type Energy, energyBetween, NO_ENERGY } from "../history/energy.ts";
import type { History } from "../history/history.ts";
import { startOfLocalDay, startOfLocalMonth } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import { knownValue, leastTrusted } from "./known-value.ts";
import type { EnergyView, TotalsView } from "./view.ts";

const IMPORT = { counter: "activeEnergyImportWh", power: "activePowerImportW" } as const;
const EXPORT = { counter: "activeEnergyExportWh", power: "activePowerExportW" } as const;
/** A beginning this much later than the span's is told: minutes of difference do not change a day's figure. */
const LATE_MS = 15 * 60_000;
/** A span that ends this much before its end is not whole: a past day must be covered to its last quarter. */
const PAST_COVERAGE = 0.98;

/** Energy of today, yesterday and, where the history reaches back to its start, the month; and the counters. */
export function totalsView(history: History, now: Now, timeZone: string): TotalsView {
  const imported = knownValue(history.latest, "activeEnergyImportWh", now);
  const exported = knownValue(history.latest, "activeEnergyExportWh", now);
  const counters = {
    ...leastTrusted([imported, exported]),
    ...(imported.value === undefined ? {} : { counterImportWh: imported.value }),
    ...(exported.value === undefined ? {} : { counterExportWh: exported.value }),
  };
  if (!now.clockSet) return { ...counters, today: {}, yesterday: {} };
  const midnightMs = startOfLocalDay(now.wallMs, timeZone);
  const monthMs = startOfLocalMonth(now.wallMs, timeZone);
  const month = whole(history, monthMs, now.wallMs);
  return {
    ...counters,
    today: span(history, midnightMs, now.wallMs),
    yesterday: whole(history, startOfLocalDay(now.wallMs, timeZone, -1), midnightMs) ?? {},
    ...(month ? { month } : {}),
  };
}

/** Energy of a span that may begin late: then it says since when. */
function span(history: History, fromMs: number, toMs: number): EnergyView {
  const imported = energyBetween(history.minutes, IMPORT, fromMs, toMs);
  const exported = energyBetween(history.minutes, EXPORT, fromMs, toMs);
  const sinceMs = Math.max(imported.sinceMs ?? fromMs, exported.sinceMs ?? fromMs);
  return { ...both(imported, exported), ...(sinceMs - fromMs > LATE_MS ? { sinceMs } : {}) };
}

/** Energy of a span, of each direction only when all of it is known. */
function whole(history: History, fromMs: number, toMs: number): EnergyView | undefined {
  const [imported, exported] = [IMPORT, EXPORT].map((direction) => {
    const energy = energyBetween(history.minutes, direction, fromMs, toMs);
    return energy.coverage >= PAST_COVERAGE ? energy : NO_ENERGY;
  }) as [Energy, Energy];
  return imported.wh === undefined && exported.wh === undefined ? undefined : both(imported, exported);
}

function both(imported: Energy, exported: Energy): EnergyView {
  return {
    ...(imported.wh === undefined ? {} : { importWh: imported.wh }),
    ...(exported.wh === undefined ? {} : { exportWh: exported.wh }),
  };
}
