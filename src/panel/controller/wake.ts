import type { Panel, RefreshTiming } from "../panel.ts";
import { type BusyStep, delay, type Step } from "../step.ts";

/**
 * Time that reset is held. These boards cut the panel's supply while it is low, so a longer pulse empties the
 * capacitors and the controller may power up in an undefined state. @source GxEPD2, README and example
 */
const RESET_LOW_MS = 2;

/** Power on and a pulse of reset, then `settleMs` until the controller listens. */
export function* wake(settleMs: number): Generator<Step, void> {
  yield { k: "pwr", v: 1 };
  yield { k: "rst", v: 1 };
  yield delay(settleMs);
  yield { k: "rst", v: 0 };
  yield delay(RESET_LOW_MS);
  yield { k: "rst", v: 1 };
  yield delay(settleMs);
}

/** Wait for ready after power, reset or a setting. */
export function ready(panel: Panel): BusyStep {
  return { k: "busy", idle: panel.busyIdleLevel, timeoutMs: panel.powerDeadlineMs };
}

/** Wait for the end of a refresh. */
export function refreshed(panel: Panel, { refreshMs, deadlineMs }: RefreshTiming): BusyStep {
  return { k: "busy", idle: panel.busyIdleLevel, timeoutMs: deadlineMs, usualMs: Math.round(refreshMs / 4) };
}
