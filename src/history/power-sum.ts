import { added, type EnergySum, NOTHING } from "./energy-sum.ts";

const HOUR_MS = 3_600_000;

/** Source of energy by power. */
interface PowerSource {
  /** From here on power is known by minutes; the start of a quarter. */
  readonly minutesFromMs: number;
  /** When power was first known; before the hour of it there is nothing to sum. */
  readonly firstMs: number;
  /** Sum of one span, see {@link powerBetween}. */
  readonly between: (fromMs: number, toMs: number) => EnergySum;
}

/** Energy by power between two instants: hour by hour where it is known by minutes, so that hours that are over need not be summed again. */
export function sumOfPower({ minutesFromMs, firstMs, between }: PowerSource, fromMs: number, toMs: number): EnergySum {
  let sum = NOTHING;
  const firstHourMs = Math.floor(firstMs / HOUR_MS) * HOUR_MS;
  for (let atMs = firstHourMs > minutesFromMs ? Math.max(fromMs, firstHourMs) : fromMs; atMs < toMs; ) {
    const nextMs = Math.ceil((Math.max(atMs, minutesFromMs) + 1) / HOUR_MS) * HOUR_MS;
    sum = added(sum, between(atMs, Math.min(toMs, nextMs)));
    atMs = nextMs;
  }
  return sum;
}
