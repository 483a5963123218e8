import type { RefreshReason } from "../refresh/policy.ts";
import type { DisplayStatus } from "./status.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Reasons of displays: the refresh policy's, and that of displays that show every picture. */
type Reason = RefreshReason | "written";

/** Why a picture was shown. */
const SHOWN: Readonly<Partial<Record<Reason, string>>> = {
  written: "it was written",
  changed: "the parts that changed were refreshed",
  "changed-much": "more than half of it changed, so the whole panel was refreshed",
  "first-start": "nothing was known of the panel, so it was refreshed in full",
  "unknown-glass": "the picture on the panel was unknown, so it was refreshed in full",
  "full-due": "a full refresh was due, to remove traces of earlier pictures",
  daily: "it was the full refresh of the day",
};

/** Why the next picture waits, after the time that is left. */
const WAITS: Readonly<Partial<Record<Reason, (refresh: string) => string>>> = {
  "too-soon": (refresh) => `until the next ${refresh}`,
  "quiet-hours": () => "until the quiet hours end",
  "full-due": () => "until the full refresh that is due",
  daily: () => "until the full refresh of the day",
};

/** Why a picture was not shown that no time is known for. */
const HELD: Readonly<Partial<Record<Reason, string>>> = {
  unchanged: "nothing changed",
  "too-soon": "the panel rests after its last refresh",
  "quiet-hours": "quiet hours",
  "too-cold": "it is too cold for the panel",
  "too-warm": "it is too warm for the panel",
};

/**
 * What a display decided last, and why: "not shown: 12 min until the next partial refresh". Undefined before its first
 * decision. A reason that a newer kiosk has is given as its code.
 */
export function decisionText(
  { reason, notBefore, waitsFor }: Pick<DisplayStatus, "reason" | "notBefore" | "waitsFor">,
  nowMs: number,
): string | undefined {
  if (reason === undefined) return undefined;
  const known = reason as Reason;
  const waits = WAITS[known];
  if (notBefore !== undefined && waits) {
    const leftMs = Date.parse(notBefore) - nowMs;
    const until = waits(waitsFor === undefined ? "refresh" : `${waitsFor} refresh`);
    return `not shown: ${leftMs > 0 ? ageText(leftMs) : "a moment"} ${until}`;
  }
  const held = HELD[known];
  return held === undefined ? `shown: ${SHOWN[known] ?? reason}` : `not shown: ${held}`;
}

/** A duration in its two largest units: "3 h 12 min". */
export function ageText(ms: number): string {
  const [large, small] = UNITS.find(([large]) => ms >= large.ms) ?? [SECONDS, undefined];
  const count = Math.max(0, Math.floor(ms / large.ms));
  const rest = small ? Math.floor((ms - count * large.ms) / small.ms) : 0;
  return `${count} ${large.name}${small && rest > 0 ? ` ${rest} ${small.name}` : ""}`;
}

const SECONDS = { ms: SECOND_MS, name: "s" };
const MINUTES = { ms: MINUTE_MS, name: "min" };
const HOURS = { ms: HOUR_MS, name: "h" };
const DAYS = { ms: DAY_MS, name: "d" };
const UNITS = [
  [DAYS, HOURS],
  [HOURS, MINUTES],
  [MINUTES, SECONDS],
] as const;
