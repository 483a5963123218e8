import type { Kiosk } from "../kiosk/kiosk.ts";

/** Time without a broker after which the kiosk counts as unhealthy; short reconnections are normal. */
const BROKER_AWAY_MS = 5 * 60_000;

/**
 * Problems of a kiosk for a watchdog, one line each; empty while it is healthy.
 * @param isPublic anybody may read it: names and codes only, since messages may quote private data
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
