import type { Log } from "../log.ts";

/** Warns of one fault of one client or user, with the facts that tell it apart from others. */
export type SayOnce = (who: string, facts: object, message: string) => void;

const MAX_FAULTS_SAID = 200;

/** Says each fault of each one once: what a client does wrong it does wrong every ten seconds. */
export function sayingOnce(log: Log): SayOnce {
  const said = new Set<string>();
  return (who, facts, message) => {
    const key = `${who} ${JSON.stringify(facts)} ${message}`;
    if (said.has(key) || said.size >= MAX_FAULTS_SAID) return;
    said.add(key);
    log.warn({ who, ...facts }, message);
  };
}
