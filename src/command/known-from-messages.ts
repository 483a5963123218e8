import type { MeterConfig } from "../config/config.ts";
import { History } from "../history/history.ts";
import { Intake } from "../kiosk/intake.ts";
import { pastNow } from "../kiosk/scenario-history.ts";
import { BURST_QUIET_MS } from "../meter/burst.ts";
import type { RecordedMessage } from "../meter/recording.ts";
import type { NoticeLog } from "../throttled-log.ts";
import type { KnownAt } from "./known-at.ts";

/**
 * All that a meter's recorded messages tell at an instant, as a kiosk would know it that had received them.
 * @param untilMs later messages are left out; by default it is the time of the last message of this meter
 * @returns undefined when no instant is given and no message is this meter's
 */
export function knownFromMessages(
  messages: Iterable<RecordedMessage>,
  meter: MeterConfig,
  log: NoticeLog,
  untilMs?: number,
): KnownAt | undefined {
  const history = new History();
  const intake = new Intake(meter, history, log);
  let lastMs: number | undefined;
  for (const { atMs, topic, payload, qos, kept } of messages) {
    if ((untilMs !== undefined && atMs > untilMs) || !intake.isMine(topic)) continue;
    if (lastMs !== undefined && atMs - lastMs >= BURST_QUIET_MS) intake.quiet(atMs);
    intake.take({ topic, payload, qos, retained: kept === true, at: pastNow(atMs) });
    lastMs = atMs;
  }
  intake.flush();
  const endMs = untilMs ?? lastMs;
  if (endMs === undefined) return undefined;
  const now = pastNow(endMs);
  return { history, link: { kind: "connected", since: now }, now };
}
