import type { ValueRow } from "../../dashboard/dashboard.ts";

/** What is to be said beside a value of this state; nothing of one that holds. */
export function stateWord(
  { state, retained, check }: Pick<ValueRow, "state" | "retained" | "check">,
  isLive: boolean,
): string {
  if (state === "retained" || (state === "said" && retained)) return "age unknown";
  if (!isLive) return "last known";
  if (state === "stale") return "out of date";
  return check === "wrong" ? "checksum wrong" : "";
}
