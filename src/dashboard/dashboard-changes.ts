import type { Now } from "../meter/now.ts";
import type { Dashboard, DashboardUpdate } from "./dashboard.ts";

/** Between two reports the wall clock may drift against the monotonic one; more than this is a clock that was set. */
const CLOCK_STEP_MS = 500;
const PARTS = ["meter", "prefix", "broker", "reader", "view", "chart", "topicsLeftOut"] as const;

/**
 * Update with which a page that knows `before` knows `next`: all of it when it knows nothing. Absent when nothing
 * but the time has changed: the page counts that itself.
 */
export function dashboardChanges(before: Dashboard | undefined, next: Dashboard): DashboardUpdate | undefined {
  if (before === undefined) return next;
  const rows = changedItems(before.rows, next.rows);
  const failures = changedItems(before.failures, next.failures);
  const changes = {
    ...Object.fromEntries(PARTS.filter((part) => !isSame(before[part], next[part])).map((part) => [part, next[part]])),
    ...(rows.changed.length > 0 && { rows: rows.changed }),
    ...(rows.gone.length > 0 && { goneRows: rows.gone }),
    ...(failures.changed.length > 0 && { failures: failures.changed }),
    ...(failures.gone.length > 0 && { goneFailures: failures.gone }),
  };
  if (Object.keys(changes).length === 0 && !hasStepped(before.clock, next.clock)) return undefined;
  return { clock: next.clock, ...changes };
}

interface Item {
  readonly id: string;
}

function changedItems<T extends Item>(before: readonly T[], next: readonly T[]): { changed: T[]; gone: string[] } {
  const known = new Map(before.map((item) => [item.id, item]));
  const changed = next.filter((item) => !isSame(known.get(item.id), item));
  for (const { id } of next) known.delete(id);
  return { changed, gone: [...known.keys()] };
}

function hasStepped(before: Now, next: Now): boolean {
  const drift = next.wallMs - next.monoMs - (before.wallMs - before.monoMs);
  return before.clockSet !== next.clockSet || Math.abs(drift) > CLOCK_STEP_MS;
}

/** Returns whether two pieces of plain JSON say the same; the order of keys is always that in which they were made. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
