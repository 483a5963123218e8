import type { LiveState } from "../../web/protocol.ts";
import type { KioskClock } from "../clock.ts";

/** How the page's way to the kiosk is. What it showed before a loss is never fresh. */
export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** `sinceMs`: milliseconds since 1970 UTC by the browser's clock. */
  | { readonly kind: "lost"; readonly sinceMs: number };

/** What the page knows of the kiosk, and how well. */
export interface LivePage {
  readonly connection: Connection;
  /** The last that was heard; absent until anything was. */
  readonly state?: LiveState;
  readonly clock?: KioskClock;
}

/** Whether the kiosk began anew between two of its words: its clock starts from zero, or it is another version. */
export function hasRestarted(
  before: Pick<LiveState, "clock" | "kiosk">,
  now: Pick<LiveState, "clock" | "kiosk">,
): boolean {
  return now.clock.monoMs < before.clock.monoMs || now.kiosk.version !== before.kiosk.version;
}
