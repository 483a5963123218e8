import type { AssumedUnits } from "../meter/assumed-unit.ts";
import { type CounterMarks, checkCounters } from "../meter/counter-marks.ts";
import { type CounterStarts, counterPace } from "../meter/counter-pace.ts";
import type { MeterIdentity } from "../meter/meter-identity.ts";
import { PHASE_QUANTITIES, PHASES } from "../meter/phases.ts";
import { QUANTITIES, type Quantity, type Values } from "../meter/quantity.ts";
import { apparentVa, VOLTAGE_V } from "./apparent-power.ts";
import { checkAssumedUnits } from "./assumed-bounds.ts";
import {
  type Clue,
  hasWrongUnit,
  isBaseUnit,
  isUnproven,
  type UnitDoubts,
  type WronglyRead,
  weighUnits,
  wrongUnit,
} from "./unit-doubt.ts";

/** Limits of a meter that values are checked against. */
export interface PlausibilityLimits {
  readonly mainFuseA: number;
  readonly phases: 1 | 3;
}

/** Impossible value. */
export interface Implausible {
  readonly quantity: Quantity;
  readonly value: number;
  /** Reason, one sentence. */
  readonly why: string;
  /** Evidence against a unit that was only assumed; `known` when it was found wrong before. */
  readonly clue: Clue | "known";
}

/** State between two telegrams: plain data. */
export interface PlausibilityState extends CounterMarks {
  /** Beginnings of the steady growth of counters whose unit was only assumed. */
  readonly starts: CounterStarts;
  /** Evidence about units that were only assumed. */
  readonly units: UnitDoubts;
}

/** Origin of values. */
export interface ValuesOrigin {
  /** The values whose unit is only assumed from their name: the bounds for these are narrower. */
  readonly assumed?: AssumedUnits;
  /** True for retained values of unknown age, which say nothing about a pace. */
  readonly isKept?: boolean;
  /** Names that the meter gives itself, as fingerprints. */
  readonly identity?: MeterIdentity;
}

/** State before the first telegram. */
export const NOTHING_CHECKED: PlausibilityState = { trusted: {}, doubted: {}, identity: {}, starts: {}, units: {} };

/** Accepted, corrected and refused values of a telegram. */
export interface CheckedValues {
  readonly state: PlausibilityState;
  readonly values: Values;
  readonly repaired: readonly Quantity[];
  readonly refused: readonly Implausible[];
  /** Counters that are believed again after a jump, see `counter-marks.ts`. */
  readonly restarted: readonly Quantity[];
  /** Quantities that earlier readings had in a unit which this one has shown to be wrong. */
  readonly wronglyRead: readonly WronglyRead[];
}

/** A fuse lets several times its current pass for seconds; ten times is beyond any that still works. */
const FUSE_FACTOR = 10;
/** 16 bits of tenths of an ampere, read without their sign. */
const UNSIGNED_SPAN_A = 6_553.6;
/** Room for values of slightly different instants, and for meters that report no reactive current. */
const POWER_FACTOR = 1.5;
const POWER_SLACK_W = 500;
/** A power so many times its apparent power is a thousand times too large, with a poor power factor. */
const ANOTHER_UNIT = 50;
/** Times the fuse's power that no counter grows faster than. */
const COUNTER_FACTOR = 2;

/**
 * Returns the plausible values; impossible ones are removed and listed, and the one fault that is known well enough is
 * corrected: a current of a few negative tenths that a reader took for unsigned (6553.5 A for −0.1 A).
 * @source psvanstrom/esphome-p1reader issue 90, UtilitechAS/amsreader-firmware issue 211: the unsigned current
 */
export function checkPlausibility(
  before: PlausibilityState,
  given: Values,
  monoMs: number,
  limits: PlausibilityLimits,
  { assumed = {}, isKept = false, identity = {} }: ValuesOrigin = {},
): CheckedValues {
  const values: { [Q in Quantity]?: number } = { ...given };
  const repaired: Quantity[] = [];
  const refused: Implausible[] = [];
  const refuse: Refuse = (quantity, why, clue) => {
    refused.push({ quantity, value: values[quantity] ?? Number.NaN, why, clue });
    delete values[quantity];
  };
  const refuseWrongUnits = (units: UnitDoubts) => {
    if (!hasWrongUnit(units)) return;
    for (const { key } of QUANTITIES) {
      const why = wrongUnit(units, key);
      if (why !== undefined && values[key] !== undefined && assumed[key])
        refuse(key, `and a value in its unit was refused: ${why}`, "known");
    }
  };
  refuseWrongUnits(before.units);
  for (const phase of PHASES) {
    checkVoltage(values, PHASE_QUANTITIES[phase].voltageV, refuse);
    checkCurrent(values, PHASE_QUANTITIES[phase].currentA, limits, repaired, refuse);
  }
  checkAssumedUnits(values, assumed, before.units, limits, refuse);
  checkPowers(values, limits, before.units, refuse);
  const { marks, jumps, restarted } = checkCounters(before, values, identity, monoMs, mostPowerW(limits));
  for (const { quantity, from, to } of jumps)
    refuse(
      quantity,
      `the counter went from ${from} to ${to}, further than the fuse allows`,
      to > from ? "doubtful" : "none",
    );
  // Retained values are of any age: no counter is compared with them.
  const counters = isKept ? before : marks;
  const starts = isKept ? before.starts : checkPace(before, values, assumed, monoMs, limits, refuse);
  const clues = new Map(
    refused.flatMap(({ quantity, clue, why }) => {
      const unit = assumed[quantity]?.unit;
      const isMistake = clue === "decisive" && unit !== undefined && isBaseUnit(unit);
      return clue === "known" ? [] : [[quantity, { clue: isMistake ? "doubtful" : clue, why }] as const];
    }),
  );
  const { doubts, wrong } = weighUnits(before.units, { given, values, clues, assumed, monoMs });
  refuseWrongUnits(doubts);
  const { trusted, doubted } = counters;
  const state = { trusted, doubted, identity: counters.identity, starts, units: doubts };
  return { state, values, repaired, refused, restarted: isKept ? [] : restarted, wronglyRead: wrong };
}

function mostPowerW({ mainFuseA, phases }: PlausibilityLimits): number {
  return VOLTAGE_V.most * mainFuseA * phases * COUNTER_FACTOR;
}

type Mutable = { [Q in Quantity]?: number };
type Refuse = (quantity: Quantity, why: string, clue: Implausible["clue"]) => void;

function checkVoltage(values: Mutable, quantity: Quantity, refuse: Refuse): void {
  const volts = values[quantity];
  if (volts !== undefined && volts !== 0 && (volts < VOLTAGE_V.least || volts > VOLTAGE_V.most))
    refuse(quantity, `no grid has ${volts} V between phase and neutral`, "decisive");
}

function checkCurrent(
  values: Mutable,
  quantity: Quantity,
  { mainFuseA }: PlausibilityLimits,
  repaired: Quantity[],
  refuse: Refuse,
): void {
  const amperes = values[quantity];
  const most = mainFuseA * FUSE_FACTOR;
  if (amperes === undefined || Math.abs(amperes) <= most) return;
  const signed = Math.round((amperes - UNSIGNED_SPAN_A) * 10) / 10;
  if (amperes > UNSIGNED_SPAN_A / 2 && amperes < UNSIGNED_SPAN_A && Math.abs(signed) <= most) {
    values[quantity] = signed;
    repaired.push(quantity);
  } else refuse(quantity, `${amperes} A is far beyond a fuse of ${mainFuseA} A`, "decisive");
}

/** Powers of each phase against its voltage and current, the total against all of them. */
function checkPowers(
  values: Mutable,
  { mainFuseA, phases }: PlausibilityLimits,
  units: UnitDoubts,
  refuse: Refuse,
): void {
  const mostW = VOLTAGE_V.most * mainFuseA * FUSE_FACTOR;
  const check = (quantity: Quantity, phasesIn: number) => {
    const watts = values[quantity];
    if (watts === undefined) return;
    if (watts < 0) return refuse(quantity, `${watts} W: a register of one direction is never negative`, "none");
    const apparent = apparentVa(values, quantity, phases);
    const bound = apparent === undefined ? mostW * phasesIn : apparent * POWER_FACTOR + POWER_SLACK_W;
    if (watts <= bound) return;
    const isFar = apparent === undefined || watts > apparent * ANOTHER_UNIT;
    const clue = isFar ? "decisive" : isUnproven(units, quantity) ? "doubtful" : "none";
    const why = `${watts} W does not go with the voltages and currents that came with it`;
    refuse(quantity, apparent === undefined ? `${watts} W is far beyond a fuse of ${mainFuseA} A` : why, clue);
  };
  for (const phase of PHASES) {
    check(PHASE_QUANTITIES[phase].importW, 1);
    check(PHASE_QUANTITIES[phase].exportW, 1);
  }
  check("activePowerImportW", phases);
  check("activePowerExportW", phases);
}

/** Returns the beginnings of the growth of counters in assumed units; those that run too fast are refused. */
function checkPace(
  { starts, trusted }: PlausibilityState,
  values: Mutable,
  assumed: AssumedUnits,
  monoMs: number,
  limits: PlausibilityLimits,
  refuse: Refuse,
): CounterStarts {
  const counters = Object.fromEntries(Object.entries(values).filter(([quantity]) => assumed[quantity as Quantity]));
  const pace = counterPace({ starts, last: trusted }, counters, monoMs, limits);
  const why = `the counter runs faster than a main fuse of ${limits.mainFuseA} A allows`;
  for (const quantity of pace.tooFast) refuse(quantity, why, "decisive");
  return pace.starts;
}
