import { createContext } from "preact";
import type { Now } from "../../meter/now.ts";

/** The kiosk's clocks as last heard. */
export interface KioskClock {
  readonly now: Now;
  /** When that was, on the browser's monotonic clock. */
  readonly heardAtMs: number;
}

/** The kiosk's clocks, for everything below; absent until they were heard. */
export const KioskClockContext = createContext<KioskClock | undefined>(undefined);
