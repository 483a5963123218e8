import type { Log } from "../log.ts";
import { ThrottledLog } from "../throttled-log.ts";

/** Warns of one fault of one client or user, with the facts that distinguish it from others. */
export type LogOnce = (who: string, facts: object, message: string) => void;

/** Returns a function that logs each fault of each client once a day: what a client does wrong, it does wrong every ten seconds. */
export function logOncePerClient(log: Log): LogOnce {
  const throttled = new ThrottledLog(log);
  return (who, facts, message) => {
    const about = `${who} ${JSON.stringify(facts)}`;
    throttled.log({ kind: message, about, facts: { who, ...facts }, message }, performance.now());
  };
}
