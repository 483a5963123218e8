import { phaseOf } from "../meter/phases.ts";
import { QUANTITY, type Quantity } from "../meter/quantity.ts";

/** Groups of rows, in the order in which they are shown. */
export const ROW_GROUPS = ["power", "phases", "energy", "reactive", "other"] as const;

/** One of {@link ROW_GROUPS}. */
export type RowGroup = (typeof ROW_GROUPS)[number];

/** Group of a value by its quantity; of a value without one, `other`. */
export function groupOf(quantity: Quantity | undefined): RowGroup {
  const unit = quantity && QUANTITY.get(quantity)?.unit;
  if (quantity === undefined || unit === undefined || unit === "Hz") return "other";
  if (unit === "var" || unit === "varh") return "reactive";
  if (unit === "Wh" || unit === "m3") return "energy";
  return unit === "W" && phaseOf(quantity) === undefined ? "power" : "phases";
}
