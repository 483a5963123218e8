import { localIso } from "../meter/local-time.ts";
import { createHouse, type Event } from "./house.ts";
import { type Traits, USUAL_TRAITS } from "./load.ts";
import { createMeter } from "./meter.ts";
import { type MeterTelegram, meterStory } from "./meter-story.ts";
import { faultBegins, type Scenario, type ScenarioFault } from "./scenario.ts";
import { ownInstant } from "./scenario-time.ts";

/** One push of the simulated meter. */
export interface SimValues extends MeterTelegram {
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  /** The meter's own clock, local time without zone, `YYYY-MM-DDTHH:MM:SS`. */
  readonly meterClock: string;
}

/** Status of the simulated reader at the broker: its birth, or its last will. */
export interface SimStatus {
  readonly atMs: number;
  readonly status: "online" | "offline";
}

/** One thing that happens at the simulated meter and its reader, in order of time. */
export type SimTelegram = SimValues | SimStatus;

/** Options of a simulation. */
export interface SimulateOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  /** The instant of the first telegram. */
  readonly fromMs: number;
  /** The first instant without a telegram; `Infinity` never ends. */
  readonly toMs: number;
  /** From telegram to telegram; default 10 s, as meters push. */
  readonly intervalMs?: number;
  /** Default `Europe/Helsinki`. */
  readonly timeZone?: string;
  /** The scenario's main instant; default its own. See `anchorIn` and `pictureWindow`. */
  readonly anchorMs?: number;
}

/** The default time zone of a simulated house. */
export const SIMULATED_TIME_ZONE = "Europe/Helsinki";

const MINUTE_MS = 60_000;
const WILL_AFTER_MS = 22_500; // the broker waits one and a half keep-alives of 15 s (MQTT 3.1.1, 3.1.2.10)

/**
 * All that the meter and its reader do between two instants, one telegram after the other, made on demand.
 * What the house draws at an instant does not depend on where the simulation starts; the counters count from its start.
 */
export function* simulate(options: SimulateOptions): Generator<SimTelegram> {
  const { scenario, seed, fromMs, toMs, intervalMs = 10_000, timeZone = SIMULATED_TIME_ZONE } = options;
  if (scenario.fault?.kind === "never-there") return;
  const ownMs = ownInstant(scenario, timeZone);
  const anchorMs = options.anchorMs ?? ownMs;
  const shiftMs = scenario.calendar === "moves" ? ownMs - anchorMs : 0;
  const traits: Traits = { ...USUAL_TRAITS, ...scenario.traits };
  const house = createHouse({ seed, timeZone, traits, events: eventsOf(scenario, anchorMs + shiftMs) });
  const meter = createMeter({ seed, phases: traits.phases, hasSolar: traits.solarPeakW > 0, startMs: fromMs });
  const silentFromMs = silentFrom(scenario.fault, anchorMs);
  if (fromMs < toMs && !isOffline(scenario.fault, anchorMs, fromMs)) yield { atMs: fromMs, status: "online" };
  const story = meterStory(scenario.meter, anchorMs);
  let elapsedMs = 0;
  for (let atMs = fromMs; atMs < Math.min(toMs, silentFromMs); atMs += intervalMs) {
    const values = meter.telegram(atMs, elapsedMs, house.powerAt(atMs + shiftMs));
    yield { atMs, meterClock: localIso(atMs, timeZone), ...story(atMs, values) };
    elapsedMs = intervalMs;
  }
  yield* lastWill(scenario.fault, anchorMs, toMs);
}

function eventsOf({ events }: Scenario, atMs: number): readonly Event[] {
  return events.map(({ load, fromMin, toMin, watts }) => ({
    load,
    watts,
    fromMs: atMs + fromMin * MINUTE_MS,
    toMs: atMs + toMin * MINUTE_MS,
  }));
}

function silentFrom(fault: ScenarioFault | undefined, anchorMs: number): number {
  const beginsMs = faultBegins(fault, anchorMs) ?? Number.POSITIVE_INFINITY;
  return beginsMs - (fault?.kind === "reader-offline" ? WILL_AFTER_MS : 0);
}

function isOffline(fault: ScenarioFault | undefined, anchorMs: number, ms: number): boolean {
  return fault?.kind === "reader-offline" && ms >= anchorMs + fault.fromMin * MINUTE_MS;
}

function* lastWill(fault: ScenarioFault | undefined, anchorMs: number, toMs: number): Generator<SimStatus> {
  if (fault?.kind !== "reader-offline") return;
  const atMs = anchorMs + fault.fromMin * MINUTE_MS;
  if (atMs < toMs) yield { atMs, status: "offline" };
}
