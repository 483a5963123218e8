import type { History } from "../history/history.ts";
import { isKnownAlready } from "../history/latest.ts";
import type { StoredRow } from "../history/store.ts";
import type { KnownAt } from "../intake/known-at.ts";
import { type Now, pastNow } from "../meter/now.ts";
import type { Instants } from "../meter/reading.ts";
import { byInstant } from "../meter/sender-time.ts";
import type { LinkState } from "../source/link-state.ts";
import { COUNTERS } from "./meter-story.ts";
import { faultBegins, type Scenario, type ScenarioFault } from "./scenario.ts";
import type { SimTelegram, SimValues } from "./simulate.ts";
import { type PastOptions, simulatedPast } from "./simulated-past.ts";

const DAY_MS = 86_400_000;

/** Adds a simulated telegram or status to a history, as if it had been received over MQTT. */
export function addSimulated(history: History, item: SimTelegram, { fault }: Scenario): void {
  const at = simulatedNow(item.atMs, fault);
  if ("status" in item) {
    history.readerStatus(item.status === "online", at);
    return;
  }
  const { values, meterClock, instants, isNewMeter } = item;
  const parts = byInstant({
    values,
    at,
    retained: false,
    meterClock,
    ...(instants && { instants: mapped(instants, (atMs) => simulatedNow(atMs, fault)) }),
    ...(isNewMeter && { restarted: COUNTERS }),
  });
  for (const part of parts)
    if (part.at.monoMs === at.monoMs || !isKnownAlready(history.latest, part)) history.add(part);
}

/** Both clocks of the display's machine at an instant; while its clock is not set it begins in 1970. */
function simulatedNow(atMs: number, fault: ScenarioFault | undefined): Now {
  return fault?.kind === "clock-not-set" ? { wallMs: atMs % DAY_MS, monoMs: atMs, clockSet: false } : pastNow(atMs);
}

function mapped(instants: NonNullable<SimValues["instants"]>, nowOf: (atMs: number) => Now): Instants {
  return Object.fromEntries(Object.entries(instants).map(([key, atMs]) => [key, nowOf(atMs)]));
}

/** Adds one day of a simulated past to a history, as if its store had kept it. */
export function addPastDay({ series }: History, rows: readonly StoredRow[], nowMs: number): void {
  for (const row of rows) series.restore(row, nowMs);
}

/** Adds all that there was before the first telegram of a simulation to a new history. */
export function addPast(history: History, options: PastOptions): void {
  for (const rows of simulatedPast(options)) addPastDay(history, rows, options.fromMs);
}

/**
 * Returns what is known at `atMs`, given a history that holds everything the scenario's meter sent until then.
 * @param anchorMs the scenario's main instant
 */
export function scenarioKnown({ traits, fault }: Scenario, history: History, atMs: number, anchorMs: number): KnownAt {
  const now = simulatedNow(atMs, fault);
  const phases = traits.phases === undefined ? {} : { phases: traits.phases };
  const lostMs = fault?.kind === "broker-gone" ? faultBegins(fault, anchorMs) : undefined;
  const link: LinkState =
    lostMs !== undefined && atMs >= lostMs
      ? { kind: "lost", since: pastNow(lostMs) }
      : { kind: "connected", since: now };
  return { history, link, now, ...phases };
}
