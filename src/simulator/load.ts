import type { Random } from "./random.ts";
import type { Sky } from "./weather.ts";

/** Shares of a load on L1, L2 and L3; the three sum to 1. */
export type Share = readonly [number, number, number];

/** One span of time in which an appliance draws this much. */
export interface Pulse {
  readonly fromMs: number;
  readonly toMs: number;
  /** Active power over all phases. */
  readonly watts: number;
}

/** Traits of a house; a scenario chooses them. */
export interface Traits {
  /** 1 puts the whole house on L1. */
  readonly phases: 1 | 3;
  readonly hasEv: boolean;
  /** Nominal power of the panels on the roof; 0 for none. */
  readonly solarPeakW: number;
  /** Power of the heat pump's compressor. */
  readonly heatPumpW: number;
  /** Weight of the clouds, see {@link Sky}. */
  readonly cloudiness: number;
}

/** Default traits of a house. */
export const USUAL_TRAITS: Traits = { phases: 3, hasEv: false, solarPeakW: 0, heatPumpW: 2100, cloudiness: 1 };

/** Inputs to the plan of one appliance for one day. All instants are milliseconds since 1970 UTC. */
export interface DayContext {
  readonly startMs: number;
  readonly endMs: number;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  readonly isWeekend: boolean;
  readonly traits: Traits;
  readonly sky: Sky;
  /** The instant at which the clock on the wall shows so many hours; above 24 it is the next day. */
  readonly at: (hours: number) => number;
  /** Random numbers of this appliance on this day. */
  readonly random: Random;
}

/** An appliance that is switched: the day's plan is a list of pulses, which may run on into the next day. */
export interface SwitchedLoad {
  readonly id: string;
  readonly share: Share;
  /** Power factor, above 0 to 1; the current lags. */
  readonly powerFactor: number;
  /** True for appliances that a small house on a single phase lacks. */
  readonly isForThreePhases?: boolean;
  plan(day: DayContext): readonly Pulse[];
}

const MINUTE_MS = 60_000;

/** A random number between two. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** One pulse of so many minutes. */
export function pulse(fromMs: number, minutes: number, watts: number): Pulse {
  return { fromMs, toMs: fromMs + minutes * MINUTE_MS, watts };
}

/** Pulses of a thermostat between two instants: on and off in turn, each time a little different. */
export function cycles(
  random: Random,
  span: { readonly fromMs: number; readonly toMs: number },
  { onMinutes, offMinutes, watts }: { readonly onMinutes: number; readonly offMinutes: number; readonly watts: number },
): Pulse[] {
  const pulses: Pulse[] = [];
  const period = onMinutes + offMinutes;
  let atMs = span.fromMs - random() * period * MINUTE_MS;
  while (atMs < span.toMs) {
    const onMs = onMinutes * between(random, 0.85, 1.15) * MINUTE_MS;
    const fromMs = Math.max(atMs, span.fromMs);
    const toMs = Math.min(atMs + onMs, span.toMs);
    if (toMs > fromMs) pulses.push({ fromMs, toMs, watts });
    atMs += onMs + offMinutes * between(random, 0.85, 1.15) * MINUTE_MS;
  }
  return pulses;
}
