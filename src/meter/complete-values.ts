import type { Values } from "./quantity.ts";

const SUMS = [
  { total: "activeEnergyImportWh", parts: ["activeEnergyImportT1Wh", "activeEnergyImportT2Wh"] },
  { total: "activeEnergyExportWh", parts: ["activeEnergyExportT1Wh", "activeEnergyExportT2Wh"] },
] as const;

/**
 * The values with the counters that only came per tariff summed up: a total is T1 + T2 when both are there and it is not.
 * Made after decoding, over all that is known of the same instant; half a sum is never made.
 */
export function completeValues(values: Values): Values {
  const sums = SUMS.flatMap(({ total, parts: [t1, t2] }) => {
    const [first, second] = [values[t1], values[t2]];
    if (values[total] !== undefined || first === undefined || second === undefined) return [];
    // Tariff counters have whole Wh or thousandths of kWh: one rounding keeps the sum as exact as its parts.
    return [[total, Math.round((first + second) * 1e6) / 1e6]];
  });
  return sums.length === 0 ? values : { ...values, ...Object.fromEntries(sums) };
}
