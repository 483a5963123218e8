import type { ValueRow } from "../../dashboard/dashboard.ts";
import type { Format } from "../../view/format.ts";

/** A row's value for people: numbers that are known as the locale writes them, everything else as it came. */
export function valueText({ value, quantity }: ValueRow, format: Format): string {
  return quantity === undefined ? value : format.exact(Number(value));
}
