import { PHASE_QUANTITIES, PHASES, phaseOf } from "../meter/phases.ts";
import type { Quantity, Values } from "../meter/quantity.ts";

/** No grid has more or less between phase and neutral. */
export const VOLTAGE_V = { least: 100, most: 300 } as const;

/** Some meters round currents to whole amperes. */
const ROUNDING_A = 1;

/**
 * The most apparent power that a power register can be of, by the voltages and currents of the same reading: of its
 * phase, or of all phases for a total. Undefined where one of these currents is not known.
 */
export function apparentVa(values: Values, quantity: Quantity, phases: 1 | 3): number | undefined {
  const phase = phaseOf(quantity);
  const summed = phase ? [phase] : PHASES.slice(0, phases);
  return summed.reduce<number | undefined>((sum, one) => {
    const { voltageV, currentA } = PHASE_QUANTITIES[one];
    const amperes = values[currentA];
    if (sum === undefined || amperes === undefined) return undefined;
    return sum + Math.max(values[voltageV] ?? VOLTAGE_V.most, VOLTAGE_V.least) * (Math.abs(amperes) + ROUNDING_A);
  }, 0);
}
