import type { ValueRow } from "../../dashboard/dashboard.ts";
import { quantityText } from "./quantity-text.ts";

/** Which rows are shown. */
export type Known = "all" | "known" | "unknown";

/** The rows that hold every word of a search in their topic, path, quantity or OBIS code. */
export function filterRows(rows: readonly ValueRow[], search: string, known: Known): readonly ValueRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && known === "all") return rows;
  return rows.filter((row) => {
    if (known !== "all" && (row.quantity !== undefined) !== (known === "known")) return false;
    if (words.length === 0) return true;
    const text = `${row.topic} ${row.path} ${row.quantity ?? ""} ${row.quantity ? quantityText(row.quantity) : ""} ${row.obis ?? ""}`;
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}
