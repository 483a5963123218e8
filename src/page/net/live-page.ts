import type { LiveState } from "../../web/protocol.ts";
import type { KioskClock } from "../clock.ts";

/** State of the connection from the page to the kiosk. Nothing shown from before a loss is fresh. */
export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** `sinceMs`: milliseconds since 1970 UTC by the browser's clock. */
  | { readonly kind: "lost"; readonly sinceMs: number };

/** State of the kiosk as the page knows it, and of the connection to it. */
export interface LivePage {
  readonly connection: Connection;
  /** The last that was heard; absent until anything was. */
  readonly state?: LiveState;
  readonly clock?: KioskClock;
}

/** Tells whether the kiosk restarted between two states: its clock starts from zero, or it is another version. */
export function hasRestarted(
  before: Pick<LiveState, "clock" | "kiosk">,
  now: Pick<LiveState, "clock" | "kiosk">,
): boolean {
  return now.clock.monoMs < before.clock.monoMs || now.kiosk.version !== before.kiosk.version;
}
