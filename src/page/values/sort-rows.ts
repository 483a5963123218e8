import type { ValueRow } from "../../dashboard/dashboard.ts";
import { quantityText } from "./quantity-text.ts";

/** A column that rows can be put in order by. */
export type Column = "value" | "quantity" | "obis" | "topic" | "age" | "rate" | "retained";

/** An order of the table. */
export interface Order {
  readonly column: Column;
  readonly isDescending: boolean;
}

type Key = string | number | undefined;

const KEYS: Readonly<Record<Column, (row: ValueRow) => Key>> = {
  value: (row) => (row.isNumber ? Number(row.value) : row.value),
  quantity: (row) => (row.quantity === undefined ? undefined : quantityText(row.quantity)),
  obis: (row) => row.obis,
  topic: () => undefined,
  age: (row) => -row.atMonoMs,
  rate: (row) => row.intervalMs,
  retained: (row) => (row.retained ? 0 : 1),
};

/** Rows in another order; those that have nothing in the column stand last whichever way, and equal ones as they came. */
export function sortRows(rows: readonly ValueRow[], { column, isDescending }: Order): readonly ValueRow[] {
  if (column === "topic") return isDescending ? [...rows].reverse() : rows;
  const key = KEYS[column];
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => compared(key(a), key(b), sign));
}

function compared(a: Key, b: Key, sign: number): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1; // numbers before texts
  return typeof a === "string" ? sign * collator.compare(a, String(b)) : sign * (a - Number(b));
}

const collator = new Intl.Collator("en", { numeric: true });
