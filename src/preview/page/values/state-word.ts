import type { ValueRow } from "../../../dashboard/dashboard.ts";

/** What is to be said beside a value of this state; nothing of one that holds. */
export function stateWord({ state, retained }: Pick<ValueRow, "state" | "retained">, isLive: boolean): string {
  if (state === "retained" || (state === "said" && retained)) return "age unknown";
  if (!isLive) return "last known";
  return state === "stale" ? "out of date" : "";
}
