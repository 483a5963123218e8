import { QUANTITY, type Quantity } from "../meter/quantity.ts";
import type { RowFacts } from "./row-facts.ts";

/** A value of a known quantity, in its base unit. */
export function quantityFacts(path: string, quantity: Quantity, value: number): RowFacts {
  const row = QUANTITY.get(quantity);
  return {
    path,
    value: String(value),
    isNumber: true,
    quantity,
    ...(row && { unit: row.unit, obis: row.obis }),
  };
}
