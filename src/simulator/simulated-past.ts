import { QUARTER_DAYS, QUARTER_MS } from "../history/key-tiers.ts";
import type { StoredRow } from "../history/store.ts";
import { localDayOf, startOfDayNumber } from "../meter/local-time.ts";
import { createHouse, type House } from "./house.ts";
import { USUAL_TRAITS } from "./load.ts";
import { startCounters } from "./meter.ts";
import type { Scenario } from "./scenario.ts";
import { ownInstant } from "./scenario-time.ts";

/** Options of a simulated past: those of the simulation that follows it. */
export interface PastOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly timeZone: string;
  /** The instant of the first telegram, at which the past ends: the start of a quarter of an hour. */
  readonly fromMs: number;
  readonly anchorMs: number;
}

const HOUR_MS = 3_600_000;
/** Time before the end of a quarter at which a meter's last telegram of it comes. */
const LAST_MS = 10_000;
const COUNTERS = ["activeEnergyImportWh", "activeEnergyExportWh"] as const;

/**
 * What a history would hold of the fourteen months before the first telegram: both counters as the same house moved them,
 * by the quarter of an hour in the last two months, by the hour before, and by the day. One local day after the other, the
 * last first; ends where the meter was new.
 */
export function* simulatedPast(options: PastOptions): Generator<readonly StoredRow[]> {
  const { scenario, seed, timeZone, fromMs, anchorMs } = options;
  if (scenario.beginsMin !== undefined || scenario.fault?.kind === "never-there") return;
  const traits = { ...USUAL_TRAITS, ...scenario.traits };
  const houseOf = (slotMs: number): House => createHouse({ seed, timeZone, traits, events: [], slotMs });
  const [byQuarter, byHour] = [houseOf(QUARTER_MS), houseOf(HOUR_MS)];
  const shiftMs = scenario.calendar === "moves" ? ownInstant(scenario, timeZone) - anchorMs : 0;
  const counters = startCounters({ seed, hasSolar: traits.solarPeakW > 0, startMs: fromMs });
  const last = localDayOf(fromMs - 1, timeZone);
  for (let day = last; day > last - QUARTER_DAYS.long && counters.importWh > 0; day -= 1) {
    const [startMs, endMs] = [startOfDayNumber(day, timeZone), Math.min(fromMs, startOfDayNumber(day + 1, timeZone))];
    const isRecent = day > last - QUARTER_DAYS.short;
    const stepMs = isRecent ? QUARTER_MS : HOUR_MS;
    const powerAt = (ms: number): number => sum((isRecent ? byQuarter : byHour).powerAt(ms + shiftMs).watts);
    yield dayBefore(counters, powerAt, { startMs, endMs, stepMs });
  }
}

/** Counters of a meter, Wh. */
interface WattHours {
  importWh: number;
  exportWh: number;
}

/** The rows of one day, from its end to its start; the counters go back to the start. */
function dayBefore(
  counters: WattHours,
  powerAt: (ms: number) => number,
  { startMs, endMs, stepMs }: { readonly startMs: number; readonly endMs: number; readonly stepMs: number },
): StoredRow[] {
  const rows = rowsAt("day", startMs, endMs, counters);
  for (let toMs = endMs; toMs > startMs; toMs -= stepMs) {
    rows.push(...rowsAt("quarter", toMs - QUARTER_MS, toMs, counters));
    const fromMs = Math.max(startMs, toMs - stepMs);
    const wh = (powerAt(fromMs) * (toMs - fromMs)) / HOUR_MS;
    counters.importWh = Math.max(0, counters.importWh - Math.max(0, wh));
    counters.exportWh = Math.max(0, counters.exportWh + Math.min(0, wh));
  }
  for (const key of COUNTERS) rows.push({ tier: "first", key, startMs, values: [] });
  return rows;
}

function rowsAt(tier: "day" | "quarter", startMs: number, endMs: number, counters: WattHours): StoredRow[] {
  const values = [counters.importWh, counters.exportWh];
  return COUNTERS.map((key, i) => ({ tier, key, startMs, values: [endMs - LAST_MS, Math.floor(values[i] ?? 0), 0] }));
}

function sum([l1, l2, l3]: readonly [number, number, number]): number {
  return l1 + l2 + l3;
}
