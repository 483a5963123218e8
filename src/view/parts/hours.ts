import { NET_POWER, type Past } from "../../history/past.ts";
import { startOfLocalDay } from "../../meter/local-time.ts";
import type { PartInput } from "../part.ts";
import { type HourLabel, hourLabels, hourStarts } from "./hour-labels.ts";
import type { PowerView } from "./power.ts";
import { ENERGIES, type SettledBuckets, settledFor, settledOfDays } from "./settled-buckets.ts";

/** Energy of one hour. */
export interface HourEnergy {
  readonly importWh: number;
  readonly exportWh: number;
  /** Highest mean import of a minute in it, and when that minute began; absent where no power is known. */
  readonly highest?: ExtremeMinute;
  /** Its least, so the most that went out; negative then. */
  readonly lowest?: ExtremeMinute;
}

/** The highest or lowest mean net power of a minute, watts from the grid, and when that minute began, wall milliseconds. */
export interface ExtremeMinute {
  readonly powerW: number;
  readonly atMs: number;
}

/** Energy over a local day by the hour. */
export interface HoursView {
  /** Local midnight that begins the day. */
  readonly fromMs: number;
  /** Number of its hours: 23, 24 or 25. */
  readonly count: number;
  /** From midnight to the running hour; null where nothing is known. */
  readonly today: readonly (HourEnergy | null)[];
  /** The running hour as it will be when the power stays; absent unless power is fresh. */
  readonly expected?: { readonly importWh: number; readonly exportWh: number };
  /** Yesterday's hours, for what is still to come. */
  readonly yesterday: readonly (HourEnergy | null)[];
  /** Every third hour of the clock by its place in the day; the last is the end of the day. */
  readonly labels: readonly HourLabel[];
  /** Highest and lowest minute of today; absent where no power is known. */
  readonly highest?: ExtremeMinute;
  readonly lowest?: ExtremeMinute;
}

/** Part of the view: the day by the hour. It remembers the hours that no telegram changes any more. */
export const hours = {
  key: "hours",
  needs: ["power"],
  build: (
    input: PartInput,
    { power }: { readonly power: PowerView },
    before?: SettledBuckets<HourEnergy>,
  ): HoursView => {
    const past = input.history.past(input.now, input.meter.phases);
    return past ? hoursView(past, input, power, settledFor(before, input, ENERGIES)) : NO_HOURS;
  },
  remember: (value: HoursView, input: PartInput): SettledBuckets<HourEnergy> | undefined =>
    settledOfDays(value, HOUR_MS, input, ENERGIES),
} as const;

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const NO_HOURS: HoursView = { fromMs: 0, count: 24, today: [], yesterday: [], labels: [] };

/** The local day of `now` by the hour, yesterday beside it. Settled hours are not computed again. */
export function hoursView(
  past: Pick<Past, "bucketsBetween">,
  { now: { wallMs: nowMs }, meter: { timeZone } }: Pick<PartInput, "now" | "meter">,
  power: Pick<PowerView, "shown" | "state">,
  settled: SettledBuckets<HourEnergy>["buckets"] = new Map(),
): HoursView {
  const fromMs = startOfLocalDay(nowMs, timeZone);
  const toMs = startOfLocalDay(nowMs, timeZone, 1);
  const hourAt = (startMs: number, endMs: number) => {
    const known = settled.get(startMs);
    return known === undefined ? hourEnergy(past, startMs, endMs) : known;
  };
  const energies = (startMs: number, endMs: number) =>
    hourStarts(startMs, endMs).map((atMs) => hourAt(atMs, Math.min(endMs, atMs + HOUR_MS)));
  const today = energies(fromMs, nowMs);
  const highest = today.flatMap((hour) => hour?.highest ?? []).reduce(higher, undefined);
  const lowest = today.flatMap((hour) => hour?.lowest ?? []).reduce(lower, undefined);
  const running = today.at(-1);
  const isRunning = power.state === "fresh" && power.shown && running;
  const leftMs = Math.min(toMs, fromMs + today.length * HOUR_MS) - nowMs;
  return {
    fromMs,
    count: hourStarts(fromMs, toMs).length,
    today,
    ...(isRunning && { expected: expectedHour(running, power.shown.hundredsW, leftMs) }),
    yesterday: energies(startOfLocalDay(nowMs, timeZone, -1), fromMs),
    labels: hourLabels(fromMs, toMs, timeZone),
    ...(highest && { highest }),
    ...(lowest && { lowest }),
  };
}

function hourEnergy(past: Pick<Past, "bucketsBetween">, fromMs: number, toMs: number): HourEnergy | null {
  const energy = (counter: string) => past.bucketsBetween(counter, [fromMs, toMs])[0]?.grown;
  const [importWh, exportWh] = [energy("activeEnergyImportWh"), energy("activeEnergyExportWh")];
  if (importWh === undefined && exportWh === undefined) return null;
  const minutes = minutesOf(past, fromMs, toMs);
  const [highest, lowest] = [minutes.reduce(higher, undefined), minutes.reduce(lower, undefined)];
  return {
    importWh: importWh ?? 0,
    exportWh: exportWh ?? 0,
    ...(highest && { highest }),
    ...(lowest && { lowest }),
  };
}

function minutesOf(past: Pick<Past, "bucketsBetween">, fromMs: number, toMs: number): ExtremeMinute[] {
  const edges = [
    ...Array.from({ length: Math.ceil((toMs - fromMs) / MINUTE_MS) }, (_, i) => fromMs + i * MINUTE_MS),
    toMs,
  ];
  const minutes = past.bucketsBetween(NET_POWER, edges);
  return minutes.flatMap(({ mean, fromMs: atMs }) => (mean === undefined ? [] : [{ powerW: mean, atMs }]));
}

function higher(best: ExtremeMinute | undefined, next: ExtremeMinute): ExtremeMinute {
  return best && best.powerW >= next.powerW ? best : next;
}

function lower(least: ExtremeMinute | undefined, next: ExtremeMinute): ExtremeMinute {
  return least && least.powerW <= next.powerW ? least : next;
}

function expectedHour({ importWh, exportWh }: HourEnergy, netW: number, leftMs: number) {
  const comingWh = (Math.abs(netW) * leftMs) / HOUR_MS;
  return netW < 0 ? { importWh, exportWh: exportWh + comingWh } : { importWh: importWh + comingWh, exportWh };
}
