import type { Past } from "../../history/past.ts";
import { startOfLocalDay, startOfLocalMonth } from "../../meter/local-time.ts";
import { type EnergyView, sinceItBegan, wholeSpan } from "../energy-span.ts";
import type { PartInput } from "../part.ts";
import type { Rest } from "../rest.ts";
import { hourLabels, hourStarts } from "./hour-labels.ts";
import type { HourEnergy, HoursView } from "./hours.ts";
import { faultOf, type StatusView } from "./life.ts";

/** One day of the week that ends. */
interface RestDay {
  /** Local midnight that begins it. */
  readonly atMs: number;
  /** Energy from the grid; absent where not all of it is known. */
  readonly importWh?: number;
}

/** The day that ends while the display rests; nothing in it is of this moment. */
export interface RestView {
  /** When pictures are renewed again; absent outside quiet hours. */
  readonly untilMs?: number;
  /** Local midnight that begins the day. */
  readonly fromMs: number;
  /** End of what is known of the day; absent when it is the day's own end. */
  readonly endsMs?: number;
  readonly day: EnergyView;
  readonly before: EnergyView;
  /** Seven days, the one that ends last; empty while the clock is not set. */
  readonly week: readonly RestDay[];
  readonly hours: Omit<HoursView, "highest" | "expected">;
  /** The day's month up to its end. */
  readonly month: EnergyView;
}

/** Part of the view: the day that ends. */
export const rest = {
  key: "rest",
  needs: ["life"],
  build: (input: PartInput, { life }: { readonly life: StatusView }): RestView => {
    const past = input.history.past(input.now, input.meter.phases);
    const until = input.rest && { untilMs: input.rest.untilMs };
    return { ...until, ...(past ? restView(past, input, life) : UNKNOWN) };
  },
} as const;

const NOON_MS = 12 * 3_600_000;
const WEEK = [-6, -5, -4, -3, -2, -1, 0] as const;
const UNKNOWN: RestView = {
  fromMs: 0,
  day: {},
  before: {},
  week: [],
  hours: { fromMs: 0, count: 24, today: [], yesterday: [], labels: [] },
  month: {},
};

/** The day that ends with the rest, or the running one: as much of it as has passed. */
function restView(
  past: Past,
  { rest: quiet, now: { wallMs }, meter: { timeZone } }: PartInput,
  life: StatusView,
): RestView {
  const fromMs = dayOf(quiet, wallMs, timeZone);
  const startOf = (days: number) => startOfLocalDay(fromMs, timeZone, days);
  const toMs = startOf(1);
  const lastMs = (faultOf(life) && life.valuesAtMs) ?? wallMs;
  const endMs = Math.min(toMs, lastMs > fromMs ? lastMs : wallMs); // of a silent meter the day ends with its last value
  return {
    fromMs,
    ...(endMs < toMs && { endsMs: endMs }),
    day: sinceItBegan(past, fromMs, endMs),
    before: wholeSpan(past, startOf(-1), fromMs) ?? {},
    week: WEEK.map((days) => {
      const { importWh } = wholeSpan(past, startOf(days), Math.min(startOf(days + 1), endMs)) ?? {};
      return { atMs: startOf(days), ...(importWh !== undefined && { importWh }) };
    }),
    hours: {
      fromMs,
      count: hourStarts(fromMs, toMs).length,
      today: hoursOf(past, fromMs, endMs),
      yesterday: [],
      labels: hourLabels(fromMs, toMs, timeZone),
    },
    month: sinceItBegan(past, startOfLocalMonth(fromMs, timeZone), endMs),
  };
}

/** Midnight of the day that ends: a rest that begins before noon belongs to the evening before. */
function dayOf(quiet: Rest | undefined, nowMs: number, timeZone: string): number {
  if (!quiet) return startOfLocalDay(nowMs, timeZone);
  const midnightMs = startOfLocalDay(quiet.fromMs, timeZone);
  return quiet.fromMs - midnightMs < NOON_MS ? startOfLocalDay(quiet.fromMs, timeZone, -1) : midnightMs;
}

function hoursOf(past: Past, fromMs: number, endMs: number): (HourEnergy | null)[] {
  const edges = [...hourStarts(fromMs, endMs), endMs];
  const [imported, exported] = ["activeEnergyImportWh", "activeEnergyExportWh"].map((counter) =>
    past.bucketsBetween(counter, edges),
  );
  return edges.slice(1).map((_, i) => {
    const [importWh, exportWh] = [imported?.[i]?.grown, exported?.[i]?.grown];
    if (importWh === undefined && exportWh === undefined) return null;
    return { importWh: importWh ?? 0, exportWh: exportWh ?? 0 };
  });
}
