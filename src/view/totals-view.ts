import { type EnergySum, energyBetween, energyOf, WHOLE } from "../history/energy.ts";
import type { History } from "../history/history.ts";
import { PastPower } from "../history/net-power.ts";
import { startOfLocalDay, startOfLocalMonth } from "../meter/local-time.ts";
import type { Now } from "../meter/now.ts";
import { knownValue, leastTrusted } from "./known-value.ts";
import type { EnergyView, TotalsView } from "./view.ts";

/** A beginning this much later than the span's is told: minutes of difference do not change a day's figure. */
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
  if (!now.clockSet) return { ...counters, today: {}, yesterday: {} };
  const power = new PastPower(history, phases, now);
  const midnightMs = startOfLocalDay(now.wallMs, timeZone);
  const month = whole(power, startOfLocalMonth(now.wallMs, timeZone), now.wallMs);
  return {
    ...counters,
    today: sinceItBegan(power, midnightMs, now.wallMs),
    yesterday: whole(power, startOfLocalDay(now.wallMs, timeZone, -1), midnightMs) ?? {},
    ...(month ? { month } : {}),
  };
}

/** Energy of one direction, and where in the span it begins. */
interface Part {
  readonly wh: number;
  readonly coverage: number;
  readonly fromMs: number;
}

/** Energy of a span that may begin late: then it says since when, and is measured from there. */
function sinceItBegan(power: PastPower, fromMs: number, toMs: number): EnergyView {
  const view = energyView(power, fromMs, toMs, (sum) => {
    const firstMs = sum.firstMs ?? fromMs;
    return part(sum, firstMs - fromMs > LATE_MS ? firstMs : fromMs, toMs);
  });
  return view ?? {};
}

/** Energy of a span, of each direction only when all of it is known, or all but gaps between its beginning and its end. */
function whole(power: PastPower, fromMs: number, toMs: number): EnergyView | undefined {
  return energyView(power, fromMs, toMs, (sum) => {
    const { firstMs = toMs, lastMs = fromMs } = sum;
    const hasEnds = firstMs - fromMs <= LATE_MS && toMs - lastMs <= LATE_MS;
    const known = part(sum, fromMs, toMs);
    return hasEnds || (known?.coverage ?? 0) >= WHOLE ? known : undefined;
  });
}

function part(sum: EnergySum, fromMs: number, toMs: number): Part | undefined {
  const { wh, coverage } = energyOf(sum, fromMs, toMs);
  return wh === undefined ? undefined : { wh, coverage, fromMs };
}

function energyView(
  power: PastPower,
  fromMs: number,
  toMs: number,
  partOf: (sum: EnergySum) => Part | undefined,
): EnergyView | undefined {
  const imported = partOf(energyBetween(power.energySource("Import"), fromMs, toMs));
  const exported = partOf(energyBetween(power.energySource("Export"), fromMs, toMs));
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
