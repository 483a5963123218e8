import type { History } from "../history/history.ts";
import type { KnownAt } from "../intake/known-at.ts";
import { pastNow } from "../meter/now.ts";
import type { Scenario } from "./scenario.ts";
import type { SimTelegram } from "./simulate.ts";

/** Adds a simulated telegram or status to a history, as if it had been received over MQTT. */
export function addSimulated(history: History, item: SimTelegram): void {
  const at = pastNow(item.atMs);
  if ("status" in item) history.readerStatus(item.status === "online", at);
  else history.add({ values: item.values, at, retained: false, meterClock: item.meterClock });
}

/** Returns what is known at `atMs`, given a history that holds everything the scenario's meter sent until then. */
export function scenarioKnown({ traits }: Scenario, history: History, atMs: number): KnownAt {
  const now = pastNow(atMs);
  const phases = traits.phases === undefined ? {} : { phases: traits.phases };
  return { history, link: { kind: "connected", since: now }, now, ...phases };
}
