import type { Now } from "../meter/now.ts";
import { QUANTITIES, type Quantity, without } from "../meter/quantity.ts";
import type { Reading } from "../meter/reading.ts";
import { heldUntilMonoMs } from "./freshness.ts";
import type { Latest } from "./latest.ts";

/** Time for which a value held, on the monotonic clock. */
export interface Held {
  readonly quantity: Quantity;
  readonly value: number;
  readonly fromMonoMs: number;
  readonly toMonoMs: number;
}

/** Entry of the series, made once the wall time is certain: a reading, and how long the values held that it ends. */
export interface Event {
  readonly at: Now;
  readonly reading?: Reading;
  readonly held: readonly Held[];
  /** The series of each counter. */
  readonly series: Latest["series"];
}

const GAUGES = QUANTITIES.filter(({ kind }) => kind === "instant").map(({ key }) => key);

/**
 * Times for which the gauges that end now have held, each as long as it was fresh, and without what is in the series already.
 * @param written time up to which a value is in the series though it still holds, on the monotonic clock
 */
export function heldUntil(
  latest: Latest,
  {
    ends,
    monoMs,
    written,
  }: { ends: (quantity: Quantity) => boolean; monoMs: number; written: ReadonlyMap<Quantity, number> },
): Held[] {
  const held: Held[] = [];
  for (const quantity of GAUGES) {
    const known = latest.known[quantity];
    if (!known || known.retained || known.withdrawn || !ends(quantity)) continue;
    const fromMonoMs = Math.max(known.at.monoMs, written.get(quantity) ?? -Infinity);
    const toMonoMs = heldUntilMonoMs(latest, known, monoMs);
    if (toMonoMs > fromMonoMs) held.push({ quantity, value: known.value, fromMonoMs, toMonoMs });
  }
  return held;
}

/** An event without these quantities; what held of them before an instant stays. */
export function withoutThese(
  { reading, held, ...event }: Event,
  quantities: readonly Quantity[],
  sinceMonoMs: number,
): Event {
  const heldBefore = held.map((each) =>
    quantities.includes(each.quantity) ? { ...each, toMonoMs: Math.min(each.toMonoMs, sinceMonoMs) } : each,
  );
  return {
    ...event,
    held: heldBefore.filter(({ fromMonoMs, toMonoMs }) => toMonoMs > fromMonoMs),
    ...(reading && { reading: { ...reading, values: without(reading.values, quantities) } }),
  };
}
