import type { Dashboard, DashboardUpdate } from "./dashboard.ts";
import { failureOrder, rowOrder } from "./row-order.ts";

/**
 * A dashboard after an update. What the update leaves out, and every row that it does not name, is the same object as before.
 * @throws TypeError when there is nothing before and the update is not whole
 */
export function withUpdate(before: Dashboard | undefined, update: DashboardUpdate): Dashboard {
  const { rows, goneRows, failures, goneFailures, ...parts } = update;
  const next = { ...before, ...parts };
  return {
    ...whole(next),
    rows: renewed(before?.rows ?? [], rows, goneRows).sort(rowOrder),
    failures: renewed(before?.failures ?? [], failures, goneFailures).sort(failureOrder),
  };
}

type Parts = Omit<Dashboard, "rows" | "failures">;

function whole(parts: Partial<Parts>): Parts {
  const { clock, meter, prefix, broker, reader, view, chart, topicsLeftOut } = parts;
  if (
    !clock ||
    meter === undefined ||
    prefix === undefined ||
    !broker ||
    !reader ||
    !view ||
    !chart ||
    topicsLeftOut === undefined
  ) {
    throw new TypeError("an update of a dashboard that is not known");
  }
  return { clock, meter, prefix, broker, reader, view, chart, topicsLeftOut };
}

function renewed<T extends { readonly id: string }>(
  before: readonly T[],
  changed: readonly T[] = [],
  gone: readonly string[] = [],
): T[] {
  const items = new Map(before.map((item) => [item.id, item]));
  for (const id of gone) items.delete(id);
  for (const item of changed) items.set(item.id, item);
  return [...items.values()];
}
