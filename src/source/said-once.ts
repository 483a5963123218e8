import type { Log } from "../log.ts";
import { ThrottledLog } from "../throttled-log.ts";

/** Warns of one fault of one client or user, with the facts that tell it apart from others. */
export type SayOnce = (who: string, facts: object, message: string) => void;

/** Logs each fault of each one once a day: what a client does wrong it does wrong every ten seconds. */
export function sayingOnce(log: Log): SayOnce {
  const throttled = new ThrottledLog(log);
  return (who, facts, message) => {
    const about = `${who} ${JSON.stringify(facts)}`;
    throttled.say({ kind: message, about, facts: { who, ...facts }, message }, performance.now());
  };
}
