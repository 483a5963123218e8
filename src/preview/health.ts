import type { Kiosk } from "../kiosk/kiosk.ts";

/** The broker may be away for so long before the kiosk counts as unwell: reconnecting is part of a good day. */
const BROKER_AWAY_MS = 5 * 60_000;

/** What a watchdog should hear of, in a word each; empty while all is well. Says nothing that is private. */
export function ailments({ state, now }: Kiosk): readonly string[] {
  const { broker, displays } = state;
  const awayMs = broker && broker.kind !== "connected" ? now().monoMs - broker.since.monoMs : 0;
  return [
    ...(awayMs > BROKER_AWAY_MS ? ["broker"] : []),
    ...(displays.some(({ painter }) => painter.state.fault) ? ["display"] : []),
  ];
}
