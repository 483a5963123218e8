import { displayRowOf } from "../display/displays.ts";
import type { KioskState } from "./kiosk.ts";
import type { KioskDisplay } from "./kiosk-display.ts";

/** Tells whether something is under way that must not be left in the middle: a panel's refresh, or the writing of what the history would lose. */
export function isAtWork({ displays, history }: Pick<KioskState, "displays" | "history">): boolean {
  return history?.isSaving === true || displays.some(isBusyPanel);
}

function isBusyPanel({ painter, config: { kind } }: KioskDisplay): boolean {
  return painter.isAtWork && displayRowOf(kind)?.mustFinish === true;
}
