import type { Dashboard } from "../../dashboard/dashboard.ts";

/** The last that was told of a meter. */
export interface Told {
  readonly dashboard: Dashboard;
  /** When that was, on the browser's clock, see `browserMonoMs`. */
  readonly heardAtMs: number;
}
