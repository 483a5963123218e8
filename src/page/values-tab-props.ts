import type { LiveState } from "../web/protocol.ts";
import type { Connection } from "./connection.ts";

/** What the page hands to the tab of values. */
export interface ValuesTabProps {
  /** Every meter of the kiosk; never empty when the tab is mounted. */
  readonly meters: LiveState["meters"];
  /** The kiosk's locale. */
  readonly locale: string;
  /** How the page's own way to the kiosk is, by its `live` events; the tab's own stream may fare otherwise. */
  readonly connection: Connection;
}
