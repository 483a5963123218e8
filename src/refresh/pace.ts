import type { Panel } from "../panel/panel.ts";
import { schedulePaceMs } from "./schedule.ts";

/** When the pictures of a display are drawn, as the configuration says. */
interface DrawingTimes {
  readonly onTelegram: boolean;
  readonly schedule: string;
  readonly minIntervalS: number;
}

/** The least time from one picture of a panel to the next, milliseconds: of the refreshes that it has. */
export function panelPaceMs({ health, partial, fast }: Pick<Panel, "health" | "partial" | "fast">): number {
  return Math.min(
    health.minFullIntervalMs,
    ...(partial ? [health.minPartialIntervalMs] : []),
    ...(fast ? [health.minFastIntervalMs] : []),
  );
}

/** Usual time from one picture of a display to the next, milliseconds. @param panelMs what its panel needs at least */
export function picturePaceMs({ onTelegram, schedule, minIntervalS }: DrawingTimes, panelMs = 0): number {
  return Math.max(minIntervalS * 1_000, panelMs, onTelegram ? 0 : schedulePaceMs(schedule));
}
