import type { History } from "../history/history.ts";
import type { StoredRow } from "../history/store.ts";
import type { KnownAt } from "../intake/known-at.ts";
import { pastNow } from "../meter/now.ts";
import type { Scenario } from "./scenario.ts";
import type { SimTelegram } from "./simulate.ts";
import { type PastOptions, simulatedPast } from "./simulated-past.ts";

/** Adds a simulated telegram or status to a history, as if it had been received over MQTT. */
export function addSimulated(history: History, item: SimTelegram): void {
  const at = pastNow(item.atMs);
  if ("status" in item) history.readerStatus(item.status === "online", at);
  else history.add({ values: item.values, at, retained: false, meterClock: item.meterClock });
}

/** Adds one day of a simulated past to a history, as if its store had kept it. */
export function addPastDay({ series }: History, rows: readonly StoredRow[], nowMs: number): void {
  for (const row of rows) series.restore(row, nowMs);
}

/** Adds all that there was before the first telegram of a simulation to a new history. */
export function addPast(history: History, options: PastOptions): void {
  for (const rows of simulatedPast(options)) addPastDay(history, rows, options.fromMs);
}

/** Returns what is known at `atMs`, given a history that holds everything the scenario's meter sent until then. */
export function scenarioKnown({ traits }: Scenario, history: History, atMs: number): KnownAt {
  const now = pastNow(atMs);
  const phases = traits.phases === undefined ? {} : { phases: traits.phases };
  return { history, link: { kind: "connected", since: now }, now, ...phases };
}
