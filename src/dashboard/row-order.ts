import type { FailureRow, ValueRow } from "./dashboard.ts";

/** Rows by their topic and their place in its payload. */
export function rowOrder(a: ValueRow, b: ValueRow): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.place - b.place || compare(a.id, b.id);
}

/** Failures with the newest first. */
export function failureOrder(a: FailureRow, b: FailureRow): number {
  return b.atMonoMs - a.atMonoMs || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
