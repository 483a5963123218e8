import type { MeterConfig } from "../config/config.ts";
import { METER_DEFAULTS } from "../config/meter-schema.ts";
import type { History } from "../history/history.ts";
import type { Now } from "../meter/now.ts";
import type { Scenario } from "../simulator/scenario.ts";
import { SIMULATED_TIME_ZONE, type SimTelegram } from "../simulator/simulate.ts";
import type { BrokerLink } from "../view/life-view.ts";

/** What is known of a scenario's house at one instant. */
export interface ScenarioKnown {
  readonly history: History;
  readonly link: BrokerLink;
  readonly now: Now;
  /** How many phases the meter has; absent where the scenario does not say. */
  readonly phases?: 1 | 3;
}

/** The meter of a picture that no configuration describes: the simulated house's own. */
export const SIMULATED_METER: MeterConfig = {
  name: METER_DEFAULTS.name,
  prefix: METER_DEFAULTS.prefix,
  mainFuseA: METER_DEFAULTS.mainFuseA,
  phases: METER_DEFAULTS.phases,
  timeZone: SIMULATED_TIME_ZONE,
  wire: {},
};

/** An instant of the past, told by both clocks alike: recordings and scenarios have one time only. */
export function pastNow(atMs: number): Now {
  return { wallMs: atMs, monoMs: atMs, clockSet: true };
}

/** Has a history take in what the simulated meter or its reader did, as if it had come over MQTT. */
export function takeSimulated(history: History, item: SimTelegram): void {
  const at = pastNow(item.atMs);
  if ("status" in item) history.readerStatus(item.status === "online", at);
  else history.add({ values: item.values, at, retained: false, meterClock: item.meterClock });
}

/** What is known at `atMs` from a history that has taken in all that the scenario's meter did until then. */
export function scenarioKnown({ traits }: Scenario, history: History, atMs: number): ScenarioKnown {
  const now = pastNow(atMs);
  const phases = traits.phases === undefined ? {} : { phases: traits.phases };
  return { history, link: { kind: "connected", since: now }, now, ...phases };
}
