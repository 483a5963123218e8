import type { Kiosk } from "../kiosk/kiosk.ts";

/** The broker may be away for so long before the kiosk counts as unwell: reconnecting is part of a good day. */
const BROKER_AWAY_MS = 5 * 60_000;

/**
 * What is wrong with a kiosk, a line each, for a watchdog and whoever looks after it; empty while all is well.
 * @param isPublic whether anybody may read it: then there are names and codes, and no message, which may quote what is private
 */
export function healthProblems({ state, now }: Kiosk, isPublic: boolean): readonly string[] {
  const { broker, displays } = state;
  const awayMs = broker && broker.kind !== "connected" ? now().monoMs - broker.since.monoMs : 0;
  const reason = isPublic || broker?.reason === undefined ? "" : `: ${broker.reason}`;
  const faults = displays.flatMap(({ painter: { name, state } }) => (state.fault ? [{ name, ...state.fault }] : []));
  return [
    ...(awayMs > BROKER_AWAY_MS ? [`broker ${broker?.kind} for ${Math.floor(awayMs / 60_000)} min${reason}`] : []),
    ...faults.map(({ name, code, message }) => `display ${name}: ${code}${isPublic ? "" : `: ${oneLine(message)}`}`),
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ");
}
