import type { Kiosk } from "../kiosk/kiosk.ts";
import type { LinkState } from "../source/link-state.ts";

/** Time without a connection after which the kiosk counts as unhealthy; short reconnections are normal. */
const AWAY_MS = 5 * 60_000;

/**
 * Problems of a kiosk for a watchdog, one line each; empty while it is healthy.
 * @param isPublic anybody may read it: names and codes only, since messages may quote private data
 */
export function healthProblems({ state, now }: Kiosk, isPublic: boolean): readonly string[] {
  const { broker, displays, meters, linkOf } = state;
  const nowMs = now().monoMs;
  const links = meters.flatMap(({ config: { name, source }, config }) =>
    source === undefined ? [] : [linkProblem(`source of ${name}`, linkOf(config), nowMs, isPublic)],
  );
  const faults = displays.flatMap(({ painter: { name, state } }) => (state.fault ? [{ name, ...state.fault }] : []));
  return [
    ...[linkProblem("broker", broker, nowMs, isPublic), ...links].flat(),
    ...faults.map(({ name, code, message }) => `display ${name}: ${code}${isPublic ? "" : `: ${oneLine(message)}`}`),
  ];
}

function linkProblem(what: string, link: LinkState | undefined, nowMs: number, isPublic: boolean): readonly string[] {
  if (link === undefined || link.kind === "connected" || nowMs - link.since.monoMs <= AWAY_MS) return [];
  const reason = isPublic || link.reason === undefined ? "" : `: ${link.reason}`;
  return [`${what} ${link.kind} for ${Math.floor((nowMs - link.since.monoMs) / 60_000)} min${reason}`];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ");
}
