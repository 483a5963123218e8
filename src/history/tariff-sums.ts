import { type Quantity, without } from "../meter/quantity.ts";
import type { Reading, Summand } from "../meter/reading.ts";
import { TARIFFS } from "../meter/tariffs.ts";
import { freshnessOf } from "./freshness.ts";
import { type Latest, withoutQuantities, withRestarts } from "./latest.ts";

type Total = keyof typeof TARIFFS;
const TOTALS = Object.keys(TARIFFS) as Total[];

/**
 * The reading with totals of the counters that only come by tariff. A total is the sum of every tariff that the meter was
 * ever heard to have, each of them as it is in this reading or still fresh; part of a sum is never used. One tariff alone is not a
 * total: its name says that there may be others. A total that the meter sends itself is never replaced. A total that is
 * made of others than before, or of a counter that has begun again, begins again.
 */
export function withTariffSums(arrived: Reading, latest: Latest): Reading {
  const sums = TOTALS.flatMap((total) => sumOf(total, arrived, latest) ?? []);
  const reading = sums.length === 0 ? arrived : withSums(arrived, sums);
  const restarted = TOTALS.filter((total) => isMadeOtherwise(total, reading, latest));
  return restarted.length === 0 ? reading : { ...reading, restarted: [...(arrived.restarted ?? []), ...restarted] };
}

/**
 * What is known without the tariffs of a former meter, where the reading shows another one in its place: all tariffs in it have
 * begun again. Those that it lacks are the former meter's if they too have begun again, or are overdue, or the telegram is whole.
 */
export function withoutFormerTariffs(latest: Latest, { values, at, isTelegram, restarted = [] }: Reading): Latest {
  const former = TOTALS.flatMap((total): readonly Quantity[] => {
    const present = TARIFFS[total].filter((part) => values[part] !== undefined);
    if (present.length === 0 || !present.every((part) => restarted.includes(part))) return [];
    const isFormer = (part: Quantity) =>
      isTelegram || restarted.includes(part) || freshnessOf(latest, part, at).state !== "fresh";
    return TARIFFS[total].filter((part) => latest.heardOf[part] && values[part] === undefined && isFormer(part));
  });
  if (former.length === 0) return latest;
  return { ...withoutQuantities(latest, former), heardOf: without(latest.heardOf, former) };
}

/** These quantities, and the totals that are summed of any of them. */
export function withSumsOf(quantities: readonly Quantity[], { known }: Latest): Quantity[] {
  const sums = TOTALS.filter((total) => known[total]?.summed?.some((part) => quantities.includes(part.quantity)));
  return [...quantities, ...sums];
}

interface Sum {
  readonly total: Total;
  readonly value: number;
  readonly summands: readonly Summand[];
}

function withSums(arrived: Reading, sums: readonly Sum[]): Reading {
  return {
    ...arrived,
    values: { ...arrived.values, ...Object.fromEntries(sums.map(({ total, value }) => [total, value])) },
    summed: Object.fromEntries(sums.map(({ total, summands }) => [total, summands])),
  };
}

function sumOf(total: Total, reading: Reading, latest: Latest): Sum | undefined {
  const parts = TARIFFS[total].filter((part) => latest.heardOf[part]);
  if (parts.length < 2 || parts.every((part) => reading.values[part] === undefined)) return undefined;
  if (reading.values[total] !== undefined || isSentByMeter(total, reading, latest)) return undefined;
  const values = parts.flatMap((part) => counterOf(part, reading, latest) ?? []);
  if (values.length < parts.length) return undefined;
  const sum = values.reduce((whole, value) => whole + value, 0);
  const series = withRestarts(latest.series, reading.restarted ?? []);
  const summands: Summand[] = parts.map((quantity) => ({ quantity, series: series[quantity] ?? 0 }));
  // Counters have whole Wh or thousandths of kWh: one rounding keeps the sum as exact as its parts.
  return { total, summands, value: Math.round(sum * 1e6) / 1e6 };
}

/** Returns whether the meter's own total is fresh; sums do not take turns with it. */
function isSentByMeter(total: Total, { at }: Reading, latest: Latest): boolean {
  return latest.known[total]?.summed === undefined && freshnessOf(latest, total, at).state === "fresh";
}

function counterOf(part: Quantity, { values, at, retained }: Reading, latest: Latest): number | undefined {
  const isFresh = !retained && freshnessOf(latest, part, at).state === "fresh";
  return values[part] ?? (isFresh ? latest.known[part]?.value : undefined);
}

function isMadeOtherwise(total: Total, reading: Reading, latest: Latest): boolean {
  const { values, summed, retained, restarted = [] } = reading;
  const before = latest.known[total];
  if (retained || values[total] === undefined) return false;
  if (summed?.[total]?.some(({ quantity }) => restarted.includes(quantity))) return true;
  if (!before || before.retained) return false;
  if (!before.summed && !summed) return false;
  return JSON.stringify(before.summed) !== JSON.stringify(summed?.[total]);
}
