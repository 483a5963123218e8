import { between, cycles, type DayContext, type Pulse, pulse, type SwitchedLoad } from "./load.ts";
import { outdoorC } from "./weather.ts";

const HOUR_MS = 3_600_000;
const HEAT_LOSS_W_PER_K = 95; // a well insulated house of 140 m²
const NO_HEATING_ABOVE_C = 14; // sun, people and appliances warm the rest
const COP_AT_ZERO = 3;

/** The appliances of the house, each on its phases. Powers and habits are those of a typical Finnish detached house. */
export const SWITCHED_LOADS = [
  {
    id: "fridge",
    share: [1, 0, 0],
    powerFactor: 0.78,
    plan: (day) => cycles(day.random, whole(day), { onMinutes: 16, offMinutes: 38, watts: 85 }),
  },
  {
    id: "freezer",
    share: [0, 0, 1],
    powerFactor: 0.78,
    plan: (day) => cycles(day.random, whole(day), { onMinutes: 21, offMinutes: 44, watts: 105 }),
  },
  { id: "heat-pump", share: [1 / 3, 1 / 3, 1 / 3], powerFactor: 0.92, plan: heatPump },
  {
    id: "water-heater",
    share: [0, 0, 1],
    powerFactor: 1,
    // Cheap hours start at ten in the evening; the timer of each house a little later.
    plan: (day) => [pulse(day.at(22.3 + between(day.random, 0, 0.4)), between(day.random, 150, 215), 2000)],
  },
  {
    id: "coffee",
    share: [0, 1, 0],
    powerFactor: 1,
    plan: (day) => coffee(day.at(day.isWeekend ? between(day.random, 8.3, 9.4) : between(day.random, 6.4, 6.8))),
  },
  { id: "kettle", share: [0, 1, 0], powerFactor: 1, plan: kettle },
  { id: "microwave", share: [0, 1, 0], powerFactor: 0.94, isForThreePhases: true, plan: microwave },
  { id: "hob", share: [1, 0, 0], powerFactor: 1, plan: hob },
  { id: "oven", share: [0, 1, 0], powerFactor: 1, isForThreePhases: true, plan: oven },
  { id: "dishwasher", share: [0, 0, 1], powerFactor: 0.99, plan: dishwasher },
  { id: "laundry", share: [1, 0, 0], powerFactor: 0.97, isForThreePhases: true, plan: laundry },
  {
    id: "television",
    share: [0, 0, 1],
    powerFactor: 0.9,
    plan: (day) => [pulse(day.at(between(day.random, 18.6, 19.8)), between(day.random, 110, 220), 125)],
  },
  { id: "car-heater", share: [0, 1, 0], powerFactor: 1, isForThreePhases: true, plan: carHeater },
  { id: "sauna", share: [1 / 3, 1 / 3, 1 / 3], powerFactor: 1, isForThreePhases: true, plan: sauna },
  { id: "ev", share: [1 / 3, 1 / 3, 1 / 3], powerFactor: 0.99, isForThreePhases: true, plan: ev },
] as const satisfies readonly SwitchedLoad[];

/** The name of one switched appliance. */
export type SwitchedLoadId = (typeof SWITCHED_LOADS)[number]["id"];

function whole(day: DayContext): { fromMs: number; toMs: number } {
  return { fromMs: day.startMs, toMs: day.endMs };
}

/** The compressor runs for a share of each hour that grows with the cold outside, longer at a time when it is colder. */
function heatPump({ random, traits, sky, startMs, endMs }: DayContext): readonly Pulse[] {
  const pulses: Pulse[] = [];
  let atMs = startMs + between(random, -40, 0) * 60_000;
  while (atMs < endMs) {
    const outdoor = outdoorC(atMs, sky);
    const heatW = HEAT_LOSS_W_PER_K * Math.max(0, NO_HEATING_ABOVE_C + 4 - outdoor);
    const watts = traits.heatPumpW * (1 + 0.006 * Math.max(-20, -outdoor));
    const duty = Math.min(0.97, heatW / (watts * COP_AT_ZERO * (1 + 0.022 * Math.max(-20, outdoor))));
    if (outdoor > NO_HEATING_ABOVE_C || duty < 0.03) {
      atMs += HOUR_MS;
      continue;
    }
    const onMs = between(random, 19, 27) * (0.75 + duty) * 60_000;
    const [fromMs, toMs] = [Math.max(atMs, startMs), Math.min(atMs + onMs, endMs)];
    if (toMs > fromMs) pulses.push({ fromMs, toMs, watts });
    atMs += onMs / duty;
  }
  return pulses;
}

function coffee(fromMs: number): readonly Pulse[] {
  const brewed = pulse(fromMs, 6, 1050);
  return [brewed, pulse(brewed.toMs, 28, 70)];
}

function kettle({ random, at, isWeekend }: DayContext): readonly Pulse[] {
  const hours = [isWeekend ? between(random, 8.6, 9.8) : between(random, 6.5, 7.1), between(random, 19.4, 21.2)];
  return hours.map((hour) => pulse(at(hour), between(random, 2.5, 4.5), 2000));
}

function microwave({ random, at, isWeekend }: DayContext): readonly Pulse[] {
  const hours = [between(random, 6.9, 7.3), isWeekend ? between(random, 12, 13) : between(random, 15.2, 16.4)];
  return hours.filter(() => random() < 0.75).map((hour) => pulse(at(hour), between(random, 2, 5), 1250));
}

function hob({ random, at, isWeekend }: DayContext): readonly Pulse[] {
  const fromMs = at(isWeekend ? between(random, 15.3, 16.6) : between(random, 16.5, 17.2));
  const boil = pulse(fromMs, between(random, 7, 11), 1800);
  const simmer = { fromMs: boil.toMs, toMs: boil.toMs + between(random, 14, 28) * 60_000 };
  return [boil, ...cycles(random, simmer, { onMinutes: 1.6, offMinutes: 1.4, watts: 1500 })];
}

function oven({ random, at, isWeekend }: DayContext): readonly Pulse[] {
  if (random() > (isWeekend ? 0.85 : 0.5)) return [];
  const heating = pulse(at(isWeekend ? between(random, 14.8, 16.2) : between(random, 16.6, 17.3)), 11, 2400);
  const baking = { fromMs: heating.toMs, toMs: heating.toMs + between(random, 20, 40) * 60_000 };
  return [heating, ...cycles(random, baking, { onMinutes: 1.8, offMinutes: 3.2, watts: 2400 })];
}

function dishwasher({ random, at }: DayContext): readonly Pulse[] {
  if (random() > 0.75) return [];
  const warm = pulse(at(between(random, 18.4, 20)), 14, 1900);
  const wash = pulse(warm.toMs, 34, 65);
  return [warm, wash, pulse(wash.toMs, 12, 1900)];
}

/** The washing machine and then the dryer; never on the evening of a sauna. */
function laundry(day: DayContext): readonly Pulse[] {
  const { random, at, isWeekend } = day;
  if (isSaunaDay(day) && !isWeekend) return [];
  if (random() > (isWeekend ? 0.8 : 0.35)) return [];
  const warm = pulse(at(isWeekend ? between(random, 9.8, 12) : between(random, 18.2, 19)), 15, 1950);
  const wash = pulse(warm.toMs, 46, 190);
  return [warm, wash, pulse(wash.toMs + 5 * 60_000, between(random, 60, 85), 640)];
}

/** The engine of a combustion car is heated on cold working mornings. */
function carHeater({ random, at, isWeekend, traits, sky }: DayContext): readonly Pulse[] {
  const fromMs = at(between(random, 5.4, 5.7));
  if (isWeekend || traits.hasEv || outdoorC(fromMs, sky) > 1) return [];
  return [pulse(fromMs, 95, 520)];
}

function isSaunaDay({ weekday }: DayContext): boolean {
  return weekday === 3 || weekday === 6;
}

/** Wednesday and Saturday: three phases full until the stones are hot, then the thermostat. */
function sauna(day: DayContext): readonly Pulse[] {
  if (!isSaunaDay(day)) return [];
  const heating = pulse(day.at(between(day.random, 18.1, 18.5)), between(day.random, 38, 48), 6800);
  const bathing = { fromMs: heating.toMs, toMs: heating.toMs + between(day.random, 45, 70) * 60_000 };
  return [heating, ...cycles(day.random, bathing, { onMinutes: 6, offMinutes: 4.5, watts: 6800 })];
}

function ev({ random, at, weekday, traits }: DayContext): readonly Pulse[] {
  if (!traits.hasEv || weekday % 2 === 1) return [];
  return [pulse(at(between(random, 21.6, 22.4)), between(random, 130, 230), 6900)];
}
