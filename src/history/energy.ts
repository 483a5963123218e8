import type { Quantity } from "../meter/quantity.ts";
import type { CounterPoint, MinuteRing } from "./minute-ring.ts";

const MINUTE_MS = 60_000;
/** Between two points of a counter further apart than this nothing is interpolated: an hourly list and a quarter. */
const REACH_MS = 75 * MINUTE_MS;

/** Energy of one direction between two instants. */
export interface Energy {
  /** Watt hours; absent when nothing is known of the span. */
  readonly wh?: number;
  /** Share of the span that the figure rests on, 0 to 1. */
  readonly coverage: number;
  /** `counter`: difference of the meter's register. `integrated`: mean power of the minutes that are known. */
  readonly method: "counter" | "integrated" | "absent";
  /** Start of what is covered, milliseconds of wall time; later than asked when the history begins later. */
  readonly sinceMs?: number;
}

/** Nothing is known. */
export const NO_ENERGY: Energy = { coverage: 0, method: "absent" };

/** Energy in one direction from `fromMs` to `toMs`: by the counter where it is known, else by the minutes' mean power. */
export function energyBetween(
  minutes: MinuteRing,
  quantities: { readonly counter: Quantity; readonly power: Quantity },
  fromMs: number,
  toMs: number,
): Energy {
  if (toMs <= fromMs) return NO_ENERGY;
  const first =
    counterAt(minutes, quantities.counter, fromMs) ?? minutes.counterAfter(quantities.counter, fromMs, toMs - fromMs);
  const last =
    counterAt(minutes, quantities.counter, toMs) ?? minutes.counterBefore(quantities.counter, toMs, toMs - fromMs);
  if (first && last && last.atMs > first.atMs && last.value >= first.value) {
    const coverage = (last.atMs - first.atMs) / (toMs - fromMs);
    return { wh: last.value - first.value, coverage, method: "counter", sinceMs: first.atMs };
  }
  return integrate(minutes, quantities.power, fromMs, toMs);
}

/** The counter at an instant, by a straight line between its neighbours; undefined where they are too far apart. */
function counterAt(minutes: MinuteRing, counter: Quantity, atMs: number): CounterPoint | undefined {
  const before = minutes.counterBefore(counter, atMs, REACH_MS);
  if (before?.atMs === atMs) return before;
  const after = minutes.counterAfter(counter, atMs, REACH_MS);
  if (!before || !after) return undefined;
  const share = after.atMs === before.atMs ? 0 : (atMs - before.atMs) / (after.atMs - before.atMs);
  return { atMs, value: before.value + share * (after.value - before.value) };
}

function integrate(minutes: MinuteRing, power: Quantity, fromMs: number, toMs: number): Energy {
  let wh = 0;
  let known = 0;
  let sinceMs: number | undefined;
  for (let atMs = fromMs; atMs < toMs; atMs += MINUTE_MS) {
    const minute = minutes.minute(power, atMs);
    if (!minute) continue;
    wh += minute.mean / 60;
    known++;
    sinceMs ??= atMs;
  }
  if (known === 0 || sinceMs === undefined) return NO_ENERGY;
  return { wh, coverage: Math.min(1, (known * MINUTE_MS) / (toMs - fromMs)), method: "integrated", sinceMs };
}
