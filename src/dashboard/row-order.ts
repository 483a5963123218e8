import { QUANTITIES, type Quantity } from "../meter/quantity.ts";
import type { FailureRow, ValueRow } from "./dashboard.ts";
import { ROW_GROUPS, type RowGroup } from "./row-group.ts";

const GROUP_PLACE: ReadonlyMap<RowGroup, number> = new Map(ROW_GROUPS.map((group, place) => [group, place]));
const QUANTITY_PLACE: ReadonlyMap<Quantity, number> = new Map(QUANTITIES.map(({ key }, place) => [key, place]));

/** Compares rows by their group, their quantity in the order of the table, their topic and their place in its payload. */
export function rowOrder(a: ValueRow, b: ValueRow): number {
  const byGroup = (GROUP_PLACE.get(a.group) ?? 0) - (GROUP_PLACE.get(b.group) ?? 0);
  return byGroup || placeOf(a.quantity) - placeOf(b.quantity) || topicOrder(a, b);
}

/** Rows without a quantity come after those that have one. */
function placeOf(quantity: Quantity | undefined): number {
  return (quantity && QUANTITY_PLACE.get(quantity)) ?? QUANTITIES.length;
}

function topicOrder(a: ValueRow, b: ValueRow): number {
  return compare(a.topic, b.topic) || a.place - b.place || compare(a.id, b.id);
}

/** Compares failures with the newest first. */
export function failureOrder(a: FailureRow, b: FailureRow): number {
  return b.atMonoMs - a.atMonoMs || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
