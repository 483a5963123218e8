import type { Past } from "../../history/past.ts";
import { startOfLocalDay } from "../../meter/local-time.ts";
import { PHASE_QUANTITIES } from "../../meter/phases.ts";
import type { PartInput } from "../part.ts";

/** What a house of one phase says of its day in place of the other two; absent where nothing is known, or it has three. */
export interface PhaseDayView {
  /** Highest mean current of a minute today, amperes, and when that minute began, wall milliseconds. */
  readonly highest?: { readonly currentA: number; readonly atMs: number };
  /** Lowest and highest voltage of today, volts. */
  readonly voltage?: { readonly lowV: number; readonly highV: number };
}

/** Part of the view: the day of the only phase. */
export const phaseDay = {
  key: "phaseDay",
  needs: [],
  build: ({ history, now, meter }: PartInput): PhaseDayView => {
    const past = meter.phases === 1 ? history.past(now, 1) : undefined;
    return past ? phaseDayView(past, startOfLocalDay(now.wallMs, meter.timeZone), now.wallMs) : {};
  },
} as const;

const { currentA: CURRENT, voltageV: VOLTAGE } = PHASE_QUANTITIES.L1;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Highest current and range of the voltage of the first phase between two instants. */
export function phaseDayView(past: Pick<Past, "buckets">, fromMs: number, toMs: number): PhaseDayView {
  if (toMs <= fromMs) return {};
  const [voltage] = past.buckets(VOLTAGE, fromMs, toMs, Math.ceil((toMs - fromMs) / MINUTE_MS) * MINUTE_MS);
  const highest = highestCurrent(past, fromMs, toMs);
  return {
    ...(highest && { highest }),
    ...(voltage?.min !== undefined &&
      voltage.max !== undefined && { voltage: { lowV: voltage.min, highV: voltage.max } }),
  };
}

/** The highest minute, looked for in the hour that holds it alone. */
function highestCurrent(past: Pick<Past, "buckets">, fromMs: number, toMs: number): PhaseDayView["highest"] {
  const highestOf = (startMs: number, endMs: number, stepMs: number) =>
    past.buckets(CURRENT, startMs, endMs, stepMs).reduce((a, b) => ((b.max ?? -1) > (a.max ?? -1) ? b : a));
  const hour = highestOf(fromMs, toMs, HOUR_MS);
  if (hour.max === undefined) return undefined;
  const { max, fromMs: atMs } = highestOf(hour.fromMs, hour.toMs, MINUTE_MS);
  return max === undefined ? undefined : { currentA: max, atMs };
}
