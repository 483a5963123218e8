import type { LiveState } from "../../web/protocol.ts";
import type { Connection } from "../connection.ts";
import type { KioskClock } from "./kiosk-clock.ts";

/** What the page knows of the kiosk, and how well. */
export interface LivePage {
  readonly connection: Connection;
  /** The last that was heard; absent until anything was. */
  readonly state?: LiveState;
  readonly clock?: KioskClock;
}
