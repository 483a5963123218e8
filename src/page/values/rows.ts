import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { ValueRow } from "../../dashboard/dashboard.ts";
import type { PageWords } from "../../words/page-words.ts";
import { quantityText } from "./texts.ts";

/** Filter of the rows. */
export type Known = "all" | "known" | "unknown";

/** The rows that hold every word of a search in their topic, path, quantity or OBIS code. */
export function filterRows(
  rows: readonly ValueRow[],
  search: string,
  known: Known,
  page: PageWords,
): readonly ValueRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && known === "all") return rows;
  return rows.filter((row) => {
    if (known !== "all" && row.isKnown !== (known === "known")) return false;
    if (words.length === 0) return true;
    const text = `${row.topic} ${row.path} ${row.quantity ?? ""} ${row.quantity ? quantityText(row.quantity, page) : ""} ${row.obis ?? ""}`;
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}

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
  quantity: () => undefined,
  obis: (row) => row.obis,
  topic: (row) => row.topic,
  age: (row) => -row.atMonoMs,
  rate: (row) => row.intervalMs,
  retained: (row) => (row.retained ? 0 : 1),
};

/**
 * Returns the rows in another order; those that have nothing in the column come last whichever way, and equal ones as they
 * came. They come by group and quantity, which is the order of the column `quantity`.
 */
export function sortRows(rows: readonly ValueRow[], { column, isDescending }: Order): readonly ValueRow[] {
  if (column === "quantity") return isDescending ? [...rows].reverse() : rows;
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

/** Items in the order in which they stood, new ones behind them: for a table that someone is reading or has the focus in. */
export function keepOrder<T extends { readonly id: string }>(
  items: readonly T[],
  before: readonly string[],
): readonly T[] {
  const places = new Map(before.map((id, place) => [id, place]));
  const placeOf = ({ id }: T) => places.get(id) ?? before.length;
  return [...items].sort((a, b) => placeOf(a) - placeOf(b));
}

/** Rows as they are to stand; while someone has the focus or a selection among them they stay where they stood. */
export function useSteadyOrder(
  rows: readonly ValueRow[],
  asked: string,
  body: RefObject<HTMLTableSectionElement | null>,
): readonly ValueRow[] {
  const before = useRef<{ readonly asked: string; readonly ids: readonly string[] }>({ asked: "", ids: [] });
  const isHeld = before.current.asked === asked && isAttended(body.current);
  const steady = isHeld ? keepOrder(rows, before.current.ids) : rows;
  before.current = { asked, ids: steady.map(({ id }) => id) };
  return steady;
}

function isAttended(body: HTMLElement | null): boolean {
  if (body === null) return false;
  if (body.contains(document.activeElement)) return true;
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(body, true);
}
