import { PHASE_QUANTITIES, PHASES, QUANTITY, type Quantity, type Values } from "./quantity.ts";

/** What values are held against. */
export interface SenseLimits {
  readonly mainFuseA: number;
  readonly phases: 1 | 3;
}

/** A value that cannot be. */
export interface Senseless {
  readonly quantity: Quantity;
  readonly value: number;
  /** Why, one sentence. */
  readonly why: string;
}

/** A counter's value and when it came, on the monotonic clock. */
interface CounterMark {
  readonly value: number;
  readonly monoMs: number;
}

/** What is remembered of counters between two telegrams. Plain data. */
export interface SenseState {
  readonly trusted: { readonly [Q in Quantity]?: CounterMark };
  /** A jump that was refused; it is believed when the counter stays there. */
  readonly doubted: { readonly [Q in Quantity]?: CounterMark };
}

/** Nothing known yet. */
export const NO_SENSE: SenseState = { trusted: {}, doubted: {} };

/** What is left of a telegram, what was mended and what was refused. */
export interface Sensed {
  readonly state: SenseState;
  readonly values: Values;
  readonly repaired: readonly Quantity[];
  readonly refused: readonly Senseless[];
}

const VOLTAGE_V = { least: 100, most: 300 } as const;
/** A fuse lets several times its current pass for seconds; ten times is beyond any that still works. */
const FUSE_FACTOR = 10;
/** 16 bits of tenths of an ampere, read without their sign. */
const UNSIGNED_SPAN_A = 6_553.6;
/** Apparent power with room for meters that round to whole amperes and for values of slightly different instants. */
const POWER_FACTOR = 1.5;
const ROUNDING_A = 1;
const POWER_SLACK_W = 500;
/** A counter may be this far ahead whatever the time: hourly lists, rounding, a first value after a gap. */
const COUNTER_SLACK_WH = 1_000;
const HOUR_MS = 3_600_000;

/**
 * Values that can be: what cannot is taken out and listed, and the one fault that is known well enough is mended: a
 * current of a few negative tenths that a reader took for unsigned (6553.5 A for −0.1 A).
 * @source psvanstrom/esphome-p1reader issue 90, UtilitechAS/amsreader-firmware issue 211: the unsigned current
 */
export function sense(before: SenseState, given: Values, monoMs: number, limits: SenseLimits): Sensed {
  const values: { [Q in Quantity]?: number } = { ...given };
  const repaired: Quantity[] = [];
  const refused: Senseless[] = [];
  const refuse = (quantity: Quantity, why: string) => {
    refused.push({ quantity, value: values[quantity] ?? Number.NaN, why });
    delete values[quantity];
  };
  for (const phase of PHASES) {
    checkVoltage(values, PHASE_QUANTITIES[phase].voltageV, refuse);
    checkCurrent(values, PHASE_QUANTITIES[phase].currentA, limits, repaired, refuse);
  }
  checkPowers(values, limits, refuse);
  const state = checkCounters(before, values, monoMs, limits, refuse);
  return { state, values, repaired, refused };
}

type Mutable = { [Q in Quantity]?: number };
type Refuse = (quantity: Quantity, why: string) => void;

function checkVoltage(values: Mutable, quantity: Quantity, refuse: Refuse): void {
  const volts = values[quantity];
  if (volts !== undefined && volts !== 0 && (volts < VOLTAGE_V.least || volts > VOLTAGE_V.most))
    refuse(quantity, `no grid has ${volts} V between phase and neutral`);
}

function checkCurrent(
  values: Mutable,
  quantity: Quantity,
  { mainFuseA }: SenseLimits,
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
  } else refuse(quantity, `${amperes} A is far beyond a fuse of ${mainFuseA} A`);
}

/** Powers of each phase against its voltage and current, the total against all of them. */
function checkPowers(values: Mutable, limits: SenseLimits, refuse: Refuse): void {
  const apparent = PHASES.slice(0, limits.phases).map((phase) => {
    const { voltageV, currentA } = PHASE_QUANTITIES[phase];
    const [volts, amperes] = [values[voltageV] ?? VOLTAGE_V.most, values[currentA]];
    return amperes === undefined ? undefined : Math.max(volts, VOLTAGE_V.least) * (Math.abs(amperes) + ROUNDING_A);
  });
  const most = VOLTAGE_V.most * limits.mainFuseA * FUSE_FACTOR;
  const check = (quantity: Quantity, apparentVa: number | undefined, phases: number) => {
    const watts = values[quantity];
    const bound = apparentVa === undefined ? most * phases : apparentVa * POWER_FACTOR + POWER_SLACK_W;
    if (watts !== undefined && (watts > bound || watts < 0))
      refuse(quantity, `${watts} W does not go with the voltages and currents that came with it`);
  };
  PHASES.forEach((phase, i) => {
    check(PHASE_QUANTITIES[phase].importW, apparent[i], 1);
    check(PHASE_QUANTITIES[phase].exportW, apparent[i], 1);
  });
  const isWhole = apparent.every((va) => va !== undefined);
  const total = isWhole ? apparent.reduce<number>((sum, va) => sum + (va ?? 0), 0) : undefined;
  check("activePowerImportW", total, limits.phases);
  check("activePowerExportW", total, limits.phases);
}

function checkCounters(
  before: SenseState,
  values: Mutable,
  monoMs: number,
  { mainFuseA, phases }: SenseLimits,
  refuse: Refuse,
): SenseState {
  const trusted: { [Q in Quantity]?: CounterMark } = { ...before.trusted };
  const doubted: { [Q in Quantity]?: CounterMark } = { ...before.doubted };
  const mostW = VOLTAGE_V.most * mainFuseA * phases * 2;
  const follows = (mark: CounterMark | undefined, value: number) => {
    const grown = mark === undefined ? 0 : value - mark.value;
    const room = mark === undefined ? 0 : (mostW * (monoMs - mark.monoMs)) / HOUR_MS + COUNTER_SLACK_WH;
    return grown >= 0 && grown <= room;
  };
  for (const quantity of Object.keys(values) as Quantity[]) {
    const value = values[quantity];
    if (value === undefined || QUANTITY.get(quantity)?.kind !== "counter") continue;
    const doubt = doubted[quantity];
    const mark = { value, monoMs };
    if (trusted[quantity] === undefined || follows(trusted[quantity], value) || (doubt && follows(doubt, value))) {
      trusted[quantity] = mark;
      delete doubted[quantity];
    } else {
      doubted[quantity] = mark;
      refuse(quantity, `the counter went from ${trusted[quantity]?.value} to ${value}, further than the fuse allows`);
    }
  }
  return { trusted, doubted };
}
