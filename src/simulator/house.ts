import { localParts, startOfLocalDay } from "../meter/local-time.ts";
import type { DayContext, Pulse, Share, SwitchedLoad, Traits } from "./load.ts";
import { hash, height, randomOf } from "./random.ts";
import { STEADY_LOADS } from "./steady-loads.ts";
import { SWITCHED_LOADS, type SwitchedLoadId } from "./switched-loads.ts";
import type { Sky } from "./weather.ts";

/** An appliance that is on at a given time whatever the day's plan says. */
export interface Event extends Pulse {
  readonly load: SwitchedLoadId;
}

/** Everything that determines what a house draws: the same options make the same house. */
export interface HouseOptions {
  readonly seed: number;
  readonly timeZone: string;
  readonly traits: Traits;
  readonly events: readonly Event[];
  /** Time for which power is one value, its mean over it as far as appliances are switched; default 10 s, as meters push. */
  readonly slotMs?: number;
}

/** Active and reactive power of each phase, in the order L1, L2, L3; export and capacitive power are negative. */
export interface HousePower {
  /** Whole watts. */
  readonly watts: readonly [number, number, number];
  /** Whole var. */
  readonly vars: readonly [number, number, number];
}

/** A simulated house. What it draws at an instant depends on its options and the instant alone. */
export interface House {
  readonly timeZone: string;
  /** @param ms milliseconds since 1970 UTC */
  powerAt(ms: number): HousePower;
}

interface DayPower {
  readonly slotMs: number;
  readonly startMs: number;
  readonly endMs: number;
  /** One row of slots per phase. */
  readonly watts: readonly Float64Array[];
  readonly vars: readonly Float64Array[];
}

const USUAL_SLOT_MS = 10_000;
const HOUR_MS = 3_600_000;
const EVENT_MARGIN_MS = 40 * 60_000; // an appliance that an event switches is not used just before and after as well
const DAYS_KEPT = 3;

/** A house of these traits, its appliances on their phases and with their habits. */
export function createHouse(options: HouseOptions): House {
  const { slotMs = USUAL_SLOT_MS } = options;
  const days: DayPower[] = [];
  const dayAt = (ms: number): DayPower => {
    const kept = days.find((day) => ms >= day.startMs && ms < day.endMs);
    if (kept) return kept;
    if (days.length >= DAYS_KEPT) days.shift();
    const made = makeDay(options, startOfLocalDay(ms, options.timeZone), slotMs);
    days.push(made);
    return made;
  };
  const flicker = hash(options.seed, "flicker");
  return {
    timeZone: options.timeZone,
    powerAt(ms) {
      const day = dayAt(ms);
      const slot = Math.floor((ms - day.startMs) / slotMs);
      const of = (rows: readonly Float64Array[], phase: number): number => rows[phase]?.[slot] ?? 0;
      const watts = (phase: number): number => {
        if (phase >= options.traits.phases) return 0;
        const steady = of(day.watts, phase);
        return Math.round(steady + (1.5 + 0.003 * Math.abs(steady)) * height(flicker + phase, ms / slotMs));
      };
      return {
        watts: [watts(0), watts(1), watts(2)],
        vars: [Math.round(of(day.vars, 0)), Math.round(of(day.vars, 1)), Math.round(of(day.vars, 2))],
      };
    },
  };
}

function makeDay(options: HouseOptions, startMs: number, slotMs: number): DayPower {
  const { timeZone, traits } = options;
  const endMs = startOfLocalDay(startMs, timeZone, 1);
  const rows = (): Float64Array[] =>
    Array.from({ length: 3 }, () => new Float64Array(Math.ceil((endMs - startMs) / slotMs)));
  const day: DayPower = { slotMs, startMs, endMs, watts: rows(), vars: rows() };
  const share = (wanted: Share): Share => (traits.phases === 1 ? [1, 0, 0] : wanted);
  addSteady(day, options, share);
  for (const load of SWITCHED_LOADS) {
    const varPerWatt = Math.sqrt(1 / load.powerFactor ** 2 - 1);
    for (const pulse of pulsesOf(load.id, day, options)) addPulse(day, pulse, share(load.share), varPerWatt);
  }
  return day;
}

function skyOf({ seed, timeZone, traits }: HouseOptions, ms: number): Sky {
  // The sun keeps to winter time; Helsinki's mean solar time is 20 minutes behind its zone.
  const winter = localParts(Date.UTC(new Date(ms).getUTCFullYear(), 0, 1), timeZone);
  return { seed, solarOffsetHours: winter.offsetMinutes / 60 - 0.34, cloudiness: traits.cloudiness };
}

function addSteady(day: DayPower, options: HouseOptions, share: (wanted: Share) => Share): void {
  const sky = skyOf(options, day.startMs);
  const { weekday } = localParts(day.startMs, options.timeZone);
  const seeds = STEADY_LOADS.map((load) => hash(options.seed, load.id));
  const shares = STEADY_LOADS.map((load) => share(load.share));
  const clock = clockHours(day, options.timeZone);
  for (let ms = day.startMs, slot = 0; ms < day.endMs; ms += day.slotMs, slot += 1) {
    const moment = { ms, hour: clock(ms), isWeekend: weekday > 5, traits: options.traits, sky };
    STEADY_LOADS.forEach((load, index) => {
      const watts = load.watts(moment, seeds[index] ?? 0);
      if (watts !== 0) add(day, slot, watts, shares[index] ?? load.share, load.varPerWatt);
    });
  }
}

/** The local time of day in hours; fast, because the zone is looked up only once an hour. */
function clockHours(day: DayPower, timeZone: string): (ms: number) => number {
  let untilMs = day.startMs;
  let offsetHours = 0;
  return (ms) => {
    if (ms >= untilMs) {
      offsetHours = localParts(ms, timeZone).offsetMinutes / 60;
      untilMs = ms + HOUR_MS / 4;
    }
    return (((ms / HOUR_MS + offsetHours) % 24) + 24) % 24;
  };
}

/** Pulses of an appliance on a day: the end of yesterday's plan, the day's own, and the events in place of both. */
function pulsesOf(id: SwitchedLoadId, day: DayPower, options: HouseOptions): readonly Pulse[] {
  const events = options.events.filter((event) => event.load === id);
  const planned = [startOfLocalDay(day.startMs, options.timeZone, -1), day.startMs]
    .flatMap((startMs) => plan(id, startMs, options))
    .filter((pulse) => !events.some((event) => overlaps(pulse, event)));
  return [...planned, ...events];
}

function overlaps(pulse: Pulse, event: Event): boolean {
  return pulse.fromMs < event.toMs + EVENT_MARGIN_MS && pulse.toMs > event.fromMs - EVENT_MARGIN_MS;
}

function plan(id: SwitchedLoadId, startMs: number, options: HouseOptions): readonly Pulse[] {
  const load: SwitchedLoad | undefined = SWITCHED_LOADS.find((row) => row.id === id);
  if (load === undefined || (load.isForThreePhases === true && options.traits.phases === 1)) return [];
  const { timeZone, traits, seed } = options;
  const { weekday, offsetMinutes, year, month, day } = localParts(startMs, timeZone);
  const context: DayContext = {
    startMs,
    endMs: startOfLocalDay(startMs, timeZone, 1),
    weekday,
    isWeekend: weekday > 5,
    traits,
    sky: skyOf(options, startMs),
    at: (hours) => {
      const elapsedMs = startMs + hours * HOUR_MS;
      return elapsedMs + (offsetMinutes - localParts(elapsedMs, timeZone).offsetMinutes) * 60_000;
    },
    random: randomOf(hash(seed, id, year, month, day)),
  };
  return load.plan(context);
}

function addPulse(day: DayPower, pulse: Pulse, share: Share, varPerWatt: number): void {
  const { slotMs: lengthMs } = day;
  const fromMs = Math.max(pulse.fromMs, day.startMs);
  const toMs = Math.min(pulse.toMs, day.endMs);
  for (let slot = Math.floor((fromMs - day.startMs) / lengthMs); day.startMs + slot * lengthMs < toMs; slot += 1) {
    const slotMs = day.startMs + slot * lengthMs;
    // A slot that the pulse covers in part shows its mean, as a meter that averages over its ten seconds does.
    const part = (Math.min(toMs, slotMs + lengthMs) - Math.max(fromMs, slotMs)) / lengthMs;
    add(day, slot, pulse.watts * part, share, varPerWatt);
  }
}

function add(day: DayPower, slot: number, watts: number, share: Share, varPerWatt: number): void {
  for (let phase = 0; phase < 3; phase += 1) {
    const part = watts * (share[phase] ?? 0);
    const [wattRow, varRow] = [day.watts[phase], day.vars[phase]];
    if (part === 0 || wattRow === undefined || varRow === undefined) continue;
    wattRow[slot] = (wattRow[slot] ?? 0) + part;
    varRow[slot] = (varRow[slot] ?? 0) + part * varPerWatt;
  }
}
