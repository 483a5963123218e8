import type { Dashboard } from "../dashboard/dashboard.ts";
import { dashboardChanges } from "../dashboard/dashboard-changes.ts";
import { dashboardOf } from "../dashboard/dashboard-of.ts";
import type { Feed } from "./event-stream.ts";
import { steadyClock } from "./steady-clock.ts";
import type { StreamParts } from "./stream-parts.ts";

/** Everything that a meter's reader sends: the whole first, then what has changed. Ends telling when the meter is gone. */
export function valuesFeed({ kiosk, watch }: Pick<StreamParts, "kiosk" | "watch">, meter: string): Feed {
  let before: Dashboard | undefined;
  const clock = steadyClock(kiosk.now); // wall times that waver would be changes
  return {
    event: "values",
    paceMs: 250,
    tickMs: 1_000, // values become stale without anything being sent
    watch: (listener) => watch(listener),
    next: () => {
      const now = clock();
      const { broker = { kind: "connecting", since: now }, meters, config } = kiosk.state;
      const line = meters.find((one) => one.config.name === meter);
      if (!line) return undefined;
      const { history, intake } = line;
      const parts = { meter: line.config, history, intake, broker, locale: config.locale };
      const next = dashboardOf(parts, now, before?.view.power.shown);
      const changes = dashboardChanges(before, next);
      before = next;
      return changes && JSON.stringify(changes);
    },
  };
}
