import { epochOfLocal, localIso, startOfLocalDay } from "../meter/local-time.ts";
import type { Scenario } from "./scenario.ts";

/** A span of simulated time, and the instant in it at which the scenario shows the most. */
export interface ScenarioWindow {
  readonly fromMs: number;
  /** The first instant that is not simulated any more. */
  readonly toMs: number;
  readonly anchorMs: number;
}

const MINUTE_MS = 60_000;
const PAST_DAYS = 8; // as far back as a week of days and its chart reach

/** The instant that the scenario itself names, in milliseconds since 1970 UTC. */
export function ownInstant(scenario: Scenario, timeZone: string): number {
  return epochOfLocal(scenario.at, timeZone);
}

/** The minute of its local day at which the scenario itself is, 0 to 1439 as the clock on the wall counts. */
export function ownMinute({ at }: Scenario): number {
  return Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16));
}

/**
 * The instant at a minute of the scenario's local day, at its own second, in milliseconds since 1970 UTC: at its own
 * minute that is its own instant. Of a minute that comes twice it is the first; one that is skipped is moved later by as much.
 * @param minute 0 to 1439, as the clock on the wall counts
 */
export function instantAtMinute({ at }: Scenario, timeZone: string, minute: number): number {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0"));
  return epochOfLocal(`${at.slice(0, 10)}T${hours}:${minutes}${at.slice(16)}`, timeZone);
}

/**
 * The span to simulate for a picture: the eight days before it, or since the reader is there, and its own day up to it.
 * @param atMs the picture's instant; absent is the scenario's own. On another day the scenario happens at its own time
 *   of that day.
 */
export function pictureWindow(
  scenario: Scenario,
  timeZone: string,
  atMs = ownInstant(scenario, timeZone),
): ScenarioWindow {
  const anchorMs = epochOfLocal(`${localIso(atMs, timeZone).slice(0, 10)}${timeOf(scenario)}`, timeZone);
  const { beginsMin } = scenario;
  const fromMs =
    beginsMin === undefined ? startOfLocalDay(atMs, timeZone, -PAST_DAYS) : anchorMs + beginsMin * MINUTE_MS;
  return { fromMs, toMs: atMs + 1, anchorMs };
}

/** The local day of the scenario's own instant, from midnight to midnight: the default span of a recording. */
export function dayWindow(scenario: Scenario, timeZone: string): ScenarioWindow {
  const anchorMs = ownInstant(scenario, timeZone);
  return { fromMs: startOfLocalDay(anchorMs, timeZone), toMs: startOfLocalDay(anchorMs, timeZone, 1), anchorMs };
}

/**
 * The instant at which the scenario happens within a span of time, so that its whole story is in it: its own
 * instant, or else its own time of day, or else soon after the start.
 */
export function anchorIn(scenario: Scenario, timeZone: string, fromMs: number, toMs: number): number {
  const leadMs = leadMinutes(scenario) * MINUTE_MS;
  const fits = (ms: number): boolean => ms - leadMs >= fromMs && ms < toMs;
  const candidates = [ownInstant(scenario, timeZone)];
  for (const day of [0, 1]) {
    const date = localIso(startOfLocalDay(fromMs, timeZone, day), timeZone).slice(0, 10);
    candidates.push(epochOfLocal(`${date}${timeOf(scenario)}`, timeZone));
  }
  return candidates.find(fits) ?? anchorSoon(scenario, fromMs, toMs);
}

/**
 * The scenario's main instant if its story begins a minute after the start. In a span too short for that, what
 * appliances do is at its height halfway, and a fault begins after a fifth of it.
 */
export function anchorSoon(scenario: Scenario, fromMs: number, toMs: number): number {
  const leadMs = leadMinutes(scenario) * MINUTE_MS;
  if (scenario.fault) return fromMs + Math.min((toMs - fromMs) / 5, MINUTE_MS) + leadMs;
  return fromMs + Math.min((toMs - fromMs) / 2, MINUTE_MS + leadMs);
}

/** Time from the start of the scenario's story to its main instant, minutes. */
export function leadMinutes({ events, fault }: Scenario): number {
  const starts = events.map((event) => event.fromMin);
  if (fault && "fromMin" in fault) starts.push(fault.fromMin);
  return Math.max(0, ...starts.map((start) => -start));
}

function timeOf(scenario: Scenario): string {
  return scenario.at.slice(10);
}
