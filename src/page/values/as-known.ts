import type { Dashboard } from "../../dashboard/dashboard.ts";

/** A dashboard as it may be shown while nobody knows whether it still holds: nothing in it is fresh. */
export function asKnown(dashboard: Dashboard): Dashboard {
  const { view } = dashboard;
  return {
    ...dashboard,
    view: {
      ...view,
      power: aged(view.power),
      phases: view.phases.map(aged),
    },
    rows: dashboard.rows.map(aged),
  };
}

function aged<T extends { readonly state: string }>(value: T): T {
  return value.state === "fresh" ? { ...value, state: "stale" } : value;
}
