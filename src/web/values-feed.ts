import type { Dashboard } from "../dashboard/dashboard.ts";
import { dashboardChanges } from "../dashboard/dashboard-changes.ts";
import { dashboardOf } from "../dashboard/dashboard-of.ts";
import type { Kiosk } from "../kiosk/kiosk.ts";
import type { Feed, Watch } from "./event-stream.ts";
import { steadyClock } from "./steady-clock.ts";

/** Feed of one meter's values: the whole first, then the changes; silent once the kiosk has no such meter. */
export function valuesFeed(kiosk: Pick<Kiosk, "now" | "state">, watch: Watch, meter: string): Feed {
  let before: Dashboard | undefined;
  const clock = steadyClock(kiosk.now); // wall times that waver would be changes
  return {
    event: "values",
    paceMs: 250,
    tickMs: 1_000, // values become stale without anything being sent
    watch,
    next: () => {
      const now = clock();
      const { linkOf, meters, config } = kiosk.state;
      const line = meters.find((one) => one.config.name === meter);
      if (!line) return undefined;
      const { history, session } = line;
      const link = linkOf(line.config) ?? { kind: "connecting", since: now };
      const parts = { meter: line.config, history, intake: session, link, locale: config.locale };
      const next = dashboardOf(parts, now, before?.view.power.shown);
      const changes = dashboardChanges(before, next);
      before = next;
      return changes && JSON.stringify(changes);
    },
  };
}
