import { WHOLE } from "../../history/energy-sum.ts";
import type { Past } from "../../history/past.ts";
import { startOfLocalDay, startOfLocalMonth } from "../../meter/local-time.ts";
import { type Medium, SUB_METER_QUANTITIES, type SubMeterQuantity, type SubMeterRow } from "../../meter/sub-meter.ts";
import { knownValue, type Trust } from "../known-value.ts";
import type { PartInput } from "../part.ts";

/** Use of one medium over a span. */
export interface UseView {
  /** In the sub-meter's unit. */
  readonly amount: number;
  /** Beginning of the figure where it is later than the span's, wall milliseconds. */
  readonly sinceMs?: number;
  /** True where parts in between are not known. */
  readonly isApprox?: true;
}

/** One counter of a meter on a channel of the electricity meter. Its state and time are by its own clock. */
export interface SubMeterView extends Trust {
  readonly quantity: SubMeterQuantity;
  readonly medium: Medium;
  readonly channel: number;
  /** Of a second electricity meter. */
  readonly direction?: "import" | "export";
  readonly unit: "m3" | "Wh";
  /** The counter; absent where nothing is known or it was forgotten. */
  readonly counter?: number;
  /** Uses up to the last reading; absent where less than half of the time is known. */
  readonly today?: UseView;
  readonly yesterday?: UseView;
  readonly month?: UseView;
}

/** Part of the view: gas, water, heat, cold and second electricity meters, in the order of the table of quantities. */
export const subMeters = {
  key: "subMeters",
  needs: [],
  build: (input: PartInput): readonly SubMeterView[] =>
    SUB_METER_QUANTITIES.filter(({ key }) => input.history.latest.heardOf[key]).map((row) => subMeterView(row, input)),
} as const;

/** A beginning later than the span's by more than this is shown: more than an hourly reading is late. */
const LATE_MS = 75 * 60_000;

function subMeterView(row: SubMeterRow, { history, now, meter }: PartInput): SubMeterView {
  const { value, ...trust } = knownValue(history.latest, row.key, now);
  const past = history.past(now, meter.phases);
  const [todayMs, yesterdayMs] = [0, -1].map((days) => startOfLocalDay(now.wallMs, meter.timeZone, days));
  const monthMs = startOfLocalMonth(now.wallMs, meter.timeZone);
  const lastMs = trust.atMs ?? now.wallMs;
  const use = (name: "today" | "yesterday" | "month", fromMs = 0, toMs = lastMs) => {
    const amount = past && useBetween(past, row.key, fromMs, toMs);
    return amount && { [name]: amount };
  };
  return {
    ...trust,
    quantity: row.key,
    medium: row.medium,
    channel: row.channel,
    ...(row.medium === "electricity" && { direction: row.key.includes("Import") ? "import" : "export" }),
    unit: row.unit,
    ...(value !== undefined && { counter: value }),
    ...use("today", todayMs),
    ...use("yesterday", yesterdayMs, todayMs),
    ...use("month", monthMs),
  };
}

/** How much a counter grew; from when it is first known where that is later. */
function useBetween(past: Past, key: SubMeterQuantity, fromMs: number, toMs: number): UseView | undefined {
  const firstMs = past.firstKnownMs(key) ?? Infinity;
  const isLate = firstMs - fromMs > LATE_MS;
  const beginMs = isLate ? firstMs : fromMs;
  if (beginMs >= toMs) return undefined;
  const [{ grown, coverage } = { coverage: 0 }] = past.bucketsBetween(key, [beginMs, toMs]);
  if (grown === undefined) return undefined;
  return { amount: rounded(grown), ...(isLate && { sinceMs: firstMs }), ...(coverage < WHOLE && { isApprox: true }) };
}

/** Without the last digits of a difference of two decimals; counters have at most thousandths. */
function rounded(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
