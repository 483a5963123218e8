import { WattframeError } from "../errors.ts";
import type { Traits } from "./load.ts";
import type { MeterStory } from "./meter-story.ts";
import type { SwitchedLoadId } from "./switched-loads.ts";

/** An appliance that a scenario switches on, in minutes from the scenario's main instant. */
export interface ScenarioEvent {
  readonly load: SwitchedLoadId;
  readonly fromMin: number;
  readonly toMin: number;
  readonly watts: number;
}

/** One story that the simulated house and its reader can play. */
export interface Scenario {
  readonly id: string;
  /** One line: what it is. */
  readonly description: string;
  /** Its events, and what a picture of it shows. */
  readonly happens: string;
  /** The main instant, at which a picture shows the most: local time, in the zone that is simulated. */
  readonly at: string;
  /**
   * `moves`: played at another time, the house still has this hour of its own calendar. `stays`: the
   * calendar matters, the house follows the real one.
   */
  readonly calendar: "moves" | "stays";
  readonly traits: Partial<Traits>;
  readonly events: readonly ScenarioEvent[];
  /** When the reader was plugged in, minutes from the main instant; absent where it was there for fourteen months before. */
  readonly beginsMin?: number;
  /** What its meter lacks, has beside the usual, or goes through; absent for a usual one. */
  readonly meter?: MeterStory;
  /** What is wrong; absent when all is well. */
  readonly fault?: ScenarioFault;
}

/**
 * Fault of a scenario: the meter falls silent, or the reader with it, or the broker is gone; nothing ever came; or the
 * machine of the display does not know the time.
 */
export type ScenarioFault =
  | { readonly kind: "meter-silent" | "reader-offline" | "broker-gone"; readonly fromMin: number }
  | { readonly kind: "never-there" | "clock-not-set" };

/** Instant at which a fault begins, milliseconds since 1970 UTC; undefined for one that was there all along. */
export function faultBegins(fault: ScenarioFault | undefined, anchorMs: number): number | undefined {
  return fault && "fromMin" in fault ? anchorMs + fault.fromMin * 60_000 : undefined;
}

const heatPumpOn = { load: "heat-pump", fromMin: -12, toMin: 14, watts: 2150 } as const;

/** Every scenario; the first is the one of the demo. */
export const SCENARIOS = [
  {
    id: "day",
    description: "an ordinary winter day",
    happens: "morning and evening peaks, the heat pump's cycles, the water heater at night",
    at: "2026-01-15T20:10:05",
    calendar: "stays",
    traits: {},
    events: [],
  },
  {
    id: "morning",
    description: "a winter morning before work",
    happens: "coffee, kettle and heat pump at once, most of it on L2",
    at: "2026-01-15T07:05:05",
    calendar: "moves",
    traits: {},
    events: [
      { load: "coffee", fromMin: -4, toMin: 3, watts: 1050 },
      { load: "kettle", fromMin: -2, toMin: 2, watts: 2000 },
      heatPumpOn,
    ],
  },
  {
    id: "evening",
    description: "dinner on a winter evening",
    happens: "hob on L1, oven on L2, heat pump on all phases",
    at: "2026-01-15T17:25:05",
    calendar: "moves",
    traits: {},
    events: [
      { load: "hob", fromMin: -16, toMin: 9, watts: 1800 },
      { load: "oven", fromMin: -7, toMin: 4, watts: 2400 },
      heatPumpOn,
    ],
  },
  {
    id: "sauna",
    description: "Saturday's sauna is heating",
    happens: "6.8 kW evenly on three phases for three quarters of an hour, the heat pump beside it",
    at: "2026-01-17T18:50:05",
    calendar: "moves",
    traits: {},
    events: [{ load: "sauna", fromMin: -32, toMin: 12, watts: 6800 }, heatPumpOn],
  },
  {
    id: "ev-charging",
    description: "the car charges at night while the water heater is on",
    happens: "three phases loaded for hours, L3 close to its fuse with the water heater on top",
    at: "2026-01-15T23:20:05",
    calendar: "moves",
    traits: { hasEv: true },
    events: [
      { load: "ev", fromMin: -70, toMin: 110, watts: 6900 },
      { load: "water-heater", fromMin: -45, toMin: 130, watts: 2000 },
      heatPumpOn,
    ],
  },
  {
    id: "solar-noon",
    description: "noon of a clear summer Sunday with panels on the roof",
    happens: "L1 and L3 export, the oven and the coffee maker make L2 import, the sum is export",
    at: "2026-06-14T13:20:05",
    calendar: "moves",
    traits: { solarPeakW: 8800, cloudiness: 0.25 },
    events: [
      { load: "oven", fromMin: -8, toMin: 4, watts: 2400 },
      { load: "coffee", fromMin: -4, toMin: 3, watts: 1050 },
    ],
  },
  {
    id: "overload",
    description: "too much at once on one phase",
    happens: "oven, kettle, microwave and heat pump take L2 above its 25 A fuse for six minutes",
    at: "2026-01-16T17:40:05",
    calendar: "moves",
    traits: {},
    events: [
      { load: "oven", fromMin: -6, toMin: 6, watts: 2400 },
      { load: "kettle", fromMin: -3, toMin: 3, watts: 2000 },
      { load: "microwave", fromMin: -3.5, toMin: 3, watts: 1250 },
      { load: "hob", fromMin: -11, toMin: 8, watts: 1800 },
      heatPumpOn,
    ],
  },
  {
    id: "one-phase",
    description: "a small house on a single phase",
    happens: "the meter reports L1 only, no L2 and no L3",
    at: "2026-01-15T17:25:05",
    calendar: "moves",
    traits: { phases: 1, heatPumpW: 700 },
    events: [
      { load: "hob", fromMin: -12, toMin: 6, watts: 1800 },
      { load: "heat-pump", fromMin: -12, toMin: 14, watts: 720 },
    ],
  },
  {
    id: "stale",
    description: "the meter falls silent",
    happens: "no telegram for 37 minutes though the reader is online",
    at: "2026-01-15T15:00:05",
    calendar: "moves",
    traits: {},
    events: [],
    fault: { kind: "meter-silent", fromMin: -37 },
  },
  {
    id: "stale-seconds",
    description: "the meter has just fallen silent",
    happens: "no telegram for three quarters of a minute",
    at: "2026-01-15T15:00:05",
    calendar: "moves",
    traits: {},
    events: [],
    fault: { kind: "meter-silent", fromMin: -0.75 },
  },
  {
    id: "stale-hours",
    description: "the meter has been silent since the morning",
    happens: "no telegram for more than five hours though the reader is online",
    at: "2026-01-15T15:00:05",
    calendar: "moves",
    traits: {},
    events: [],
    fault: { kind: "meter-silent", fromMin: -312 },
  },
  {
    id: "stale-day",
    description: "the meter has been silent since yesterday",
    happens: "no telegram for 26 hours: its last value is not shown any more",
    at: "2026-01-15T15:00:05",
    calendar: "moves",
    traits: {},
    events: [],
    fault: { kind: "meter-silent", fromMin: -1_560 },
  },
  {
    id: "reader-offline",
    description: "the reader loses its power",
    happens: "its last will says offline 17 minutes before, nothing comes any more",
    at: "2026-01-15T20:15:05",
    calendar: "moves",
    traits: {},
    events: [],
    fault: { kind: "reader-offline", fromMin: -17 },
  },
  {
    id: "broker-gone",
    description: "the broker cannot be reached",
    happens: "the connection was lost 9 minutes before, nothing comes any more",
    at: "2026-01-15T20:15:05",
    calendar: "moves",
    traits: {},
    events: [],
    fault: { kind: "broker-gone", fromMin: -9 },
  },
  {
    id: "clock-not-set",
    description: "the display's machine does not know the time",
    happens: "values come, yet nothing belongs to an hour or a day",
    at: "2026-01-15T07:05:05",
    calendar: "moves",
    traits: {},
    events: [],
    beginsMin: -5,
    fault: { kind: "clock-not-set" },
  },
  {
    id: "no-data",
    description: "nothing ever comes",
    happens: "neither the meter nor the reader was ever heard of",
    at: "2026-01-15T12:00:05",
    calendar: "stays",
    traits: {},
    events: [],
    fault: { kind: "never-there" },
  },
  {
    id: "first-day",
    description: "the reader was plugged in this morning",
    happens: "nothing is known before 06:13: sums say since when, and there is no yesterday",
    at: "2026-01-15T17:25:05",
    calendar: "moves",
    traits: {},
    events: [{ load: "hob", fromMin: -16, toMin: 9, watts: 1800 }, heatPumpOn],
    beginsMin: -672,
  },
  {
    id: "no-voltages",
    description: "a meter that reports no voltages",
    happens: "powers and currents of all phases, and not one voltage",
    at: "2026-01-15T17:25:05",
    calendar: "moves",
    traits: {},
    events: [{ load: "hob", fromMin: -16, toMin: 9, watts: 1800 }, heatPumpOn],
    meter: { withoutVoltages: true },
  },
  {
    id: "phase-missing",
    description: "a meter that reports nothing of L2",
    happens: "L1 and L3 are known, the load of L2 is not",
    at: "2026-01-15T17:25:05",
    calendar: "moves",
    traits: {},
    events: [{ load: "hob", fromMin: -16, toMin: 9, watts: 1800 }, heatPumpOn],
    meter: { silentPhase: "L2" },
  },
  {
    id: "meter-exchanged",
    description: "the meter was exchanged this morning",
    happens: "the counters began at zero at 10:45, the sums go on",
    at: "2026-01-15T17:25:05",
    calendar: "moves",
    traits: {},
    events: [{ load: "hob", fromMin: -16, toMin: 9, watts: 1800 }, heatPumpOn],
    meter: { exchangedMin: -400 },
  },
  {
    id: "sub-meters",
    description: "a gas and a water meter beside the electricity",
    happens: "gas is read by the hour, water every five minutes",
    at: "2026-01-15T17:25:05",
    calendar: "moves",
    traits: {},
    events: [{ load: "hob", fromMin: -16, toMin: 9, watts: 1800 }, heatPumpOn],
    meter: { hasSubMeters: true },
  },
  {
    id: "midnight",
    description: "a new day has just begun",
    happens: "two minutes of today, all of yesterday, the water heater on",
    at: "2026-01-16T00:02:05",
    calendar: "stays",
    traits: {},
    events: [],
  },
  {
    id: "dst-spring",
    description: "the day of 23 hours, on which summer time begins",
    happens: "the hour from 3 to 4 does not exist",
    at: "2026-03-29T18:30:05",
    calendar: "stays",
    traits: {},
    events: [],
  },
  {
    id: "dst-autumn",
    description: "the day of 25 hours, on which summer time ends",
    happens: "the hour from 3 to 4 comes twice",
    at: "2026-10-25T18:30:05",
    calendar: "stays",
    traits: {},
    events: [],
  },
] as const satisfies readonly Scenario[];

/** The name of a scenario. */
export type ScenarioId = (typeof SCENARIOS)[number]["id"];

/**
 * The scenario of this name.
 * @param suggest the known name that is most like a wrong one, if any is
 * @throws WattframeError `SCENARIO_UNKNOWN`, naming all scenarios and the nearest
 */
export function scenarioOf(
  name: string,
  suggest: (word: string, candidates: readonly string[]) => string | undefined = () => undefined,
): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.id === name);
  if (found) return found;
  const ids = SCENARIOS.map((scenario) => scenario.id);
  const near = suggest(name, ids);
  throw new WattframeError("SCENARIO_UNKNOWN", `there is no scenario "${name}"`, {
    hint: `${near === undefined ? "" : `Did you mean "${near}"? `}The scenarios are ${ids.join(", ")}.`,
  });
}
