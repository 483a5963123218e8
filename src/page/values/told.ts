import type { Dashboard } from "../../dashboard/dashboard.ts";

/** The last that was told of a meter. */
export interface Told {
  readonly dashboard: Dashboard;
  /** When that was, on the browser's clock, see `browserMonoMs`. */
  readonly heardAtMs: number;
}

/** The page's own way to what tells it of a meter. While it is not live, nothing on the page is fresh. */
export interface Link {
  readonly isLive: boolean;
  /** State in words. */
  readonly sentence: string;
}

/** The present as a page knows it: the sender's clocks, counted on since they were heard. */
export interface PageTime {
  /** Milliseconds since 1970 UTC; meaningless while the clock is not set. */
  readonly wallMs: number;
  readonly clockSet: boolean;
  /** Age of an instant of the sender's monotonic clock, milliseconds; never negative. */
  age(atMonoMs: number): number;
}

/** @param browserMs the present, see `browserMonoMs` */
export function pageTime({ dashboard: { clock }, heardAtMs }: Told, browserMs: number): PageTime {
  const goneMs = Math.max(0, browserMs - heardAtMs);
  return {
    wallMs: clock.wallMs + goneMs,
    clockSet: clock.clockSet,
    age: (atMonoMs) => Math.max(0, clock.monoMs + goneMs - atMonoMs),
  };
}

/** A dashboard as it may be shown while nobody knows whether it still holds: nothing in it is fresh. */
export function asKnown(dashboard: Dashboard): Dashboard {
  const { view } = dashboard;
  return {
    ...dashboard,
    view: {
      ...view,
      power: aged(view.power),
      phases: view.phases.map(aged),
      energy: aged(view.energy),
    },
    rows: dashboard.rows.map(aged),
  };
}

function aged<T extends { readonly state: string }>(value: T): T {
  return value.state === "fresh" ? { ...value, state: "stale" } : value;
}
