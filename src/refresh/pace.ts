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

/** Longest {@link lookAgainMs}, milliseconds: a change waits no longer for it, whatever the panel. */
const LONGEST_LOOK_MS = 3_000;

/**
 * Time after which it is worth drawing again for a panel that was found to show everything already: a tenth of its pace, within which
 * nobody sees the difference.
 * @param panelMs what the panel needs from one picture to the next; 0 for a screen, which is never waited for
 */
export function lookAgainMs(panelMs: number): number {
  return Math.min(LONGEST_LOOK_MS, panelMs / 10);
}

/** Usual time from one picture of a display to the next, milliseconds. @param panelMs what its panel needs at least */
export function picturePaceMs({ onTelegram, schedule, minIntervalS }: DrawingTimes, panelMs = 0): number {
  return Math.max(minIntervalS * 1_000, panelMs, onTelegram ? 0 : schedulePaceMs(schedule));
}
